import { allocate, IntegrationError, type Money, money, round, subtract } from '@crossdock/core';

/** The platform keeps amounts of documents with two places at most. */
const mostPlaces = 2;
/** And rates with eight. */
const ratePlaces = 8;

/** An amount as the JSON number that the record service takes. Finer amounts are refused, never rounded. */
export function toWire(amount: Money, path: string): number {
  const rounded = round(amount, { mode: 'half-up', places: mostPlaces });
  if (Number(rounded.amount) !== Number(amount.amount)) {
    throw new IntegrationError(`${amount.amount} ${amount.currency} is finer than NetSuite books`, {
      code: 'unsupported-document',
      path,
    });
  }
  return Number(rounded.amount);
}

/** An amount that came as text from the record service. */
export function fromWire(text: string, currency: string): Money {
  return money(plain(text), currency);
}

/** `1E+2` and `.5` are numbers too, but no decimal texts. */
function plain(text: string): string {
  return /e/i.test(text) ? Number(text).toFixed(ratePlaces) : text.replace(/^(-?)\./, '$10.');
}

/** Quantities have few places; this takes off what binary fractions add. */
export function exactUnits(quantity: number): number {
  return Number(quantity.toFixed(ratePlaces));
}

/** Price of one unit for display; the amount beside it counts. */
export function rateOf(amount: number, quantity: number): number {
  return Number((amount / quantity).toFixed(ratePlaces));
}

/**
 * The part of a line's amount that belongs to some of its units, when others were billed before. Whatever the parts are,
 * they sum to the whole once all units are billed.
 */
export function shareOf(
  whole: Money,
  units: { readonly ordered: number; readonly before: number; readonly now: number },
): Money {
  const upTo = (count: number): Money =>
    allocate(whole, [String(count), String(exactUnits(units.ordered - count))])[0] ?? whole;
  return subtract(upTo(exactUnits(units.before + units.now)), upTo(units.before));
}
