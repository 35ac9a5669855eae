import { IntegrationError, type Quantity } from '../../primitives/index.ts';

/** Units are counted in whole thousandths, so that sums in plain numbers stay exact. */
export const perUnit = 1_000;

const places = 3;

const smallWhole = /^\d{1,9}$/;

/** Most units that one fact may speak of: sums of thousands of such facts are still exact. */
const mostUnits = 1_000_000_000;

/**
 * A quantity in whole thousandths of its unit.
 *
 * @throws IntegrationError `quantity-invalid` for more than three decimals, or more than a thousand million units.
 */
export function toThousandths({ amount }: Quantity, path?: string): number {
  // Most quantities are whole and small.
  if (smallWhole.test(amount)) return Number(amount) * perUnit;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '') throw invalid('A quantity is a plain decimal text', path);
  const exact = fraction.replace(/0+$/, '');
  if (exact.length > places)
    throw invalid('Availability counts in thousandths of a unit; this quantity is finer', path);
  const count = Number(whole) * perUnit + Number(exact.padEnd(places, '0'));
  if (whole.length > 12 || count > mostUnits * perUnit) {
    throw invalid('Availability counts up to a thousand million units in one quantity; this is more', path);
  }
  return sign === '' || count === 0 ? count : -count;
}

/** Thousandths as the decimal text of a quantity: `2500` is `2.5`. */
export function toAmount(thousandths: number): string {
  if (thousandths % perUnit === 0) return String(thousandths / perUnit);
  const digits = String(Math.abs(thousandths)).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${thousandths < 0 ? '-' : ''}${digits.slice(0, -places)}.${fraction}`;
}

/** Thousandths as a quantity. */
export function toQuantity(thousandths: number, unit: string): Quantity {
  return { amount: toAmount(thousandths), unit };
}

function invalid(message: string, path: string | undefined): IntegrationError {
  return new IntegrationError(message, { code: 'quantity-invalid', path });
}
