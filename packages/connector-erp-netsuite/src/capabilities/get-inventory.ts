import { type Clock, type Implementation, InventoryLevel, parse } from '@crossdock/core';
import { literals } from '../api/query.ts';
import { StockRow } from '../api/stock-page.ts';
import { toInventoryLevel } from '../mapping/level-from-row.ts';
import type { Rooms } from './context.ts';

/** The platform takes a thousand values in one list. */
const mostItems = 900;

/** Reads stock by item and location, at the locations that the configuration knows. */
export function getInventory(rooms: Rooms & { readonly clock: Clock }): Implementation<'getInventory'> {
  const { client, config, system, clock } = rooms;
  return {
    async run({ skus, locations = Object.keys(config.locations) }, { signal }) {
      const places = locations.flatMap((location) => config.locations[location] ?? []);
      const items = await rooms.items.bySku(skus, signal);
      const skuOf = new Map([...items].map(([sku, item]) => [item.id, sku]));
      if (places.length === 0 || skuOf.size === 0) return [];
      // It is true at the latest when it was asked for.
      const asOf = new Date(clock.now()).toISOString();
      const levels: InventoryLevel[] = [];
      const ids = [...skuOf.keys()];
      for (let from = 0; from < ids.length; from += mostItems) {
        const sql = levelsQuery(ids.slice(from, from + mostItems), places, config.products.unit);
        for (const row of await client.query(sql, signal)) {
          const stock = parse(StockRow, row, { what: 'Stock in NetSuite', code: 'response-invalid' });
          const level = toInventoryLevel(stock, asOf, config, system);
          const what = `The stock of the item ${stock.id}`;
          const asked = { ...level, sku: skuOf.get(stock.id) ?? level.sku };
          levels.push(parse(InventoryLevel, asked, { what, code: 'response-invalid' }));
        }
      }
      return levels;
    },
  };
}

function levelsQuery(items: readonly string[], places: readonly string[], unit: string | undefined): string {
  return `SELECT l.item AS id, l.location, i.itemid, i.externalid, l.quantityonhand, l.quantityavailable, l.quantitycommitted,
      l.quantityonorder${unit === undefined ? '' : `, i.${unit} AS unit`}
    FROM inventoryitemlocations l JOIN item i ON i.id = l.item
    WHERE l.item IN (${literals(items)}) AND l.location IN (${literals(places)}) ORDER BY l.item, l.location`;
}
