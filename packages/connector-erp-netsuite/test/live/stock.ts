import { type CapabilityInput } from '@crossdock/core';
import { literal, literals } from '../../src/api/query.ts';
import { skuIn } from './books.ts';
import type { Arranger, LiveDoor } from './door.ts';
import { itemsOf } from './products.ts';

function anAdjustment(door: LiveDoor): CapabilityInput<'adjustInventory'> {
  const { skus } = door.settings;
  return {
    ref: door.nextRef(),
    reason: 'count',
    // Both go up: an account may refuse what takes a level below nothing.
    changes: [
      { sku: skus[0], location: door.places[0], delta: { amount: '2' } },
      { sku: skus[1], location: door.places[0], delta: { amount: '3' } },
    ],
    occurredAt: door.occurredAt,
  };
}

function aTransfer(door: LiveDoor): CapabilityInput<'transferInventory'> {
  const [from, to] = door.places;
  const lines = [{ sku: door.settings.skus[0], quantity: { amount: '1' } }] as const;
  return { ref: door.nextRef(), from, to, lines: [...lines], occurredAt: door.occurredAt };
}

/** Stock of the SKUs at the known locations, in pieces. */
async function levels({ books }: LiveDoor, skus: readonly string[], places: readonly string[]) {
  const { config } = books;
  const ids = places.flatMap((it) => config.locations[it] ?? []);
  const told = (await itemsOf(books, skus)).map(async (row) => {
    const rows = await books.rows(`SELECT l.location, l.quantityonhand FROM inventoryitemlocations l
      WHERE l.item = ${literal(row['id'] ?? '')} AND l.location IN (${literals(ids)})`);
    return rows.map(({ location, quantityonhand = '0' }) => ({
      sku: skuIn(row, config),
      location: books.placeOf(location),
      onHand: { amount: String(Number(quantityonhand)), unit: 'EA' },
    }));
  });
  return (await Promise.all(told)).flat();
}

/** Stock: adjusted, transferred, read. */
export function liveStock(arrange: Arranger) {
  return {
    adjustInventory: arrange<'adjustInventory'>((door) => ({
      input: () => anAdjustment(door),
      count: async (reference) => (await door.books.booked(reference, 'inventoryAdjustment')).length,
      async inspect(reference) {
        const { books } = door;
        const [found] = await books.booked(reference, 'inventoryAdjustment');
        if (!found) return undefined;
        const { inventory } = await books.record('inventoryAdjustment', found.id);
        const changes = (inventory?.items ?? []).map(async ({ item, location, adjustQtyBy = '0' }) => ({
          sku: await books.skuOf(item?.id),
          location: books.placeOf(location?.id),
          quantity: adjustQtyBy,
        }));
        return { changes: await Promise.all(changes) };
      },
    })),
    transferInventory: arrange<'transferInventory'>((door) => ({
      input: () => aTransfer(door),
      count: async (reference) => (await door.books.booked(reference, 'inventoryTransfer')).length,
      async inspect(reference) {
        const { books } = door;
        const [found] = await books.booked(reference, 'inventoryTransfer');
        if (!found) return undefined;
        const { inventory, location, transferLocation } = await books.record('inventoryTransfer', found.id);
        const changes = (inventory?.items ?? []).map(async ({ item, adjustQtyBy = '0' }) => {
          const sku = await books.skuOf(item?.id);
          return [
            { sku, location: books.placeOf(location?.id), quantity: String(-Number(adjustQtyBy)) },
            { sku, location: books.placeOf(transferLocation?.id), quantity: adjustQtyBy },
          ];
        });
        return { changes: (await Promise.all(changes)).flat() };
      },
      refused: () => {
        const transfer = aTransfer(door);
        return [{ what: 'an unknown location', input: { ...transfer, to: 'nowhere-99' }, code: 'unmapped' }];
      },
    })),
    getInventory: arrange<'getInventory'>((door) => ({
      async input() {
        await door.office('adjustInventory', anAdjustment(door));
        return { skus: door.settings.skus.slice(0, 2) };
      },
      truth: ({ skus, locations = Object.keys(door.books.config.locations) }) => levels(door, skus, locations),
    })),
    listInventory: arrange<'listInventory'>((door) => ({
      /** Of a large account only what moved since a moment ago. */
      async input() {
        const changedFrom = await door.books.moment();
        await door.office('adjustInventory', anAdjustment(door));
        return { changedFrom, locations: [door.places[0]] };
      },
      truth: async ({ locations = [] }) => ({
        items: await levels(door, door.settings.skus.slice(0, 2), locations),
        refused: [],
      }),
    })),
  };
}
