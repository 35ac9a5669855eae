import { createShelves, type TillFleet } from '@crossdock/connector-pos/testing';
import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { expect, test } from 'vitest';
import { ShopFloor } from '../src/demo/shop-floor.ts';

const sku = 'FLASH-00001';
const store = 'store-1';

/** A store without a line that was promised four of the five units on its shelf, and whose tills sold so many meanwhile. */
function aSilentStore(tickets: readonly (readonly [at: number, quantity: number])[]) {
  const shelves = createShelves([store], [sku], 5);
  const ticket = { store, register: '01', businessDate: '2026-11-27' };
  const sold = tickets.map(([at, quantity], sequence) => ({ ...ticket, at, sequence, lines: [{ sku, quantity }] }));
  const fleet = { tickets: sold } as unknown as TillFleet;
  const floor = new ShopFloor({ shelves, shop: {} as ShopifySimulator, fleet, placeOf: new Map() });
  floor.lineFails(store, 100);
  for (const number of [1, 2]) {
    floor.promised({
      promise: `web-${number}`,
      orderId: BigInt(number),
      lines: [{ sku, quantity: 2 }],
      location: store,
    });
  }
  return { shelves, floor };
}

test('tills without a line answer for what they sold meanwhile, and for no unit more', () => {
  const { shelves, floor } = aSilentStore([
    [50, 1],
    [150, 2],
    [160, -1],
  ]);
  // Three are gone; the tills sold one of them net after the line had failed.
  shelves.move(store, sku, -4);
  floor.lineIsBack(store);
  expect(floor.short.map(({ units, tickets }) => [units, tickets])).toEqual([
    [1, ['store-1/01/2026-11-27/1']],
    [2, []],
  ]);
});

test('a store that has what it promised is short of nothing', () => {
  const { floor } = aSilentStore([[150, 1]]);
  floor.lineIsBack(store);
  expect(floor.short).toEqual([]);
});
