/** Amounts inside the simulator: whole smallest units, once in the shop's currency and once in the buyer's. */
export interface Bag {
  readonly shop: bigint;
  readonly presentment: bigint;
}

/** The two currencies of one order. */
export interface CurrencyPair {
  readonly shop: string;
  readonly presentment: string;
}

/** No money. */
export const nothing: Bag = { shop: 0n, presentment: 0n };

const zeroDecimal = new Set(['CLP', 'ISK', 'JPY', 'KRW', 'VND']);
const threeDecimal = new Set(['BHD', 'KWD', 'TND']);

/** How many decimals a currency is quoted with. */
function decimalsOf(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** `'19.99'` in USD is 1999n. Throws when the amount is finer than the currency. */
export function toMinorUnits(amount: string, currency: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) throw new RangeError(`The simulator cannot read the amount ${amount}`);
  const decimals = decimalsOf(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) throw new RangeError(`${amount} is finer than ${currency} allows`);
  const value = BigInt(`${match[2] ?? '0'}${fraction.padEnd(decimals, '0')}`);
  return match[1] === '-' ? -value : value;
}

/** `1999n` in USD is `'19.99'`: the way REST-shaped payloads print amounts. */
export function fixedAmount(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${minor < 0n ? '-' : ''}${whole}${fraction}`;
}

/** `1990n` in USD is `'19.9'`, `2000n` is `'20.0'`: the way GraphQL prints a decimal. */
export function decimalAmount(minor: bigint, currency: string): string {
  const [whole, fraction = ''] = fixedAmount(minor, currency).split('.');
  const significant = fraction.replace(/0+$/, '');
  return `${whole}.${significant === '' ? '0' : significant}`;
}

/** A fraction of whole numbers; every rate and share in the simulator is one, so nothing is ever a float. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** `'0.0825'` as a ratio. */
export function ratio(decimal: string): Ratio {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { numerator: BigInt(`${whole}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

/** `minor` times the ratio, halves rounded away from zero. */
export function times(minor: bigint, { numerator, denominator }: Ratio): bigint {
  const product = minor * numerator;
  const doubled = 2n * (product < 0n ? -product : product) + denominator;
  const rounded = doubled / (2n * denominator);
  return product < 0n ? -rounded : rounded;
}

/** The same value in the buyer's currency, at so many units of it for one of the shop's. */
export function exchange(minor: bigint, from: string, to: string, rate: Ratio): bigint {
  const scale = 10n ** BigInt(decimalsOf(to));
  const unscale = 10n ** BigInt(decimalsOf(from));
  return times(minor, { numerator: rate.numerator * scale, denominator: rate.denominator * unscale });
}

/**
 * Splits an amount over weights. What does not divide evenly goes out one smallest unit at a time, beginning
 * with the first line, as the platform describes it for order discounts.
 */
export function allocate(minor: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (minor * weight) / total);
  let left = minor - shares.reduce((sum, share) => sum + share, 0n);
  for (let index = 0; left !== 0n; index = (index + 1) % shares.length) {
    if (weights[index] === 0n) continue;
    const unit = left > 0n ? 1n : -1n;
    shares[index] = (shares[index] ?? 0n) + unit;
    left -= unit;
  }
  return shares;
}

/** Adds bags. */
export function addBags(...bags: readonly Bag[]): Bag {
  return bags.reduce<Bag>(
    (sum, bag) => ({ shop: sum.shop + bag.shop, presentment: sum.presentment + bag.presentment }),
    nothing,
  );
}

/** `left` minus `right`. */
export function subtractBags(left: Bag, right: Bag): Bag {
  return { shop: left.shop - right.shop, presentment: left.presentment - right.presentment };
}

/** The share of a bag that a ratio names. */
export function shareOf(bag: Bag, part: Ratio): Bag {
  return { shop: times(bag.shop, part), presentment: times(bag.presentment, part) };
}
