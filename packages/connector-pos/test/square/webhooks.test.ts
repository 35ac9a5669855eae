import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { decode, failureOf, sweep } from './support/read.ts';

const namesOf = (events: readonly { readonly name: string }[]) => events.map(({ name }) => name);

describe('a webhook', () => {
  test('is verified with the registered URL, whatever URL a proxy made of it', async () => {
    const open = openSeller();
    const { id } = open.seller.till.sell(usualSale);
    const delivery = await open.delivery('order.created');
    const [event] = await decode(open.system, { ...delivery, url: 'http://10.0.0.1:8080/hooks?x=1' });
    expect(event).toMatchObject({ name: 'sale.recorded', key: `stores-${id}` });
  });

  test('that was registered under another URL is refused', async () => {
    const open = openSeller({ simulator: { webhookUrl: 'https://crossdock.example/webhooks/' } });
    open.seller.till.sell(usualSale);
    const delivery = await open.delivery('order.created');
    const other = open.reconnect({
      webhooks: { url: 'https://crossdock.example/webhooks', signatureKeys: ['simulated-signature-key'] },
    });
    expect(await failureOf(() => decode(other, delivery))).toMatchObject({ code: 'signature-invalid' });
  });

  test('that is signed with the former key is still accepted while both are named', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const both = { url: open.seller.webhookUrl, signatureKeys: ['the-new-one', open.seller.signatureKey] };
    const other = open.reconnect({ webhooks: both });
    expect(namesOf(await decode(other, await open.delivery('order.created')))).toEqual(['sale.recorded']);
  });

  test('with only the older SHA-1 signature is refused', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const { body, headers } = await open.delivery('order.created');
    const older = { 'x-square-signature': headers['x-square-hmacsha256-signature'] ?? '' };
    expect(await failureOf(() => decode(open.system, { body, headers: older }))).toMatchObject({
      code: 'signature-missing',
    });
  });

  test('of a type that means nothing to us tells nothing', async () => {
    const open = openSeller();
    open.seller.seed({ sku: 'X' });
    await open.system.restart().call('publishPrice', {
      sku: 'X',
      refs: {},
      price: { amount: '2', currency: 'USD' },
      taxIncluded: false,
    });
    expect(await decode(open.system, await open.delivery('catalog.version.updated'))).toEqual([]);
  });

  test('about a store that the options do not name is left alone, without a request', async () => {
    const open = openSeller({ options: { locations: { LNEWYORK2: { code: 'store-2' } } } });
    open.seller.till.sell(usualSale);
    for (const type of ['order.created', 'payment.created']) {
      expect(await decode(open.system, await open.delivery(type))).toEqual([]);
    }
    expect(open.system.exchanges).toEqual([]);
  });

  test('without the option is refused', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const delivery = await open.delivery('order.created');
    const other = open.reconnect({ webhooks: undefined });
    expect(await failureOf(() => decode(other, delivery))).toMatchObject({ code: 'signature-invalid' });
  });
});

test('order, payment and sweep tell one fact, whichever comes first', async () => {
  const open = openSeller();
  open.seller.till.sell(usualSale);
  const told = [
    ...(await decode(open.system, await open.delivery('payment.created'))),
    ...(await decode(open.system, await open.delivery('order.created'))),
    ...(await sweep(open.system, 'orders')),
    ...(await sweep(open.system, 'orders-again')),
  ];
  expect(told).toHaveLength(4);
  expect(new Set(told.map((it) => `${it.name} ${it.id}`)).size).toBe(1);
});

test('an order event that comes before the payment tells nothing yet, the payment then does', async () => {
  const open = openSeller();
  const { id } = open.seller.till.sell({ ...usualSale, unpaid: true });
  const created = await open.delivery('order.created');
  expect(await decode(open.system, created)).toEqual([]);
  open.seller.till.payTab(id);
  expect(namesOf(await decode(open.system, created))).toEqual(['sale.recorded']);
});

test('a refund that succeeds tells the return by its own event', async () => {
  const open = openSeller();
  const { id: orderId } = open.seller.till.sell(usualSale);
  const { id } = open.seller.till.takeBack({ orderId, refund: 'PENDING' });
  expect(await decode(open.system, await open.delivery('refund.created'))).toEqual([]);
  open.seller.till.settleRefund(id, 'APPROVED');
  const [event] = await decode(open.system, await open.delivery('refund.updated'));
  expect(event).toMatchObject({ name: 'return.processed', key: `stores-${id}` });
});

test('a count that changed tells the movements behind it, not the count', async () => {
  const open = openSeller();
  const { id } = open.seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990, quantity: '2' }] });
  const told = await decode(open.system, await open.delivery('inventory.count.updated'));
  expect(told.filter((it) => it.name === 'inventory.moved')).toMatchObject([
    {
      key: 'SHOE-42@store-1',
      data: {
        delta: { amount: '-2', unit: 'EA' },
        reason: 'sale',
        documentRef: `stores-${id}`,
        businessDate: '2026-11-24',
      },
    },
  ]);
});
