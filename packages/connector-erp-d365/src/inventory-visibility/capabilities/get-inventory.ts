import { type Implementation, type InventoryLevel, IntegrationError } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { asOfAt, levelOf } from '../levels.ts';
import { readRows } from '../on-hand.ts';
import { inQueries, placesOf } from '../places.ts';
import type { Products } from '../products.ts';

/** Reads levels from the index of the service. Products without a row at a place are left out there. */
export function getInventory(rooms: Rooms, products: Products): Implementation<'getInventory'> {
  const { config, clock } = rooms;
  return {
    async run({ skus, locations }, { signal }) {
      const wanted = new Set(skus);
      const ids = skus.map((sku) => products.ofSku(sku).product);
      const asOf = asOfAt(clock.now(), config);
      const [first, ...others] = inQueries(placesOf(locations, config), config.reading.byPlace);
      if (!first) return [];
      // One goes ahead: a service that is busy, or a sign-in that is refused, is not met by all of them.
      const answers = [await readRows(rooms, first, ids, signal)];
      answers.push(...(await Promise.all(others.map((places) => readRows(rooms, places, ids, signal)))));
      const levels = new Map<string, InventoryLevel>();
      for (const it of answers.flat()) {
        const sku = products.skuOf(it.row);
        if (sku === undefined || !wanted.has(sku)) continue;
        const key = JSON.stringify([sku, it.place.code]);
        if (levels.has(key)) throw toldTwice(sku, it.place.code);
        levels.set(key, levelOf(it, { sku, unit: products.ofSku(sku).unit, asOf }, rooms));
      }
      return [...levels.values()];
    },
  };
}

function toldTwice(sku: string, location: string): IntegrationError {
  return new IntegrationError('Inventory Visibility tells two levels of one SKU at one location', {
    code: 'response-invalid',
    disposition: 'reject',
    details: { sku, location },
  });
}
