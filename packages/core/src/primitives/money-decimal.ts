import type Big from 'big.js';
import { exponentOf } from './currencies.ts';
import { toDecimal } from './decimal.ts';
import { IntegrationError } from './errors.ts';

/**
 * An exact amount of one currency. `amount` is a plain decimal text with at least the currency's own places, so that
 * equal amounts are equal texts; unit prices may have more places.
 */
export interface Money {
  readonly amount: string;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** The exact number in an amount. */
export function decimalOf(amount: Money): Big {
  return toDecimal(amount.amount, 'money-invalid');
}

/** An exact number as an amount in canonical form. */
export function moneyOf(value: Big, currency: string): Money {
  const places = exponentOf(currency);
  const text = value.toFixed();
  return { amount: placesOf(text) >= places ? text : value.toFixed(places), currency };
}

/** Decimal places that a text is written with. */
export function placesOf(text: string): number {
  const dot = text.indexOf('.');
  return dot === -1 ? 0 : text.length - dot - 1;
}

/**
 * The currency that two amounts share.
 *
 * @throws IntegrationError `currency-mismatch`
 */
export function sharedCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw currencyMismatch(a.currency, b.currency);
  return a.currency;
}

export function currencyMismatch(found: string, expected: string): IntegrationError {
  const word = (code: string) => (/^[A-Z]{3}$/.test(code) ? code : 'an unknown currency');
  return new IntegrationError(`An amount in ${word(found)} meets one in ${word(expected)}`, {
    code: 'currency-mismatch',
  });
}
