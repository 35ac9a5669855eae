import { IntegrationError } from './errors.ts';

/** A span of time: milliseconds, or a number with a unit (`250ms`, `30s`, `20m`, `6h`, `2d`). */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A duration in milliseconds.
 *
 * @throws IntegrationError `input-invalid` when it is negative, not finite or has no known unit.
 */
export function toMs(duration: Duration): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const ms = typeof duration === 'number' ? duration : Number(number) * unitMs[(unit ?? 'ms') as keyof typeof unitMs];
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new IntegrationError("A duration is a number of milliseconds or a text like '30s', '20m', '6h', '2d'", {
    code: 'input-invalid',
    details: { kind: typeof duration },
  });
}
