import { type Implementation, IntegrationError, quantity } from '@crossdock/core';
import { z } from 'zod';
import { Dimensions, dimensionNames } from '../api/product.ts';
import type { Rooms } from '../context.ts';
import { createItemNames } from '../lookups/item-names.ts';
import { furtherThan, isAhead, told } from '../listing.ts';
import { stockPlaceOf } from '../lookups/locations.ts';

const OnHand = Dimensions.extend({
  ItemNumber: z.string().min(1),
  OnHandQuantity: z.string(),
  AvailableOnHandQuantity: z.string(),
  ReservedOnHandQuantity: z.string(),
});

/** Where a page begins: a location, an item in it, and how many rows of that item were given already. */
const Place = z.object({ location: z.string(), item: z.string(), given: z.int().nonnegative() });
type Place = z.output<typeof Place>;

/**
 * Lists on-hand of our locations, warehouse by warehouse and item by item. The platform does not tell when a level changed, so whatever span is
 * asked for, all of them are listed; it computes each page anew, so a large company is better served by Inventory Visibility.
 */
export function listInventory(rooms: Rooms): Implementation<'listInventory'> {
  const { client, config, clock, system } = rooms;

  const rowsFrom = ({ location, item, given }: Place, limit: number, signal: AbortSignal) =>
    client.list('WarehousesOnHandV2', {
      filter: {
        dataAreaId: config.company,
        InventoryWarehouseId: stockPlaceOf(location, 'locations', config).warehouse,
        ...(item !== '' && { ItemNumber: { from: item } }),
      },
      select: Object.keys(OnHand.shape),
      orderBy: ['ItemNumber', ...dimensionNames].join(','),
      skip: given,
      top: limit,
      row: OnHand,
      signal,
    });

  return {
    async run({ changedFrom, cursor, limit, locations }, { signal }) {
      const places = locations ?? Object.keys(config.locations).filter((code) => config.locations[code]?.warehouse);
      for (const [index, code] of places.entries()) stockPlaceOf(code, `locations.${index}`, config);
      const [first] = places;
      if (first === undefined || isAhead(changedFrom, clock)) return { items: [], refused: [] };
      const place = cursor === undefined ? { location: first, item: '', given: 0 } : placeAt(cursor, places);
      const asOf = new Date(clock.now()).toISOString();
      const names = createItemNames(client, config);
      const rows = await rowsFrom(place, limit, signal);
      const page = await told(
        rows,
        (row) => [row.ItemNumber],
        async (row) =>
          (await names.skusOf(row, signal)).map((sku) => ({
            sku,
            location: place.location,
            onHand: quantity(row.OnHandQuantity),
            available: quantity(row.AvailableOnHandQuantity),
            committed: quantity(row.ReservedOnHandQuantity),
            asOf,
            source: system,
            refs: {},
          })),
      );
      const next = nextPlace(
        place,
        rows.map((row) => row.ItemNumber),
        { limit, places },
      );
      return { ...page, ...(next && { next: furtherThan(JSON.stringify(next), cursor) }) };
    },
  };
}

/** Rows of one item may be spread over pages, so they are counted. */
function nextPlace(
  { location, item: before, given }: Place,
  items: readonly string[],
  { limit, places }: { readonly limit: number; readonly places: readonly string[] },
): Place | undefined {
  const item = items.at(-1);
  if (item === undefined || items.length < limit) {
    const following = places[places.indexOf(location) + 1];
    return following === undefined ? undefined : { location: following, item: '', given: 0 };
  }
  const here = items.filter((it) => it === item).length;
  return { location, item, given: item === before ? given + here : here };
}

function placeAt(cursor: string, places: readonly string[]): Place {
  const parsed = Place.safeParse(jsonOf(cursor));
  if (parsed.success && places.includes(parsed.data.location)) return parsed.data;
  throw new IntegrationError('The cursor is none of this listing', { code: 'input-invalid', path: 'cursor' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
