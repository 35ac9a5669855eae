import { type EventData, money, type SourceEvent } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import type { ShopifyOptions } from '../src/index.ts';
import type { EditOrderInput, PlaceOrderInput } from '../src/testing/index.ts';
import { openShop } from './support/open-shop.ts';
import { decode, failureOf } from './support/read.ts';

const shoe = { sku: 'SHOE-42', quantity: 1, unitPrice: '20.00' };

function placed(events: readonly SourceEvent[]): EventData<'order.placed'> {
  const event = events.find(({ name }) => name === 'order.placed');
  if (event?.name !== 'order.placed') throw new Error('No order was told');
  return event.data;
}

/** Places an order and reads it both ways; they must agree. */
async function sell(input: PlaceOrderInput, options: Partial<ShopifyOptions> = {}, currency = 'USD') {
  const open = openShop({ simulator: { currency }, options });
  const { id } = open.shop.placeOrder(input);
  const told = placed(await decode(open, await open.delivery('orders/create')));
  expect(await open.system.call('getOrder', { orderRef: `shop-${id}` })).toEqual(told);
  return told;
}

describe('shop and buyer have different currencies', () => {
  const input: PlaceOrderInput = {
    lines: [shoe],
    shipping: { title: 'Post', price: '12.50' },
    presentment: { currency: 'ISK', rate: '171.3' },
  };

  test('shipping of an order in ISK for a GBP shop is the GBP amount, not the ISK number labelled GBP', async () => {
    const order = await sell(input, {}, 'GBP');
    expect(order.charges[0]).toMatchObject({ kind: 'shipping', gross: money('12.50', 'GBP') });
    expect(order.total).toEqual(money('32.50', 'GBP'));
    expect(order.tenders).toEqual([{ kind: 'card', name: 'shopify_payments', amount: money('32.50', 'GBP') }]);
    expect(order.presentment?.charges[0]?.gross).toEqual(money('2141', 'ISK'));
  });

  test('read in the currency of the buyer, every amount is in it and none of the shop beside it', async () => {
    const open = openShop({ simulator: { currency: 'GBP' }, options: { currency: 'presentment' } });
    open.shop.placeOrder(input);
    const order = placed(await decode(open, await open.delivery('orders/create')));
    expect(order.total).toEqual(money('5567', 'ISK'));
    expect(order.presentment).toBeUndefined();
    expect(JSON.stringify(order)).not.toContain('GBP');
  });

  test('an amount that carries the other currency stops the order', async () => {
    const open = openShop({ simulator: { currency: 'GBP' } });
    open.shop.placeOrder(input);
    const { headers, body } = await open.delivery('orders/create');
    const order = JSON.parse(body) as { shipping_lines: { price_set: { shop_money: { currency_code: string } } }[] };
    for (const line of order.shipping_lines) line.price_set.shop_money.currency_code = 'ISK';
    const webhook = open.system.connection.events?.webhook;
    const stored = {
      headers,
      body: new TextEncoder().encode(JSON.stringify(order)),
      topic: 'orders/create',
      receivedAt: '2026-11-24T09:00:00Z',
    };
    const failure = await failureOf(() => webhook?.decode(stored, { signal: new AbortController().signal }));
    expect(failure).toMatchObject({ code: 'currency-mismatch', path: 'shipping_lines.0.price_set' });
  });
});

test('a currency without decimals has whole amounts', async () => {
  const order = await sell(
    { lines: [{ ...shoe, unitPrice: '1980' }], taxes: [{ title: 'VAT', rate: '0.1' }] },
    {},
    'JPY',
  );
  expect(order.total).toEqual(money('2178', 'JPY'));
});

test('tax that is contained in prices is not added, tax on top is', async () => {
  const taxes = [{ title: 'VAT', rate: '0.09' }];
  const contained = await sell({ lines: [shoe], taxes, taxesIncluded: true });
  expect([contained.taxIncluded, contained.total.amount, contained.lines[0]?.taxes[0]?.amount.amount]).toEqual([
    true,
    '20.00',
    '1.65',
  ]);
  const onTop = await sell({ lines: [shoe], taxes });
  expect([onTop.taxIncluded, onTop.total.amount, onTop.lines[0]?.taxes[0]?.amount.amount]).toEqual([
    false,
    '21.80',
    '1.80',
  ]);
});

test('cash rounding at the till is part of the total and stands by itself', async () => {
  const order = await sell({
    lines: [{ ...shoe, unitPrice: '19.98' }],
    cashRounding: '0.02',
    tenders: [{ gateway: 'cash', change: '30.00' }],
    sourceName: 'pos',
    customer: null,
  });
  expect(order).toMatchObject({
    channel: 'store',
    rounding: money('0.02', 'USD'),
    total: money('20.00', 'USD'),
    tenders: [{ kind: 'cash', amount: money('20.00', 'USD') }],
    outstanding: money('0', 'USD'),
  });
  expect(order.buyer).toBeUndefined();
});

test('a tip, duties and fees are charges of their own', async () => {
  const order = await sell({ lines: [shoe], tip: '3.00', duty: '4.00', additionalFee: '0.50' });
  expect(order.charges.map(({ kind, gross }) => [kind, gross.amount])).toEqual([
    ['tip', '3.00'],
    ['duty', '4.00'],
    ['fee', '0.50'],
  ]);
  expect(order.total.amount).toBe('27.50');
});

describe('the tip that the platform lists as a line', () => {
  const tipped = async (change: (lines: Record<string, unknown>[]) => Record<string, unknown>[]) => {
    const open = openShop();
    const { id } = open.shop.placeOrder({ lines: [shoe], tip: '3.00' });
    const { headers, body } = await open.delivery('orders/create');
    const order = JSON.parse(body) as { line_items: Record<string, unknown>[] };
    expect(order.line_items.map(({ title }) => title)).toEqual(['SHOE-42', 'Tip']);
    const text = JSON.stringify({ ...order, id, line_items: change(order.line_items) }, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    const stored = {
      headers,
      body: new TextEncoder().encode(text),
      topic: 'orders/create',
      receivedAt: '2026-11-24T09:00:00Z',
    };
    const decoding = open.system.connection.events?.webhook?.decode(stored, { signal: new AbortController().signal });
    return placed(await open.clock.settle(Promise.resolve(decoding ?? [])));
  };
  const counted = (order: EventData<'order.placed'>) => [
    order.lines.map(({ sku }) => sku),
    order.charges.map(({ kind, gross }) => [kind, gross.amount]),
    order.total.amount,
  ];
  const once = [['SHOE-42'], [['tip', '3.00']], '23.00'];

  test('is a charge and counts once, whether it is listed or not', async () => {
    expect(counted(await tipped((lines) => lines))).toEqual(once);
    expect(
      counted(await tipped((lines) => lines.map((it) => (it['title'] === 'Tip' ? { ...it, sku: '' } : it)))),
    ).toEqual(once);
    expect(counted(await tipped((lines) => lines.slice(0, 1)))).toEqual(once);
  });

  test('is not taken for goods without a SKU beside it, which are refused', async () => {
    const failure = await failureOf(() =>
      sell({ lines: [shoe, { ...shoe, sku: null, title: 'Repair' }], tip: '3.00' }),
    );
    expect(failure).toMatchObject({ code: 'unmapped', path: 'lines.1.sku' });
  });

  test('is no line either in an order that was edited', async () => {
    const open = openShop();
    const { id } = open.shop.placeOrder({ lines: [{ ...shoe, quantity: 3 }], tip: '3.00' });
    await open.clock.advance(1_000);
    open.shop.editOrder(id, { setQuantity: [{ line: 0, quantity: 1 }] });
    expect(counted(await open.system.call('getOrder', { orderRef: `shop-${id}` }))).toEqual(once);
  });
});

test('a gift card that is sold is a line of its kind, one that pays is a tender and no discount', async () => {
  const order = await sell({
    lines: [shoe, { sku: 'GIFT', quantity: 1, unitPrice: '50.00', giftCard: true }],
    taxes: [{ title: 'VAT', rate: '0.2' }],
    tenders: [{ gateway: 'gift_card', amount: '30.00' }, { gateway: 'shopify_payments' }],
  });
  expect(order.lines.map(({ kind, taxes }) => [kind, taxes.length])).toEqual([
    ['goods', 1],
    ['gift-card', 0],
  ]);
  expect(order.lines.flatMap(({ discounts }) => discounts)).toEqual([]);
  expect(order.tenders.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
    ['gift-card', '30.00'],
    ['card', '44.00'],
  ]);
});

test('a gift card without a SKU takes the one of the options, and is refused without', async () => {
  const input = { lines: [{ sku: null, title: 'Gift card', quantity: 1, unitPrice: '50.00', giftCard: true }] };
  expect((await sell(input, { giftCardSku: 'GIFT' })).lines[0]?.sku).toBe('GIFT');
  expect(await failureOf(() => sell(input))).toMatchObject({ code: 'unmapped', path: 'lines.0.sku' });
});

test('a payment that is only authorised, pending or failed is no money received', async () => {
  for (const as of ['authorize', 'pay-pending', 'pay-failed'] as const) {
    const order = await sell({ lines: [shoe], tenders: [{ gateway: 'shopify_payments', as }] });
    expect([order.tenders, order.outstanding.amount], as).toEqual([[], '20.00']);
  }
});

test('a gateway that nobody named is refused with its name, and booked as the options say', async () => {
  const input = { lines: [shoe], tenders: [{ gateway: 'klarna' }] };
  const failure = await failureOf(() => sell(input));
  expect(failure).toMatchObject({ code: 'unmapped', disposition: 'reject', path: 'payment_gateway_names.0' });
  expect(failure?.message).toContain("'klarna'");
  const order = await sell(input, { gateways: { klarna: 'wallet' } });
  expect(order.tenders[0]).toMatchObject({ kind: 'wallet', name: 'klarna' });
});

describe('an order that was edited', () => {
  const edited = async (input: PlaceOrderInput, change: EditOrderInput) => {
    const open = openShop();
    const { id } = open.shop.placeOrder(input);
    await open.clock.advance(1_000);
    open.shop.editOrder(id, change);
    const told = await decode(open, await open.delivery('orders/edited'));
    expect(await open.system.call('getOrder', { orderRef: `shop-${id}` })).toEqual(placed(told));
    const [booked] = open.shop.books.orders();
    expect(placed(told).total).toEqual(money(booked?.currentTotal ?? '', 'USD'));
    expect(told.map(({ name }) => name)).toContain('order.changed');
    return placed(told);
  };
  const taxes = [
    { title: 'State', rate: '0.0625' },
    { title: 'City', rate: '0.01' },
  ];

  test('has the units that are still wanted, with the amounts that the journal of the platform has for them', async () => {
    const order = await edited(
      {
        lines: [
          { ...shoe, quantity: 3, discount: '10.00' },
          { ...shoe, sku: 'SOCK' },
        ],
        taxes,
        discounts: [{ amount: '1.00' }],
      },
      { setQuantity: [{ line: 0, quantity: 1 }] },
    );
    expect(order.lines[0]).toMatchObject({ quantity: { amount: '1' }, gross: money('20.00', 'USD') });
    expect(order.lines[0]?.removed).toBeUndefined();
    expect(order.lines[0]?.taxes.map(({ name }) => name)).toEqual(['State', 'City']);
    expect(order.outstanding.amount.startsWith('-')).toBe(true);
  });

  test('lacks the line that was taken off, and has the one that was added', async () => {
    const order = await edited(
      { lines: [shoe, { ...shoe, sku: 'SOCK' }], taxes },
      { setQuantity: [{ line: 0, quantity: 0 }], addLines: [{ sku: 'HAT', quantity: 2, unitPrice: '7.50' }] },
    );
    expect(order.lines.map(({ sku }) => sku)).toEqual(['SOCK', 'HAT']);
  });

  test('keeps tax that is contained in prices inside of them', async () => {
    const order = await edited(
      { lines: [{ ...shoe, quantity: 3 }], taxes: [{ title: 'VAT', rate: '0.09' }], taxesIncluded: true },
      { setQuantity: [{ line: 0, quantity: 2 }] },
    );
    expect(order.total).toEqual(money('40.00', 'USD'));
  });

  test('of which nothing is left is told as it was sold, with all its units removed', async () => {
    const open = openShop();
    const { id } = open.shop.placeOrder({ lines: [{ ...shoe, quantity: 3 }] });
    await open.clock.advance(1_000);
    open.shop.editOrder(id, { setQuantity: [{ line: 0, quantity: 0 }] });
    const order = placed(await decode(open, await open.delivery('orders/updated')));
    expect(order.lines[0]).toMatchObject({ quantity: { amount: '3' }, removed: '3' });
  });
});

test('units that were refunded before anything left are told as removed; the order stays as it was sold', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder({ lines: [{ ...shoe, quantity: 3 }] });
  await open.clock.advance(1_000);
  open.shop.refund(id, { lines: [{ line: 0, quantity: 2, restock: 'CANCEL' }] });
  const order = placed(await decode(open, await open.delivery('orders/updated')));
  expect(order.lines[0]).toMatchObject({ quantity: { amount: '3' }, removed: '2' });
  expect([order.total.amount, order.outstanding.amount]).toEqual(['60.00', '0.00']);
});
