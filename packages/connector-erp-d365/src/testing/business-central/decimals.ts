/** Exact arithmetic of the platform: amounts in cents, everything else in hundred-thousandths. */
const scale = 100_000n;

/** A decimal as so many hundred-thousandths. */
function scaled(value: number): bigint {
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(5).split('.');
  const units = BigInt(whole) * scale + BigInt(fraction.padEnd(5, '0'));
  return value < 0 ? -units : units;
}

/** Half away from zero, as the platform rounds. */
function divide(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  const size = numerator * sign;
  return ((2n * size + denominator) / (2n * denominator)) * sign;
}

/** Quantity times price, in cents. */
export function priceCents(quantity: number, price: number): number {
  return Number(divide(scaled(quantity) * scaled(price) * 100n, scale * scale));
}

/** An amount as so many cents. */
export function centsOf(amount: number): number {
  return Number(divide(scaled(amount) * 100n, scale));
}

/** A percentage of an amount in cents, on top of it. */
export function percentOf(cents: number, percent: number): number {
  return Number(divide(BigInt(cents) * scaled(percent), scale * 100n));
}

/** The part of an amount in cents that is tax, when it contains it. */
export function taxWithin(cents: number, percent: number): number {
  return Number(divide(BigInt(cents) * scaled(percent), scale * 100n + scaled(percent)));
}

/** Cents as an amount. */
export function amountOf(cents: number): number {
  return cents / 100;
}
