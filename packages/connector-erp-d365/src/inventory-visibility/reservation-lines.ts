import { addQuantities, type CheckedInput, type Quantity } from '@crossdock/core';
import { toWireUnits } from './measures.ts';
import type { InventoryVisibilityConfig } from './options.ts';
import { placeOf, type Place } from './places.ts';
import { dimensionsOf, type Products } from './products.ts';

/** A line of a reservation as the service takes it. */
export interface AskedLine {
  readonly sku: string;
  readonly location: string;
  readonly place: Place;
  readonly product: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly quantity: Quantity;
  readonly units: number;
  /** Its place among the lines, a part of its id. */
  readonly number: number;
  /** Where the first line of it stands in the request. */
  readonly path: string;
}

/** The lines of a request. Several of one SKU at one location take from the same units, so they are one. */
export function askedLines(
  { lines }: Pick<CheckedInput<'reserveInventory'>, 'lines'>,
  products: Products,
  config: InventoryVisibilityConfig,
): readonly AskedLine[] {
  const sums = new Map<string, { sku: string; location: string; quantity: Quantity; path: string }>();
  for (const [index, { sku, location, quantity }] of lines.entries()) {
    const key = JSON.stringify([sku, location]);
    const known = sums.get(key);
    if (known) known.quantity = addQuantities(known.quantity, quantity);
    else sums.set(key, { sku, location, quantity, path: `lines.${index}` });
  }
  return [...sums.values()].map(({ sku, location, quantity, path }, number) => {
    const product = products.ofSku(sku);
    const place = placeOf(location, `${path}.location`, config);
    return {
      sku,
      location,
      place,
      product: product.product,
      dimensions: dimensionsOf(product, place),
      quantity,
      units: toWireUnits(quantity, product.unit, `${path}.quantity`),
      number,
      path,
    };
  });
}
