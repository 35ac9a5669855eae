import { afterEach, describe, expect, test } from 'vitest';
import { auditPlatforms } from '../src/demo/books.ts';
import { type ExampleWorld, openWorld } from './world.ts';

const clean = { lost: 0, duplicates: 0, centsAdrift: 0, open: 0, findings: [] };
const boots = { sku: 'DESERT-BOOT-M', quantity: 2, unitPrice: '149.50' };
const socks = { sku: 'MERINO-SOCK-S', quantity: 3, unitPrice: '12.35' };
const taxes = [{ title: 'CA State Tax', rate: '0.0725' }];

let opened: ExampleWorld[] = [];
const open = async (options?: Parameters<typeof openWorld>[0]): Promise<ExampleWorld> => {
  const it = await openWorld(options);
  opened.push(it);
  return it;
};
afterEach(async () => {
  for (const it of opened) await it.close();
  opened = [];
});

describe('an order', () => {
  test('is booked when it is placed, and posts when all of it has left', async () => {
    const { shop, erp, clock, world } = await open();
    const { id } = shop.placeOrder({ lines: [boots, socks], taxes, shipping: { title: 'Standard', price: '5.95' } });
    await clock.advance(60_000);
    expect(erp.books.salesOrders()).toHaveLength(1);
    expect(erp.books.cashSales()).toHaveLength(0);
    shop.fulfil(id, [{ line: 0, quantity: 2 }]);
    await clock.advance(60_000);
    expect(erp.books.itemFulfillments()).toHaveLength(1);
    expect(erp.books.cashSales()).toHaveLength(0);
    shop.fulfil(id);
    const status = await world.settle();
    expect(status).toMatchObject({ runs: { done: 1 }, openExceptions: 0 });
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });

  test('that is called off before it ships is cancelled in the ERP and never billed', async () => {
    const { shop, erp, world, clock } = await open();
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    await clock.advance(60_000);
    shop.cancel(id);
    await world.settle();
    expect(erp.books.salesOrders()).toMatchObject([{ status: expect.stringMatching(/^[CH]$/) }]);
    expect(erp.books.cashSales()).toEqual([]);
  });

  test('that is called off after a part of it left is billed for that part alone', async () => {
    const { shop, erp, world, clock } = await open();
    const { id } = shop.placeOrder({ lines: [boots, socks], taxes });
    await clock.advance(60_000);
    shop.fulfil(id, [{ line: 0, quantity: 1 }]);
    await clock.advance(60_000);
    shop.cancel(id);
    const status = await world.settle();
    expect(status).toMatchObject({ runs: { waiting: 0, ready: 0 }, openExceptions: 0 });
    expect(erp.books.cashSales()).toMatchObject([{ subtotal: '149.50', posted: true }]);
  });

  test('of nothing but a gift card posts at once, as a liability', async () => {
    const { shop, erp, world } = await open();
    shop.placeOrder({ lines: [{ sku: 'GIFT-CARD', quantity: 1, unitPrice: '50.00', giftCard: true, taxable: false }] });
    await world.settle();
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
    const liability = erp.books.ledger().filter(({ credit }) => credit === '50.00');
    expect(liability).toHaveLength(1);
  });

  test('of a product that the ERP does not know waits as a whole, the line named, and goes on when it is set up', async () => {
    const { shop, erp, world, dock, clock } = await open();
    const unknown = { sku: 'HOLIDAY-EDITION', quantity: 1, unitPrice: '199.95' };
    const { id } = shop.placeOrder({ lines: [boots, unknown, socks], taxes });
    shop.fulfil(id);
    await world.settle();
    expect(erp.books.salesOrders()).toEqual([]);
    const [exception] = await dock.exceptions.list();
    expect(exception).toMatchObject({ code: 'unmapped', system: 'erp', amount: '574.87 USD' });
    expect(`${exception?.path} ${exception?.reason}`).toMatch(/lines[.[]1.*HOLIDAY-EDITION/);
    erp.seedItem({ sku: unknown.sku });
    await clock.settle(dock.exceptions.retry({ code: 'unmapped' }, { note: 'set up' }));
    await world.settle();
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });
});

describe('the road', () => {
  test('a parcel that is told before its order takes effect after it', async () => {
    const { shop, erp, world, clock } = await open();
    shop.faults.arm('late-webhook', { match: (subject) => subject.startsWith('orders/create') });
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    shop.fulfil(id);
    await clock.advance(30_000);
    await world.settle();
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });

  test('an order whose webhooks never come is found by the sweep, parcels and all', async () => {
    const { shop, erp, world } = await open();
    shop.faults.arm('missing-webhook', { times: Number.POSITIVE_INFINITY });
    const { id } = shop.placeOrder({ lines: [boots, socks], taxes });
    shop.fulfil(id, [{ line: 1, quantity: 3 }]);
    shop.fulfil(id);
    await world.settle();
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });

  test('webhooks that come five times at once have one effect', async () => {
    const { shop, erp, world, dock, clock } = await open();
    const copies: Promise<Response>[] = [];
    shop.webhooks.deliverTo(async (request) => {
      const body = await request.text();
      const { headers } = request;
      for (let copy = 0; copy < 5; copy++) {
        copies.push(dock.systems.shop.webhook(new Request(request.url, { method: 'POST', headers, body })));
      }
      return new Response();
    });
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    shop.fulfil(id);
    await world.settle();
    const answers = await clock.settle(Promise.all(copies));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });

  for (const write of ['salesOrder', 'itemFulfillment', 'cashSale']) {
    for (const fault of ['lost-reply', 'error-before', 'error-after', 'timeout'] as const) {
      test(`${fault} of ${write} ends in one document`, async () => {
        const { shop, erp, world } = await open();
        world.systems.erp.arm(fault, { match: (subject) => subject.startsWith(write) });
        const { id } = shop.placeOrder({ lines: [boots], taxes });
        shop.fulfil(id);
        const status = await world.settle();
        expect(erp.faults.struck[fault]).toBe(1);
        expect(status).toMatchObject({ runs: { done: 1 }, openExceptions: 0 });
        expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
      });
    }
  }

  test('an ERP that is away for a night holds everything, and nobody is called', async () => {
    const { shop, erp, world } = await open();
    world.systems.erp.down('9h');
    for (let count = 0; count < 5; count++) shop.fulfil(shop.placeOrder({ lines: [boots], taxes }).id);
    const status = await world.settle();
    expect(status).toMatchObject({ runs: { done: 5 }, openExceptions: 0 });
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 5, booked: 5, posted: 5 });
  });

  test('a reply lost just before the ERP goes away is looked up when it is back, and nobody is called', async () => {
    const { shop, erp, world } = await open();
    world.systems.erp.arm('lost-reply', { match: (subject) => subject.startsWith('salesOrder') });
    const begin = world.clock.now();
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    shop.fulfil(id);
    erp.faults.arm('outage', {
      times: Number.POSITIVE_INFINITY,
      match: () => erp.faults.struck['lost-reply'] > 0 && world.clock.now() < begin + 3 * 3_600_000,
    });
    const status = await world.settle();
    expect(status).toMatchObject({ runs: { done: 1 }, openExceptions: 0 });
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });

  test('a posting date in a closed period waits for the period, with the reason, and then goes through', async () => {
    const { shop, erp, world, dock } = await open();
    erp.closePeriod('2026-11-27');
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    shop.fulfil(id);
    await world.pass('3h');
    expect(erp.books.cashSales()).toEqual([]);
    const [trace] = await dock.trace('#1001');
    expect(trace?.lines.map(({ what }) => what).join('\n')).toMatch(/period-closed/);
    erp.reopenPeriod('2026-11-27');
    const status = await world.settle();
    expect(status).toMatchObject({ runs: { done: 1 }, openExceptions: 0 });
    expect(auditPlatforms(shop, erp)).toEqual({ ...clean, placed: 1, booked: 1, posted: 1 });
  });
});

describe('the trace', () => {
  test('is found from any id of any system', async () => {
    const { shop, erp, world, dock } = await open();
    const { id } = shop.placeOrder({ lines: [boots], taxes });
    shop.fulfil(id);
    await world.settle();
    const [sale] = erp.books.cashSales();
    const ids = [
      '#1001',
      '1001',
      String(id),
      `gid://shopify/Order/${id}`,
      `shop-${id}`,
      sale?.id ?? '',
      sale?.tranId ?? '',
    ];
    const found = await Promise.all(ids.map(async (it) => (await dock.trace(it)).map(({ txn }) => txn)));
    expect(found).toEqual(ids.map(() => [`shop-${id}`]));
  });
});
