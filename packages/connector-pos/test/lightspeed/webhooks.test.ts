import { hmacSha256 } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { memoryClosures } from '../../src/lightspeed/index.ts';
import { chicago, newYork, openRetailer, usualSale } from './support/open-retailer.ts';
import { decode, failureOf } from './support/read.ts';

const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
const signed = (secret: string, body: string, encoding: 'hex' | 'base64' = 'hex') => ({
  body,
  headers: { 'x-signature': `signature=${hmacSha256(secret, body, encoding)},algorithm=HMAC-SHA256` },
});

describe('a webhook', () => {
  test.each(['hex', 'base64'] as const)(
    'is accepted when it is signed in %s, and told once by either',
    async (encoding) => {
      const { retailer, system, delivery } = openRetailer({ simulator: { signatureEncoding: encoding } });
      const { id } = retailer.till.sell(usualSale);
      const told = await decode(system, await delivery('register_sale_products'));
      expect(told.map((it) => it.name)).toEqual(['sale.recorded', 'inventory.moved', 'inventory.moved']);
      expect(told[0]).toMatchObject({ id, data: { total: { amount: '96.22' } } });
    },
  );

  test('in the other encoding is refused where the options name one', async () => {
    const { retailer, reconnect } = openRetailer();
    const secrets = [retailer.credentials.clientSecret];
    const system = reconnect({ webhooks: { secrets, encoding: 'base64' } });
    const delivery = signed(secrets[0] ?? '', form({ id: 'x' }));
    expect((await failureOf(() => decode(system, delivery))).code).toBe('signature-invalid');
  });

  test('is verified over its raw bytes before anything of it is read', async () => {
    const { retailer, system } = openRetailer();
    const { clientSecret } = retailer.credentials;
    const delivery = signed(clientSecret, form({ id: 'x' }));
    // The same form, written another way.
    const rewritten = { ...delivery, body: delivery.body.replace('%7B', '%7b') };
    expect((await failureOf(() => decode(system, rewritten))).code).toBe('signature-invalid');
    expect((await failureOf(() => decode(system, { ...delivery, body: 'payload=no' }))).code).toBe('signature-invalid');
    const unsigned = { ...delivery, headers: {} };
    expect((await failureOf(() => decode(system, unsigned))).code).toBe('signature-missing');
    expect((await failureOf(() => decode(system, signed('other', delivery.body)))).code).toBe('signature-invalid');
  });

  test('signed with the former secret is still accepted during a rotation', async () => {
    const { retailer, reconnect, delivery } = openRetailer();
    retailer.till.sell(usualSale);
    const system = reconnect({ webhooks: { secrets: ['the-next-one', retailer.credentials.clientSecret] } });
    expect(await decode(system, await delivery('register_sale_products'))).toHaveLength(3);
  });

  test('is refused where none are configured', async () => {
    const { retailer, reconnect, delivery } = openRetailer();
    retailer.till.sell(usualSale);
    const posted = await delivery('register_sale_products');
    const failure = await failureOf(() => decode(reconnect({ webhooks: undefined }), posted));
    expect(failure.code).toBe('signature-invalid');
  });

  test('is a hint: what it says about money is not believed', async () => {
    const { retailer, system, delivery } = openRetailer();
    retailer.till.sell(usualSale);
    const { payload } = await delivery('register_sale_products');
    const forged = signed(retailer.credentials.clientSecret, form({ ...payload, total_price: 1, status: 'VOIDED' }));
    const [sale] = await decode(system, forged);
    expect(sale).toMatchObject({ name: 'sale.recorded', data: { total: { amount: '96.22' } } });
  });

  test('about a sale that is not there, parked, or of an outlet that is left alone tells nothing', async () => {
    const { retailer, delivery, reconnect } = openRetailer();
    const system = reconnect({ outlets: { [chicago]: { code: 'store-1' } } });
    retailer.till.sell({ ...usualSale, outletId: newYork });
    const before = system.exchanges.length;
    expect(await decode(system, await delivery('register_sale_products'))).toEqual([]);
    expect(system.exchanges.length).toBe(before);
    retailer.till.sell({ ...usualSale, status: 'SAVED' });
    expect(await decode(system, await delivery('register_sale_products'))).toEqual([]);
    const gone = signed(retailer.credentials.clientSecret, form({ id: 'gone', register_sale_products: [] }));
    expect(await decode(system, gone)).toEqual([]);
  });

  test.each([
    ['has no payload', 'other=1', 'body-invalid'],
    ['has a payload that is no JSON', 'payload=%7B', 'body-invalid'],
    ['has a payload that is a list', form([1]), 'body-invalid'],
    [
      'has a closing without its register',
      form({ id: 'c', register_close_time: '2026-11-24 20:00:00' }),
      'body-invalid',
    ],
  ])('that %s is refused by name', async (_, body, code) => {
    const { retailer, system } = openRetailer();
    const failure = await failureOf(() => decode(system, signed(retailer.credentials.clientSecret, body)));
    expect(failure.code).toBe(code);
  });

  test('of another type is taken in and tells nothing', async () => {
    const { retailer, system } = openRetailer();
    const other = { id: 'p1', handle: 'shoe', sku: 'SHOE', inventory: [] };
    expect(await decode(system, signed(retailer.credentials.clientSecret, form(other)))).toEqual([]);
    expect(await decode(system, signed(retailer.credentials.clientSecret, form({ id: 'q' })))).toEqual([]);
  });

  test('about the same sale in another state is another one, and the same state twice is not', async () => {
    const { retailer, system, posted, clock } = openRetailer();
    const { id } = retailer.till.sell({ ...usualSale, status: 'SAVED' });
    retailer.till.pay(id);
    await clock.advance(0);
    const { webhook } = system.connection.events ?? {};
    const identity = (it: (typeof posted)[number]) =>
      webhook?.identify({ headers: new Headers(it.headers), body: new TextEncoder().encode(it.body), url: '' });
    const sales = posted.filter((it) => 'register_sale_products' in it.payload);
    expect(new Set([...sales, ...sales].map((it) => identity(it)?.id)).size).toBe(2);
  });

  test('about the closing of a register keeps it, over and short, with what was taken out or put in', async () => {
    const closures = memoryClosures();
    const { retailer, reconnect, delivery, clock } = openRetailer();
    const system = reconnect({ closures });
    const { registerId } = retailer.till.sell({ ...usualSale, payments: [{ type: 'Cash' }] });
    await clock.advance(3_600_000);
    retailer.till.close({ registerId, opening: 10_000, withdrawn: 5_000, counted: { Cash: 14_600 } });
    expect(await decode(system, await delivery('register_close_time'))).toEqual([]);
    retailer.till.sell({ ...usualSale, payments: [{ type: 'Cash' }] });
    retailer.till.close({ registerId, opening: 10_000, withdrawn: -700 });
    await decode(system, await delivery('register_close_time'));
    const kept = await closures.openedWithin(chicago, { from: 0, to: Number.MAX_SAFE_INTEGER });
    const amounts = kept.map(({ count }) =>
      [count.opening, count.cashSales, count.paidIn, count.paidOut, count.expected, count.counted].map(
        (it) => it.amount,
      ),
    );
    expect(amounts).toEqual([
      ['100.00', '96.22', '0.00', '50.00', '146.22', '146.00'],
      ['100.00', '96.22', '7.00', '0.00', '203.22', '203.22'],
    ]);
  });
});
