/**
 * The simulator's own arithmetic: whole cents. It shares no code with the SDK's money on purpose, so that a mistake
 * in one of them shows up as a difference. (Transaction currencies of the platform have at most two places.)
 *
 * @module
 */

/** Rounds half away from zero to whole cents; the detour over seven places removes what binary fractions add. */
export function toCents(amount: number): number {
  const scaled = Number((Math.abs(amount) * 100).toFixed(5));
  return Math.sign(amount) * Math.round(scaled) + 0;
}

/** Cents as the JSON number that the record service answers with. */
export function toAmount(cents: number): number {
  return cents / 100;
}

/** Cents as a decimal string, for the readers of the books. */
export function toDecimal(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${String(whole)}.${rest}`;
}

export function sumOf<T>(values: readonly T[], cents: (value: T) => number): number {
  let total = 0;
  for (const value of values) total += cents(value);
  return total;
}
