/** How a listing of orders asks, page by page. What is in it is told in the tests of reading them. */
import { simulatorFetch } from '@crossdock/testing';
import { expect, test } from 'vitest';
import type { D365Simulator } from '../src/testing/index.ts';
import { openEnvironment } from './environment.ts';
import { webSale } from './web-sales.ts';

test('orders that were entered after the span are left out, and a page is read with two requests', async () => {
  const { system, clock } = openEnvironment();
  await system.call('createOrder', webSale());
  const changedBefore = new Date(clock.now() + 1_000).toISOString();
  await clock.advance(1_000);
  for (const ref of ['shop-2', 'shop-3']) await system.call('createOrder', webSale({ ref }));
  const before = system.exchanges.length;
  expect((await system.call('listOrders', {})).items).toHaveLength(3);
  expect(system.exchanges.length - before).toBe(2);
  const { items, next } = await system.call('listOrders', { changedBefore, limit: 2 });
  expect(items).toMatchObject([{ ref: 'shop-7', occurredAt: '2026-11-27T12:00:00.000Z' }]);
  expect((await system.call('listOrders', { changedBefore, limit: 2, cursor: next })).items).toEqual([]);
});

test('a page has at most two hundred orders, however many are asked for', async () => {
  const tops: (string | null)[] = [];
  const fetch =
    (environment: D365Simulator): typeof globalThis.fetch =>
    (input, init) => {
      const request = new Request(input, init);
      const { searchParams, pathname } = new URL(request.url);
      if (pathname.startsWith('/data/')) tops.push(searchParams.get('$top'));
      return simulatorFetch(environment)(request);
    };
  const { system } = openEnvironment({ fetch });
  // Where there are no orders, no lines are asked for.
  expect(await system.call('listOrders', { limit: 1000 })).toEqual({ items: [], refused: [] });
  expect(tops).toEqual(['200']);
});
