import { describe, expect, test } from 'vitest';
import { openShop, usualOrder } from './support/open-shop.ts';
import { decode, failureOf } from './support/read.ts';

const namesOf = (events: readonly { readonly name: string }[]) => events.map(({ name }) => name);

describe('a delivery', () => {
  test('that is signed with the previous secret is still accepted while both are named', async () => {
    const before = 'simulated-webhook-secret';
    const open = openShop({ options: { webhookSecrets: [`${before}-rotated-1`, before] } });
    open.shop.rotateWebhookSecret();
    for (let sold = 0; sold < 3; sold++) open.shop.placeOrder(usualOrder);
    await open.clock.advance(0);
    expect(open.posted.length).toBeGreaterThan(3);
    for (const delivery of open.posted) expect(namesOf(await decode(open, delivery))).toContain('order.placed');
  });

  test('that is signed with a secret which is not named any more is refused', async () => {
    const open = openShop({ options: { webhookSecrets: ['another'] } });
    open.shop.placeOrder(usualOrder);
    const delivery = await open.delivery('orders/create');
    expect(await failureOf(() => decode(open, delivery))).toMatchObject({ code: 'signature-invalid' });
  });

  test('of another shop is refused, though the app signed it', async () => {
    const open = openShop();
    open.shop.placeOrder(usualOrder);
    const { headers, body } = await open.delivery('orders/create');
    const other = { headers: { ...headers, 'x-shopify-shop-domain': 'other.myshopify.com' }, body };
    expect(await failureOf(() => decode(open, other))).toMatchObject({ code: 'signature-invalid' });
  });

  test('is known by topic and webhook id, so two topics of one change are two deliveries', async () => {
    const open = openShop();
    open.shop.placeOrder(usualOrder);
    await open.clock.advance(0);
    const { webhook } = open.system.connection.events ?? {};
    const ids = open.posted.map(
      ({ headers }) => webhook?.identify({ headers: new Headers(headers), body: new Uint8Array(), url: '' }).id,
    );
    expect(new Set(ids).size).toBe(open.posted.length);
  });

  test('of a topic that means nothing to us tells nothing', async () => {
    const open = openShop();
    open.shop.placeOrder(usualOrder);
    const { headers, body } = await open.delivery('orders/create');
    const other = { headers: { ...headers, 'x-shopify-topic': 'orders/delete' }, body };
    expect(await decode(open, other)).toEqual([]);
  });

  test('in another API version is read all the same', async () => {
    const open = openShop({ simulator: { apiVersion: '2026-07' } });
    open.shop.placeOrder(usualOrder);
    expect(namesOf(await decode(open, await open.delivery('orders/create')))).toEqual(['order.placed']);
  });
});

test('orders/paid that comes before orders/create tells the sale, and orders/create then tells nothing new', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder({ ...usualOrder, tenders: [{ gateway: 'shopify_payments', as: 'authorize' }] });
  const create = await open.delivery('orders/create');
  await open.clock.advance(3_000);
  open.shop.pay(id);
  const paid = await decode(open, await open.delivery('orders/paid'));
  const created = await decode(open, create);
  expect(namesOf(paid)).toEqual(['order.placed', 'order.changed']);
  expect(created.map((it) => `${it.name} ${it.id}`)).toEqual([`order.placed ${paid[0]?.id}`]);
});

test('a cancellation that overtakes the sale tells the sale first', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder(usualOrder);
  await open.clock.advance(3_000);
  open.shop.cancel(id);
  const told = await decode(open, await open.delivery('orders/cancelled'));
  expect(namesOf(told)).toEqual(['order.placed', 'order.changed', 'order.paid', 'order.cancelled', 'refund.issued']);
  expect(told[3]?.data).toMatchObject({ orderRef: `shop-${id}`, number: '#1001', reason: 'customer' });
});

test('a stale webhook is not believed: the order is read again', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder(usualOrder);
  const create = await open.delivery('orders/create');
  expect(open.system.exchanges).toHaveLength(0);
  await open.clock.advance(60_000);
  open.shop.editOrder(id, { setQuantity: [{ line: 1, quantity: 1 }] });
  await open.clock.advance(600_000);
  const told = await decode(open, create);
  expect(open.system.exchanges).toHaveLength(3);
  expect(namesOf(told)).toEqual(['order.placed', 'order.changed', 'order.paid']);
  expect(told[0]?.data).toMatchObject({ lines: [{}, { quantity: { amount: '1' } }] });
});

test('an order with more lines than a webhook carries is read whole', async () => {
  const open = openShop();
  const lines = Array.from({ length: 310 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 1, unitPrice: '1.00' }));
  open.shop.placeOrder({ lines });
  const [event] = await decode(open, await open.delivery('orders/create'));
  expect(event?.name === 'order.placed' && event.data.lines).toHaveLength(310);
});

test('a parcel with more lines than a webhook carries is read whole', async () => {
  const open = openShop();
  const lines = Array.from({ length: 310 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 1, unitPrice: '1.00' }));
  const { id } = open.shop.placeOrder({ lines });
  open.shop.fulfil(id);
  const [event] = await decode(open, await open.delivery('fulfillments/create'));
  expect(event?.name === 'fulfillment.created' && event.data.lines).toHaveLength(310);
});

describe('what is left alone', () => {
  test.each([
    ['a test order', { test: true }, undefined],
    ['an order from before the connection', {}, '2026-11-25T00:00:00Z'],
  ])('%s, with its parcels', async (_, kind, ordersFrom) => {
    const open = openShop({ options: ordersFrom === undefined ? {} : { ordersFrom } });
    const { id } = open.shop.placeOrder({ ...usualOrder, ...kind });
    open.shop.fulfil(id);
    expect(await decode(open, await open.delivery('orders/create'))).toEqual([]);
    expect(await decode(open, await open.delivery('fulfillments/create'))).toEqual([]);
  });

  test('not a test order that the options include', async () => {
    const open = openShop({ options: { testOrders: 'include' } });
    open.shop.placeOrder({ ...usualOrder, test: true });
    const [event] = await decode(open, await open.delivery('orders/create'));
    expect(event).toMatchObject({ name: 'order.placed', data: { test: true } });
  });
});

test('two changes of one second are two facts, one change told twice is one', async () => {
  const open = openShop();
  const { id } = open.shop.placeOrder(usualOrder);
  await open.clock.advance(2_000);
  const told: string[] = [];
  for (const quantity of [2, 1]) {
    open.shop.editOrder(id, { setQuantity: [{ line: 1, quantity }] });
    const delivery = await open.delivery('orders/updated');
    for (let time = 0; time < 2; time++) {
      const changed = (await decode(open, delivery)).find(({ name }) => name === 'order.changed');
      told.push(changed?.id ?? '');
    }
  }
  expect([told[0] === told[1], told[2] === told[3], new Set(told).size]).toEqual([true, true, 2]);
});
