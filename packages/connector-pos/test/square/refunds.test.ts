import { money, type Order, Return } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { type OpenSeller, openSeller } from './support/open-seller.ts';

/** A sale of 100.00 that was paid by a gift card of 30.00 and a card. */
async function paidTwice(open: OpenSeller): Promise<Order> {
  const { id } = open.seller.till.sell({
    lines: [{ sku: 'SHOE-42', price: 10_000 }],
    tenders: [{ type: 'SQUARE_GIFT_CARD', amount: 3_000 }, { type: 'CARD' }],
  });
  return open.system.call('getOrder', { orderRef: `stores-${id}` });
}

/** Money back without goods. */
function moneyBack(order: Order, ref: string, amount: string): Return {
  const total = money(amount, 'USD');
  return Return.parse({
    ref,
    orderRef: order.ref,
    refs: {},
    channel: 'web',
    occurredAt: order.occurredAt,
    currency: 'USD',
    taxIncluded: false,
    lines: [],
    adjustment: total,
    total,
    tenders: [{ kind: 'card', amount: total }],
    outstanding: money('0', 'USD'),
  });
}

const refundsOf = ({ seller }: OpenSeller) =>
  [...seller.books.refunds.values()].map((it) => [it['payment_id'], it.amount_money.amount]);
const paymentsOf = ({ seller }: OpenSeller) => [...seller.books.payments.keys()];

describe('a refund of a sale that was paid by two means', () => {
  test('goes back on both, each up to what it brought', async () => {
    const open = openSeller();
    await open.system.call('processReturn', moneyBack(await paidTwice(open), 'web-R1', '80.00'));
    const [giftCard, card] = paymentsOf(open);
    expect(refundsOf(open)).toEqual([
      [giftCard, 3_000],
      [card, 5_000],
    ]);
  });

  test('that the first can give alone asks nothing of the second', async () => {
    const open = openSeller();
    await open.system.call('processReturn', moneyBack(await paidTwice(open), 'web-R1', '10.00'));
    expect(refundsOf(open)).toEqual([[paymentsOf(open)[0], 1_000]]);
  });

  test('that was interrupted between the two is completed, and not begun again', async () => {
    const open = openSeller();
    const order = await paidTwice(open);
    const [giftCard, card] = paymentsOf(open);
    const first = open.seller.books.payments.get(giftCard ?? '');
    if (first) open.seller.till.refundPayment(first, 3_000, 'crossdock return web-R1');
    await open.system.call('processReturn', moneyBack(order, 'web-R1', '80.00'));
    expect(refundsOf(open)).toEqual([
      [giftCard, 3_000],
      [card, 5_000],
    ]);
  });

  test('of more than both can give is refused, and gives nothing back', async () => {
    const open = openSeller();
    const order = await paidTwice(open);
    await expect(open.system.call('processReturn', moneyBack(order, 'web-R1', '100.01'))).rejects.toMatchObject({
      code: 'refused',
      path: 'tenders',
    });
    expect(refundsOf(open)).toEqual([]);
  });
});

test('two returns of one sale are two refunds, also of the same amount', async () => {
  const open = openSeller();
  const order = await paidTwice(open);
  await open.system.call('processReturn', moneyBack(order, 'web-R1', '5.00'));
  await open.system.restart().call('processReturn', moneyBack(order, 'web-R2', '5.00'));
  expect(refundsOf(open).map(([, amount]) => amount)).toEqual([500, 500]);
});

test('a refund that failed gave nothing back, so the return is refunded again when it is asked for again', async () => {
  const open = openSeller();
  const back = moneyBack(await paidTwice(open), 'web-R1', '5.00');
  await open.system.call('processReturn', back, { key: 'one' });
  const [failed] = open.seller.books.refunds.values();
  open.seller.till.settleRefund(failed?.order_id ?? '', 'FAILED');
  await open.clock.advance(3 * 86_400_000);
  open.seller.forgetKeys();
  await open.system.restart().call('processReturn', back, { key: 'two' });
  expect([...open.seller.books.refunds.values()].map((it) => it.status)).toEqual(['FAILED', 'PENDING']);
});
