import { readFileSync } from 'node:fs';
import { parseJsonExactly } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { WebhookFulfillment, WebhookOrder } from '../src/api/webhook-order.ts';
import { readWebhookOrder } from '../src/mapping/order-reading.ts';
import { fulfillmentFactsFromWebhook } from '../src/mapping/fulfillment-facts.ts';
import { toFulfillment } from '../src/mapping/to-fulfillment.ts';
import { toOrder } from '../src/mapping/to-order.ts';
import { openShop } from './support/open-shop.ts';
import { always, decode, failureOf, sweep } from './support/read.ts';

const settings = {
  name: 'shop',
  config: { gateways: {}, giftCardSku: undefined, locations: undefined, timeZone: undefined },
};
const fixture = (name: string): unknown =>
  parseJsonExactly(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
const line = (sku: string | null) => ({ sku, quantity: 1, unitPrice: '10.00' });

describe('an order of three lines of which the second', () => {
  test.each([
    ['has no SKU', line(null)],
    ['has an empty SKU', line('')],
  ])('%s parks as a whole, with the line named', async (_, second) => {
    const open = openShop();
    open.shop.placeOrder({ lines: [line('A'), second, line('C')] });
    const delivery = await open.delivery('orders/create');
    const failure = await failureOf(() => decode(open, delivery));
    expect(failure).toMatchObject({ code: 'unmapped', disposition: 'reject', path: 'lines.1.sku' });
    expect(failure?.message).toBe('Line 2 of order #1001 has no SKU');
  });

  test('was deleted from the catalogue is told with the SKU that it was sold under', async () => {
    const open = openShop();
    open.shop.placeOrder({ lines: [line('A'), line('B'), line('C')] });
    open.shop.deleteProduct('B');
    const [event] = await sweep(open, ...always);
    if (event?.name !== 'order.placed' || 'refused' in event) throw new Error('The order was not told');
    expect(event.data.lines.map(({ sku, refs }) => [sku, 'shop' in refs])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
    ]);
  });
});

describe('the payload of the documentation', () => {
  const told = () => {
    const reading = readWebhookOrder(WebhookOrder.parse(fixture('orders-create')), 'shop');
    if (!reading) throw new Error('The payload was not believed');
    return toOrder(reading, settings);
  };

  test('keeps the last digits of an id beyond 2^53', () => {
    expect(told()).toMatchObject({
      ref: 'shop-9007199254740993',
      refs: { shop: 'gid://shopify/Order/9007199254740993' },
    });
  });

  test('balances in both currencies, whatever its properties and numbers look like', () => {
    const order = told();
    expect([order.total.amount, order.presentment?.total.amount]).toEqual(['62.70', '86.86']);
    expect(order.lines.length).toBeGreaterThan(1);
  });

  test('tells a parcel with only its own units and every tracking number', () => {
    const facts = fulfillmentFactsFromWebhook(WebhookFulfillment.parse(fixture('fulfillments-create')));
    if (!facts) throw new Error('The parcel did not leave');
    expect(toFulfillment(facts, settings)).toMatchObject({
      ref: 'shop-9007199254740993-F5200000000061',
      orderRef: 'shop-9007199254740993',
      location: '70000000001',
      lines: [{ quantity: { amount: '2' } }, { quantity: { amount: '1' } }],
      tracking: [{ number: '7023210039414604', carrier: 'Canada Post' }, { number: '7023210039414611' }],
    });
  });
});

describe('a word that is not known is refused with value and path', () => {
  const changed = (change: Record<string, unknown>) => ({ ...(fixture('orders-create') as object), ...change });
  test.each([
    ['financial_status', 'half_paid'],
    ['cancel_reason', 'bored'],
  ])('%s', async (field, word) => {
    const failure = await failureOf(() => readWebhookOrder(WebhookOrder.parse(changed({ [field]: word })), 'shop'));
    expect(failure).toMatchObject({ code: 'unmapped', disposition: 'reject', path: field });
    expect(failure?.message).toContain(`'${word}'`);
  });

  test('the status of a parcel', async () => {
    const parcel = WebhookFulfillment.parse({ ...(fixture('fulfillments-create') as object), status: 'flying' });
    expect(await failureOf(() => fulfillmentFactsFromWebhook(parcel))).toMatchObject({
      code: 'unmapped',
      path: 'status',
    });
  });
});

test('one SKU on two variants is refused, not booked as one of them', async () => {
  const order = fixture('orders-create') as {
    line_items: { sku: string; variant_id: string; product_exists: boolean }[];
  };
  const [first] = order.line_items;
  const payload = {
    ...order,
    line_items: order.line_items.map((it, index) => ({
      ...it,
      sku: first?.sku ?? '',
      product_exists: true,
      variant_id: `4410000000000${index}`,
    })),
  };
  const reading = readWebhookOrder(WebhookOrder.parse(payload), 'shop');
  const failure = await failureOf(() => reading && toOrder(reading, settings));
  expect(failure).toMatchObject({ code: 'unmapped', path: 'lines.1.sku' });
});

test('a location that the options do not name is refused', async () => {
  const facts = fulfillmentFactsFromWebhook(WebhookFulfillment.parse(fixture('fulfillments-create')));
  const named = (locations: Record<string, string>) =>
    failureOf(() => facts && toFulfillment(facts, { ...settings, config: { ...settings.config, locations } }));
  expect(await named({ '70000000001': 'store-17' })).toBeUndefined();
  expect(await named({ '1': 'store-17' })).toMatchObject({ code: 'unmapped', path: 'location' });
});

test.each([
  ['nothing', []],
  ['an empty object', {}],
  ['one object', { name: 'engraving', value: '3' }],
  ['a list', [{ name: 'engraving', value: '3' }]],
])('the properties of a line may be %s', (_, properties) => {
  const order = fixture('orders-create') as { line_items: object[] };
  const payload = { ...order, line_items: order.line_items.map((it) => ({ ...it, properties })) };
  expect(readWebhookOrder(WebhookOrder.parse(payload), 'shop')?.facts.lines).toHaveLength(order.line_items.length);
});

test('an order with more payments than the platform lists is refused, not booked with some of them', async () => {
  const open = openShop();
  const tenders = Array.from({ length: 260 }, () => ({ gateway: 'gift_card', amount: '0.01' }));
  const { id } = open.shop.placeOrder({ lines: [line('A')], tenders });
  const read = () => open.system.call('getOrder', { orderRef: `shop-${id}` });
  expect(await failureOf(read)).toMatchObject({
    code: 'response-too-large',
    disposition: 'reject',
    path: 'transactions',
  });
});

test('an order that is read has the units that were sent, and those that came back not', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder({ lines: [{ ...line('A'), quantity: 3 }, line('B')] });
  const sent = async () => {
    const order = await open.system.call('getOrder', { orderRef: `shop-${id}` });
    return order.lines.map(({ fulfilled }) => fulfilled);
  };
  expect(await sent()).toEqual([undefined, undefined]);
  open.shop.fulfil(id, [{ line: 0, quantity: 2 }]);
  expect(await sent()).toEqual(['2', undefined]);
  open.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
  expect(await sent()).toEqual(['1', undefined]);
  open.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'CANCEL' }] });
  expect(await sent()).toEqual(['1', undefined]);
});
