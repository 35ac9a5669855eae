import { money, type Order, Return, seededRandom } from '@crossdock/core';
import { generateReturn } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { sweep } from './support/read.ts';

async function sold(open: ReturnType<typeof openSeller>): Promise<Order> {
  const { id } = open.seller.till.sell({ ...usualSale, tip: 0 });
  return open.system.call('getOrder', { orderRef: `stores-${id}` });
}

const taken = (order: Order, over: object = {}): Return =>
  Return.parse({
    ...generateReturn(seededRandom(1), order, { share: 'all', location: 'store-2' }),
    ref: 'web-R1',
    ...over,
  });

test('a return that was taken on the web refunds the sale of the till and puts the goods into the stock of the store', async () => {
  const open = openSeller();
  const back = taken(await sold(open));
  expect(await open.system.call('processReturn', back)).toMatchObject({
    type: 'refund',
    reference: 'web-R1',
    state: 'PENDING',
  });
  expect([...open.seller.books.refunds.values()]).toMatchObject([{ amount_money: { amount: 9623 } }]);
  const levels = await open.system.call('getInventory', { skus: ['SHOE-42', 'SOCK-M'], locations: ['store-2'] });
  expect(levels.map((it) => it.onHand.amount)).toEqual(['1', '10']);
});

test('called by two processes under other keys, long after the platform forgot the first, it is one refund', async () => {
  const open = openSeller();
  const back = taken(await sold(open));
  const first = await open.system.call('processReturn', back, { key: 'one' });
  await open.clock.advance(3 * 86_400_000);
  open.seller.forgetKeys();
  const second = await open.system.restart().call('processReturn', back, { key: 'two' });
  expect(second).toMatchObject({ id: first.id });
  expect(open.seller.books.refunds.size).toBe(1);
  expect(open.seller.books.changes.filter((it) => it.referenceId === 'web-R1')).toHaveLength(2);
});

test('what the refund makes at Square is not told as a return of a till', async () => {
  const open = openSeller();
  const order = await sold(open);
  await open.system.call('processReturn', taken(order));
  const [own] = [...open.seller.books.refunds.values()];
  open.seller.till.settleRefund(own?.order_id ?? '', 'APPROVED');
  expect((await sweep(open.system, 'orders')).map((it) => it.key)).toEqual([order.ref]);
});

test('more than was paid is refused before the goods are put away', async () => {
  const open = openSeller();
  const order = await sold(open);
  open.seller.till.takeBack({ orderId: order.refs['stores'] ?? '' });
  await expect(open.system.call('processReturn', taken(order))).rejects.toMatchObject({ code: 'refused' });
  expect(open.seller.books.changes.filter((it) => it.referenceId === 'web-R1')).toEqual([]);
});

test('goods without a refund make no refund, and a refund without goods moves no stock', async () => {
  const open = openSeller();
  const order = await sold(open);
  const whole = taken(order);
  const owed = taken(order, { tenders: [], outstanding: whole.total });
  await expect(open.system.call('processReturn', owed)).resolves.toMatchObject({ type: 'inventoryChange' });
  expect(open.seller.books.refunds.size).toBe(0);
  const amount = money('5.00', 'USD');
  const alone = { lines: [], charges: [], adjustment: amount, total: amount, tenders: [{ kind: 'card', amount }] };
  const before = open.seller.books.changes.length;
  await open.system.call('processReturn', taken(order, { ref: 'web-R2', ...alone }));
  expect([open.seller.books.refunds.size, open.seller.books.changes.length]).toEqual([1, before]);
});
