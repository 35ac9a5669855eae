import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type OpenSeller, openSeller, type OpenSellerOptions, usualSale } from './support/open-seller.ts';
import { decode, failureOf } from './support/read.ts';

/** A seller, and webhooks of any shape that are signed as it signs them. */
function openSigned(options?: OpenSellerOptions) {
  const open: OpenSeller = openSeller(options);
  const { seller, system } = open;
  const tell = (type: string, data: object) => {
    const body = JSON.stringify({ merchant_id: 'M', type, event_id: 'E-1', created_at: '2026-11-24T15:00:00Z', data });
    const signature = createHmac('sha256', seller.signatureKey).update(seller.webhookUrl).update(body).digest('base64');
    return decode(system, { body, headers: { 'x-square-hmacsha256-signature': signature } });
  };
  return { ...open, tell };
}

describe('what a webhook hints at is read', () => {
  test.each(['order.created', 'order.updated', 'order.fulfillment.updated'])('by %s', async (type) => {
    const { seller, tell } = openSigned();
    const { id } = seller.till.sell(usualSale);
    // Without a location it may be anybody's, so it is read too.
    const told = await tell(type, { type: 'order', id, object: { order: { order_id: id, state: 'COMPLETED' } } });
    expect(told.map((it) => it.key)).toEqual([`stores-${id}`]);
  });

  test.each(['payment.created', 'payment.updated', 'refund.created', 'refund.updated'])('by %s', async (type) => {
    const { seller, tell } = openSigned();
    const { id } = seller.till.sell(usualSale);
    const told = await tell(type, { type: 'payment', id: 'P', object: { payment: { id: 'P', order_id: id } } });
    expect(told.map((it) => it.key)).toEqual([`stores-${id}`]);
  });

  test('also when the change of stock behind a count was made minutes before it', async () => {
    const { seller, tell, clock } = openSigned();
    seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
    const catalog_object_id = seller.books.variationOf('SHOE-42')?.id ?? '';
    const calculated_at = new Date(clock.now() + 240_000).toISOString();
    const told = await tell('inventory.count.updated', {
      object: { inventory_counts: [{ catalog_object_id, calculated_at }] },
    });
    expect(told).toContainEqual(expect.objectContaining({ name: 'inventory.moved', key: 'SHOE-42@store-1' }));
  });
});

describe('a webhook that hints at nothing tells nothing and asks nothing:', () => {
  test.each<[string, string, object]>([
    ['a payment of no order', 'payment.created', { object: { payment: { id: 'P' } } }],
    ['no counts', 'inventory.count.updated', { object: { inventory_counts: [] } }],
    ['counts that are absent', 'inventory.count.updated', {}],
    ['a customer without an id', 'customer.updated', { type: 'customer' }],
    ['a payout without an id', 'payout.paid', { type: 'payout' }],
  ])('%s', async (_what, type, data) => {
    const { tell, system } = openSigned();
    expect(await tell(type, data)).toEqual([]);
    expect(system.exchanges).toEqual([]);
  });
});

test('a change of stock that cannot be told fails the webhook, so that somebody looks at it', async () => {
  const { seller, delivery, system } = openSigned();
  seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
  const told = await delivery('inventory.count.updated');
  const { changes } = seller.books;
  for (const [index, it] of changes.entries()) {
    if (it.kind === 'ADJUSTMENT') changes[index] = { ...it, to: { state: 'ON_THE_MOON', locationId: 'LCHICAGO1' } };
  }
  expect(await failureOf(() => decode(system, told))).toMatchObject({ code: 'unmapped', path: 'to_state' });
});

test('a body that is no text is refused, and not read with holes in it', () => {
  const { seller, system } = openSigned();
  const text = JSON.stringify({ event_id: 'E-1', type: 'order.created', data: { id: 'ORDER?' } });
  const body = new TextEncoder().encode(text);
  body[text.indexOf('?')] = 0xff;
  const signature = createHmac('sha256', seller.signatureKey).update(seller.webhookUrl).update(body).digest('base64');
  const headers = new Headers({ 'x-square-hmacsha256-signature': signature });
  const { webhook } = system.connection.events ?? {};
  expect(() => webhook?.identify({ headers, body, url: seller.webhookUrl })).toThrow(
    expect.objectContaining({ code: 'body-invalid' }) as Error,
  );
  expect(webhook?.maxBodyBytes).toBe(1_048_576);
});
