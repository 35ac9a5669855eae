import { compare, type Money, money, subtract } from '@crossdock/core';
import { expect } from 'vitest';
import { type BookedUnits } from './arrangement.ts';

/** Fails unless both are the same amount of the same currency. */
export function expectSame(found: Money | undefined, expected: Money, what: string): void {
  expect(found?.currency, `${what}: its currency`).toBe(expected.currency);
  expect(found && compare(found, expected), `${what}: ${found?.amount} against ${expected.amount}`).toBe(0);
}

/** A decimal text with the zeros at its end removed. */
export const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

/** The opposite number. */
export function opposite(decimal: string): string {
  return plain(subtract(money('0', 'USD'), money(decimal, 'USD')).amount);
}

/** Units in an order that does not depend on the platform. */
export function sorted(units: readonly BookedUnits[] | undefined): readonly BookedUnits[] | undefined {
  return units
    ?.map(({ sku, location, quantity }) => ({ sku, location, quantity: plain(quantity) }))
    .toSorted((a, b) => (`${a.sku} ${a.location}` < `${b.sku} ${b.location}` ? -1 : 1));
}
