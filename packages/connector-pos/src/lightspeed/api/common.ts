import { z } from 'zod';

/** The digits that the platform keeps; what is behind them is noise of its arithmetic. */
const places = 5;

/** A number as the platform writes it: as a number or as text, at times with the noise of binary fractions. */
export const WireDecimal = z
  .string()
  .max(40)
  .regex(/^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?\s*$/, 'must be a number')
  .transform((text) => plainDecimal(text.trim()));

/** A whole number that only grows, retailer-wide. */
export const WireVersion = z.string().regex(/^\d{1,18}$/, 'must be a version');

/**
 * A time in any of the three forms that the platform has: with a zone, with `Z`, or with neither, which is UTC. As ISO instant.
 */
export const WireInstant = z
  .string()
  .max(40)
  .transform((text, check) => {
    const spaced = text.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T');
    const iso = /(?:Z|[+-]\d\d:?\d\d)$/.test(spaced) ? spaced : `${spaced}Z`;
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? Date.parse(iso) : Number.NaN;
    if (!Number.isNaN(at)) return new Date(at).toISOString();
    check.issues.push({ code: 'custom', message: 'must be a time', input: '' });
    return z.NEVER;
  });

/** A time that does not matter where it cannot be read. */
export const OptionalInstant = WireInstant.optional().catch(undefined);

/** A text, which is an empty one where there is none. */
export const Text = z
  .string()
  .transform((text) => (text.trim() === '' ? undefined : text))
  .optional();

/** A page of a feed. The specification has one that is a bare list. */
export const Page = z.preprocess(
  (body) => (Array.isArray(body) ? { data: body } : body),
  z.object({
    data: z.array(z.unknown()),
    version: z
      .object({ max: WireVersion.optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
);

/** A decimal without exponent and noise: rounded half away from zero to five places, as text arithmetic. */
function plainDecimal(text: string): string {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const scaled = BigInt(`${padded.slice(0, at)}${padded.slice(at, at + places).padEnd(places, '0')}`);
  const rounded = (padded[at + places] ?? '0') >= '5' ? scaled + 1n : scaled;
  const plain = rounded.toString().padStart(places + 1, '0');
  const result = `${plain.slice(0, -places)}.${plain.slice(-places)}`.replace(/\.?0+$/, '');
  return result === '0' ? '0' : `${sign}${result}`;
}
