import { describe, expect, test } from 'vitest';
import { openShop, usualOrder } from './support/open-shop.ts';
import { always, decode, sweep } from './support/read.ts';

const one = { lines: [{ sku: 'A', quantity: 1, unitPrice: '1.00' }] };
const keysOf = (events: readonly { readonly name: string; readonly key: string }[]) =>
  events.filter(({ name }) => name === 'order.placed').map(({ key }) => key);

test('the sweep finds what no webhook told, under the ids that the webhooks would have told it', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder(usualOrder);
  await open.clock.advance(2_000);
  open.shop.fulfil(id, [{ line: 0, quantity: 1 }], {
    company: 'DHL',
    numbers: ['0034'],
    urls: ['https://t.example/1'],
  });
  const parcel = await open.delivery('fulfillments/create');
  await open.clock.advance(2_000);
  open.shop.cancel(id);
  const pushed = [...(await decode(open, await open.delivery('orders/cancelled'))), ...(await decode(open, parcel))];
  const swept = await sweep(open, ...always);
  const byId = (events: readonly object[]) => events.map((it) => JSON.stringify(it)).toSorted();
  expect(byId(swept)).toEqual(byId(pushed));
  expect(swept.map(({ name }) => name)).toEqual([
    'order.placed',
    'order.changed',
    'order.paid',
    'order.cancelled',
    'fulfillment.created',
    'refund.issued',
  ]);
});

test('orders are told in the order in which they changed', async () => {
  const open = openShop();
  const ids = [];
  for (let sold = 0; sold < 3; sold++) {
    ids.push(open.shop.placeOrder(one).id);
    await open.clock.advance(1_000);
  }
  open.shop.editOrder(ids[0] ?? 0n, { note: 'later' });
  expect(keysOf(await sweep(open, ...always))).toEqual([ids[1], ids[2], ids[0]].map((id) => `shop-${id}`));
});

describe('paging', () => {
  test('orders that move while pages are read are neither lost nor skipped', async () => {
    const open = openShop();
    const ids: bigint[] = [];
    for (let sold = 0; sold < 120; sold++) {
      ids.push(open.shop.placeOrder(one).id);
      if (sold % 7 === 0) await open.clock.advance(1_000);
    }
    await open.clock.advance(60_000);
    const to = new Date(open.clock.now()).toISOString();
    let seen = 0;
    const moved = new Set<string>();
    const first = await sweep(open, always[0], to, () => {
      // Orders of the next page change while this one is handed over: they leave the window.
      if (++seen !== 10) return;
      for (const id of ids.slice(60, 65)) {
        open.shop.editOrder(id, { note: 'moved' });
        moved.add(`shop-${id}`);
      }
    });
    await open.clock.advance(60_000);
    const second = await sweep(open, to, new Date(open.clock.now()).toISOString());
    expect(new Set(keysOf(second))).toEqual(moved);
    expect(new Set([...keysOf(first), ...keysOf(second)])).toEqual(new Set(ids.map((id) => `shop-${id}`)));
    expect(keysOf(first)).toHaveLength(new Set(keysOf(first)).size);
  });

  test('many orders of the same second at the edge of a page are each told once', async () => {
    const open = openShop();
    const ids = Array.from({ length: 130 }, () => `shop-${open.shop.placeOrder(one).id}`);
    expect(keysOf(await sweep(open, ...always)).toSorted()).toEqual(ids.toSorted());
  });

  test('an order that changes between the pages of its lines is read again from its start', async () => {
    const open = openShop();
    const lines = Array.from({ length: 60 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 2, unitPrice: '1.00' }));
    const { id } = open.shop.placeOrder({ lines });
    await open.clock.advance(1_000);
    open.system.interfere({
      request: 1,
      with: () => open.shop.editOrder(id, { setQuantity: [{ line: 0, quantity: 1 }] }),
    });
    const order = await open.system.call('getOrder', { orderRef: `shop-${id}` });
    expect(order.lines[0]?.quantity.amount).toBe('1');
    expect(order.lines).toHaveLength(60);
  });
});

test('an order in the gap of a second between two windows is read by one of them', async () => {
  const open = openShop();
  await open.clock.advance(400);
  const edge = new Date(open.clock.now()).toISOString();
  await open.clock.advance(300);
  const { id } = open.shop.placeOrder(one);
  // The platform dates it to the whole second, which is before the edge.
  await open.clock.advance(5_000);
  const swept = await sweep(open, edge, new Date(open.clock.now()).toISOString());
  expect(keysOf(swept)).toEqual([`shop-${id}`]);
});

test('orders for a test and from before the connection are left alone', async () => {
  const open = openShop({ options: { ordersFrom: '2026-11-24T09:00:01Z' } });
  open.shop.placeOrder(one);
  await open.clock.advance(5_000);
  open.shop.placeOrder({ ...one, test: true });
  const { id } = open.shop.placeOrder(one);
  expect(keysOf(await sweep(open, ...always))).toEqual([`shop-${id}`]);
});
