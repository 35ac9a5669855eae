import Big from 'big.js';
import { exponentOf } from './currencies.ts';
import { toDecimal } from './decimal.ts';
import { currencyMismatch, decimalOf, type Money, moneyOf, sharedCurrency } from './money-decimal.ts';
import { type Rounding, roundDecimal } from './rounding.ts';

/**
 * An amount in canonical form: `19.9` USD becomes `19.90`, `20.0` JPY becomes `20`, `13.956300` USD becomes `13.9563`.
 *
 * @throws IntegrationError `money-invalid` for anything but a plain decimal text, or an unknown currency.
 *
 * @example
 * ```ts
 * import { add, money, multiply, round } from '@crossdock/core';
 *
 * const net = multiply(money('13.956300', 'USD'), '9'); // 125.6067 USD, exactly
 * const due = round(add(net, money('4.90', 'USD')), { mode: 'half-up' }); // 130.51 USD
 * ```
 */
export function money(amount: string, currency: string): Money {
  return moneyOf(toDecimal(amount, 'money-invalid'), currency);
}

/** Nothing, in a currency. */
export function zero(currency: string): Money {
  return moneyOf(new Big(0), currency);
}

/** Sum of two amounts of one currency. */
export function add(a: Money, b: Money): Money {
  return moneyOf(decimalOf(a).plus(decimalOf(b)), sharedCurrency(a, b));
}

/** What is left of `a` when `b` is taken off. */
export function subtract(a: Money, b: Money): Money {
  return moneyOf(decimalOf(a).minus(decimalOf(b)), sharedCurrency(a, b));
}

/** The same amount with the other sign. */
export function negate(a: Money): Money {
  return moneyOf(decimalOf(a).times(-1), a.currency);
}

/** Exact product with a decimal factor; round it where the business rounds. */
export function multiply(a: Money, factor: string): Money {
  return moneyOf(decimalOf(a).times(toDecimal(factor, 'money-invalid')), a.currency);
}

/** Sum of amounts that are all in `currency`; zero for none. */
export function sum(amounts: readonly Money[], currency: string): Money {
  let total = new Big(0);
  for (const it of amounts) {
    if (it.currency !== currency) throw currencyMismatch(it.currency, currency);
    total = total.plus(decimalOf(it));
  }
  return moneyOf(total, currency);
}

/** Negative when `a` is less than `b`, positive when more, 0 when equal. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sharedCurrency(a, b);
  return decimalOf(a).cmp(decimalOf(b));
}

/** Whether both are the same amount of the same currency. */
export function equals(a: Money, b: Money): boolean {
  return a.currency === b.currency && decimalOf(a).eq(decimalOf(b));
}

/** Whether it is nothing. */
export function isZero(a: Money): boolean {
  return decimalOf(a).eq(0);
}

/** Whether it is less than nothing. */
export function isNegative(a: Money): boolean {
  return decimalOf(a).lt(0);
}

/**
 * Rounds an amount.
 *
 * @param rounding - the mode, and either `places` (default: the currency's own) or an `increment` such as `'0.05'` for cash
 * @throws IntegrationError `input-invalid` for places that are no whole number, or an increment of nothing.
 */
export function round(a: Money, rounding: Rounding): Money {
  const { places = exponentOf(a.currency) } = rounding;
  return moneyOf(roundDecimal(decimalOf(a), { ...rounding, places }), a.currency);
}
