import Big from 'big.js';
import { toDecimal } from './decimal.ts';
import { IntegrationError } from './errors.ts';

/**
 * An exact quantity of a unit: `{ amount: '2', unit: 'EA' }`. `amount` is a plain decimal text without trailing zeros, so
 * that equal quantities are equal texts.
 */
export interface Quantity {
  readonly amount: string;
  /** UN/ECE recommendation 20 code: `EA` each, `KGM` kilogram, `MTR` metre. */
  readonly unit: string;
}

/** A UN/ECE recommendation 20 code by its form; the list itself has two thousand. */
export const unitCode = /^[A-Z0-9]{1,3}$/;

const wholeNumber = /^[1-9]\d{0,39}$/;

/**
 * A quantity in canonical form: `2.50` kilograms become `2.5`.
 *
 * @param unit - default: `EA`, each
 * @throws IntegrationError `quantity-invalid` for anything but a plain decimal text or a unit code.
 *
 * @example
 * ```ts
 * import { addQuantities, quantity } from '@crossdock/core';
 *
 * addQuantities(quantity('0.1', 'KGM'), quantity('0.2', 'KGM')); // { amount: '0.3', unit: 'KGM' }
 * ```
 */
export function quantity(amount: string, unit = 'EA'): Quantity {
  // Most quantities are whole, and a whole one is canonical as it stands.
  if (typeof amount === 'string' && wholeNumber.test(amount) && unitCode.test(unit)) return { amount, unit };
  return quantityOf(toDecimal(amount, 'quantity-invalid'), unit);
}

/** Sum of two quantities of one unit. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return quantityOf(decimalOf(a).plus(decimalOf(b)), sharedUnit(a, b));
}

/** What is left of `a` when `b` is taken off; below zero when there is not enough. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return quantityOf(decimalOf(a).minus(decimalOf(b)), sharedUnit(a, b));
}

/** The same quantity with the other sign. */
export function negateQuantity(a: Quantity): Quantity {
  return quantityOf(decimalOf(a).times(-1), a.unit);
}

/** Sum of quantities that are all in `unit`; zero for none. */
export function sumQuantities(quantities: readonly Quantity[], unit = 'EA'): Quantity {
  return quantities.reduce(addQuantities, quantityOf(new Big(0), unit));
}

/** Negative when `a` is less than `b`, positive when more, 0 when equal. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  sharedUnit(a, b);
  return decimalOf(a).cmp(decimalOf(b));
}

const decimalOf = (a: Quantity): Big => toDecimal(a.amount, 'quantity-invalid');

function quantityOf(value: Big, unit: string): Quantity {
  if (!unitCode.test(unit)) throw invalid('A unit is a UN/ECE recommendation 20 code such as EA or KGM');
  return { amount: value.toFixed(), unit };
}

function sharedUnit(a: Quantity, b: Quantity): string {
  if (a.unit === b.unit) return a.unit;
  throw invalid('Quantities of different units meet in one calculation');
}

function invalid(message: string): IntegrationError {
  return new IntegrationError(message, { code: 'quantity-invalid' });
}
