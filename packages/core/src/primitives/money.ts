import Big from 'big.js';
import { exponentOf } from './currencies.ts';
import { toDecimal } from './decimal.ts';
import { IntegrationError } from './errors.ts';
import { type Rounding, roundDecimal } from './rounding.ts';

/**
 * An exact amount of one currency. `amount` is a plain decimal text with at least the currency's own places, so that
 * equal amounts are equal texts; unit prices may have more places.
 */
export interface Money {
  readonly amount: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

/**
 * An amount in canonical form: `19.9` USD becomes `19.90`, `20.0` JPY becomes `20`, `13.956300` USD becomes `13.9563`.
 *
 * @throws IntegrationError `money-invalid` for anything but a plain decimal text, or an unknown currency.
 */
export function money(amount: string, currency: string): Money {
  return toMoney(toDecimal(amount, 'money-invalid'), currency);
}

/** Nothing, in a currency. */
export function zero(currency: string): Money {
  return toMoney(new Big(0), currency);
}

export function add(a: Money, b: Money): Money {
  return toMoney(big(a).plus(big(b)), sameCurrency(a, b));
}

export function subtract(a: Money, b: Money): Money {
  return toMoney(big(a).minus(big(b)), sameCurrency(a, b));
}

export function negate(a: Money): Money {
  return toMoney(big(a).times(-1), a.currency);
}

/** Exact product with a decimal factor; round it where the business rounds. */
export function multiply(a: Money, factor: string): Money {
  return toMoney(big(a).times(toDecimal(factor, 'money-invalid')), a.currency);
}

/** Sum of amounts that are all in `currency`; zero for none. */
export function sum(amounts: readonly Money[], currency: string): Money {
  let total = new Big(0);
  for (const it of amounts) {
    if (it.currency !== currency) throw mismatch(it.currency, currency);
    total = total.plus(it.amount);
  }
  return toMoney(total, currency);
}

/** Negative when `a` is less than `b`, positive when more, 0 when equal. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  return big(a).cmp(big(b));
}

/** Whether both are the same amount of the same currency. */
export function equals(a: Money, b: Money): boolean {
  return a.currency === b.currency && big(a).eq(big(b));
}

export function isZero(a: Money): boolean {
  return big(a).eq(0);
}

export function isNegative(a: Money): boolean {
  return big(a).lt(0);
}

/**
 * Rounds an amount.
 *
 * @param rounding - the mode, and either `places` (default: the currency's own) or an `increment` such as `'0.05'` for cash
 */
export function round(a: Money, rounding: Rounding): Money {
  return toMoney(roundDecimal(big(a), { places: exponentOf(a.currency), ...rounding }), a.currency);
}

/**
 * Divides an amount by weights into parts that always sum to the whole. What does not divide evenly goes to the parts
 * with the largest remainders, among equals to the first ones.
 *
 * @param places - decimal places of the parts; default: those of the currency, or of the amount if it has more
 * @throws IntegrationError `input-invalid` without a positive weight or with a negative one.
 */
export function allocate(a: Money, weights: readonly string[], places?: number): readonly Money[] {
  const decimals = weights.map((it) => toDecimal(it, 'input-invalid'));
  const whole = decimals.reduce((total, it) => total.plus(it), new Big(0));
  if (!whole.gt(0) || decimals.some((it) => it.lt(0))) {
    throw new IntegrationError('An allocation needs weights that are not negative, one of them positive', {
      code: 'input-invalid',
      path: 'weights',
    });
  }
  const own = a.amount.split('.')[1]?.length ?? 0;
  const unit = new Big(10).pow(-(places ?? Math.max(exponentOf(a.currency), own)));
  const sign = big(a).lt(0) ? -1 : 1;
  const units = big(a).abs().div(unit);
  if (!units.mod(1).eq(0)) {
    throw new IntegrationError('The amount has more places than its parts may have; round it first', { code: 'input-invalid' });
  }
  const parts = decimals.map((weight, index) => {
    const product = units.times(weight);
    const remainder = product.mod(whole);
    return { index, count: exactQuotient(product.minus(remainder), whole), remainder };
  });
  let left = Number(units.minus(parts.reduce((total, it) => total.plus(it.count), new Big(0))).toFixed(0));
  const byRemainder = parts.toSorted((x, y) => y.remainder.cmp(x.remainder) || x.index - y.index);
  const extra = new Set<number>();
  for (const { index } of byRemainder) if (left-- > 0) extra.add(index);
  return parts.map(({ index, count }) => {
    const counted = extra.has(index) ? count.plus(1) : count;
    return toMoney(counted.times(unit).times(sign), a.currency);
  });
}

/** A quotient that is known to be whole, whatever precision big.js divides with. */
function exactQuotient(dividend: Big, divisor: Big): Big {
  const precise = Big();
  precise.DP = 30;
  return new precise(dividend.toFixed()).div(divisor.toFixed()).round(0, Big.roundHalfUp);
}

const big = (a: Money): Big => toDecimal(a.amount, 'money-invalid');

function toMoney(value: Big, currency: string): Money {
  const places = exponentOf(currency);
  const text = value.toFixed();
  const own = text.split('.')[1]?.length ?? 0;
  const amount = own >= places ? text : value.toFixed(places);
  return { amount: amount.startsWith('-') && value.eq(0) ? amount.slice(1) : amount, currency };
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw mismatch(a.currency, b.currency);
  return a.currency;
}

function mismatch(found: string, expected: string): IntegrationError {
  return new IntegrationError(`An amount in ${found} meets one in ${expected}`, { code: 'currency-mismatch' });
}
