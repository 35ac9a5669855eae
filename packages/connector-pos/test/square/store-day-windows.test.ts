import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { sweep } from './support/read.ts';

/** When the day of Chicago that the seller opens in is closed first. */
const closing = Date.parse('2026-11-25T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;

type Told = Awaited<ReturnType<typeof sweep>>;
const daysOf = (told: Told) => told.filter((it) => it.key === 'stores-LCHICAGO1-20261124');

const firstOf = (order: Readonly<Record<string, unknown>>): object => (order['tenders'] as readonly object[])[0] ?? {};

describe('the sweep of store days', () => {
  test('waits some minutes after the closing, since lists of the platform lag behind', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    await open.clock.advance(closing - open.clock.now() + 9 * minute);
    const from = open.clock.now() - 12 * hour;
    expect(daysOf(await sweep(open.system, 'store-days', { from }))).toEqual([]);
    await open.clock.advance(2 * minute);
    expect(daysOf(await sweep(open.system, 'store-days', { from }))).toHaveLength(1);
  });

  test('closes no day that is not over, however far its window reaches ahead', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const told = await sweep(open.system, 'store-days', { to: open.clock.now() + 72 * hour });
    expect(daysOf(told)).toEqual([]);
  });

  test('counts what is sold before the closing, and after the next day began, on the next day', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    await open.clock.advance(closing - open.clock.now() - hour);
    open.seller.till.sell(usualSale);
    await open.clock.advance(2 * hour);
    expect(daysOf(await sweep(open.system, 'store-days'))).toMatchObject([{ data: { revision: 1, tickets: 1 } }]);
  });

  test('gathers a ticket that came just after the last look into the next one, by a window that begins later', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    await open.clock.advance(closing - open.clock.now() + hour);
    open.seller.till.sell({ ...usualSale, offlineAt: '2026-11-24T20:00:00Z' });
    await open.clock.advance(5 * hour + 30 * minute);
    // The revision stands six hours after the closing; the ticket came long before this window.
    const told = daysOf(await sweep(open.system, 'store-days', { from: open.clock.now() - hour }));
    expect(told).toMatchObject([{ data: { revision: 1 } }, { data: { revision: 2, tickets: 2 } }]);
  });

  test('tells a day that was refused once the ticket that it could not read is put right', async () => {
    const open = openSeller();
    const { id } = open.seller.till.sell(usualSale);
    const rightly = open.seller.books.orders.get(id);
    open.seller.till.corrupt(id, (order) => ({ ...order, tenders: [{ ...firstOf(order), type: 'SEASHELLS' }] }));
    await open.clock.advance(closing - open.clock.now() + hour);
    expect(daysOf(await sweep(open.system, 'store-days'))).toMatchObject([{ refused: { code: 'unmapped' } }]);
    open.seller.till.corrupt(id, (order) => ({ ...order, tenders: rightly?.['tenders'] }));
    await open.clock.advance(5 * hour + 30 * minute);
    const told = daysOf(await sweep(open.system, 'store-days', { from: open.clock.now() - hour }));
    expect(told).toMatchObject([{ data: { revision: 1, tickets: 1 } }]);
  });

  test('puts a drawer that was counted later into the edition after it, and not into the first', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    await open.clock.advance(closing - open.clock.now() + hour);
    open.seller.endShift({ openedAt: '2026-11-24T15:00:00Z', opening: 20_000, counted: 20_000 });
    await open.clock.advance(5 * hour + 30 * minute);
    const told = daysOf(await sweep(open.system, 'store-days', { from: open.clock.now() - hour }));
    expect(told.map((it) => 'data' in it && (it.data as { drawers: readonly unknown[] }).drawers.length)).toEqual([
      0, 1,
    ]);
  });
});

test('every sweep reaches back as far as what it reads may come late', () => {
  const { sweeps = {} } = openSeller().system.connection.events ?? {};
  expect(Object.entries(sweeps).map(([name, { every, overlap }]) => [name, every, overlap])).toEqual([
    ['orders', '5m', '10m'],
    // As long as a till may be offline.
    ['orders-again', '1d', '72h'],
    ['stock', '5m', '10m'],
    ['customers', '5m', '10m'],
    ['payouts', '6h', '1d'],
    ['store-days', '15m', '30m'],
  ]);
});

test('a sweep of stock goes on after a failure that passes, as nobody repeats a page of it', async () => {
  const open = openSeller();
  open.seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  open.seller.faults.arm('error-before', { times: 2 });
  const told = await sweep(open.system, 'stock');
  expect(told.some((it) => it.name === 'inventory.moved')).toBe(true);
  expect(open.seller.faults.struck['error-before']).toBe(2);
});
