import { allocate, type Bag } from '../minor-units.ts';
import type { PricedTax } from '../price-order.ts';

/**
 * What the units from one position to another are worth of an amount that covers the whole line. Shares go out one
 * smallest unit at a time beginning with the first, so whatever is taken in whichever steps adds up to the whole.
 */
export function unitsOf(bag: Bag, quantity: number, from: number, to: number): Bag {
  if (from === 0 && to === quantity) return bag;
  return { shop: share(bag.shop, quantity, from, to), presentment: share(bag.presentment, quantity, from, to) };
}

/** The same of every tax of a line. */
export function taxUnitsOf(taxes: readonly PricedTax[], quantity: number, from: number, to: number): PricedTax[] {
  return taxes.map((tax) => ({ ...tax, price: unitsOf(tax.price, quantity, from, to) }));
}

function share(minor: bigint, quantity: number, from: number, to: number): bigint {
  const units = allocate(minor, Array<bigint>(quantity).fill(1n));
  return units.slice(from, to).reduce((sum, unit) => sum + unit, 0n);
}
