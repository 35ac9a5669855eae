/** What really broke elsewhere, and must not here. */
import { type CapabilityInput, money, type Order, seededRandom } from '@crossdock/core';
import { generateFulfillment, generateOrder } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openAccount, type OpenAccountOptions, skus } from './account.ts';

const occurredAt = '2026-11-27T10:00:00Z';

const anOrder = (over: Parameters<typeof generateOrder>[1] = {}): Order =>
  generateOrder(seededRandom(3), { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt, ...over });

const usd = (amount: string) => money(amount, 'USD');

/** An order of hand-made lines; what is not said is paid by card. */
function orderOf(
  lines: readonly { readonly gross: string; readonly tax?: string; readonly sku?: string }[],
  total: string,
  over: object = {},
): CapabilityInput<'createOrder'> {
  return {
    ref: 'shop-7',
    number: '#7',
    refs: {},
    channel: 'store',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    lines: lines.map(({ gross, tax, sku = skus[0] }, index) => ({
      id: String(index + 1),
      sku,
      quantity: { amount: '1' },
      unitPrice: usd(gross),
      gross: usd(gross),
      taxes: tax === undefined ? [] : [{ name: 'VAT', amount: usd(tax) }],
      refs: {},
    })),
    total: usd(total),
    outstanding: usd(total),
    ...over,
  };
}

async function shipped(options: OpenAccountOptions = {}, order = anOrder()) {
  const opened = openAccount(options);
  await opened.system.call('createOrder', order);
  await opened.system.call('recordFulfillment', generateFulfillment(seededRandom(4), order));
  const request = { ref: `${order.ref}-B1`, orderRef: order.ref, kind: 'cash-sale' as const, occurredAt };
  return { ...opened, order, request };
}

describe('money', () => {
  test('tax of 15 % on 1091.50 is the sum of the lines as they were sold, 163.72, not the 163.73 of the whole', async () => {
    const { account, system } = openAccount({ simulator: { features: { taxRatePercent: 15 } } });
    const lines = [
      { gross: '363.63', tax: '54.54' },
      { gross: '363.63', tax: '54.54' },
      { gross: '364.24', tax: '54.64' },
    ];
    await system.call('createOrder', orderOf(lines, '1255.22'));
    expect(account.books.salesOrders()).toMatchObject([{ subtotal: '1091.50', tax: '163.72', total: '1255.22' }]);
  });

  test('20.00 that contain 9 % tax are 18.35 and 1.65', async () => {
    const { account, system } = openAccount();
    await system.call('createOrder', orderOf([{ gross: '20.00', tax: '1.65' }], '20.00', { taxIncluded: true }));
    expect(account.books.salesOrders()).toMatchObject([{ subtotal: '18.35', tax: '1.65', total: '20.00' }]);
  });

  test('cash that was rounded at the till is carried by the rounding account', async () => {
    const order = orderOf([{ gross: '19.98' }], '20.00', { rounding: usd('0.02') });
    const { account, system } = openAccount();
    await system.call('createOrder', order);
    await system.call('recordFulfillment', {
      ref: 'shop-7-F1',
      orderRef: 'shop-7',
      refs: {},
      occurredAt,
      lines: [{ lineId: '1', sku: skus[0], quantity: { amount: '1' } }],
    });
    await system.call('postInvoice', { ref: 'shop-7', orderRef: 'shop-7', kind: 'cash-sale', occurredAt });
    const sale = account.books.ledger().filter((line) => line.externalId === 'CD_CS_shop-7');
    expect(sale).toContainEqual(expect.objectContaining({ account: '57', credit: '0.02' }));
    expect(sale).toContainEqual(expect.objectContaining({ account: '120', debit: '20.00' }));
  });

  test('a gift card that is sold is a liability', async () => {
    const order = anOrder({ kind: 'gift-card-sold' });
    const { account, system, request } = await shipped({}, order);
    await system.call('postInvoice', request);
    expect(account.books.ledger()).toContainEqual(expect.objectContaining({ account: '123', credit: '50.00' }));
  });

  test('our price is kept where the account has a price level', async () => {
    const { account, system } = openAccount();
    await system.call('createOrder', orderOf([{ gross: '12.34' }], '12.34'));
    expect(account.books.salesOrders()[0]?.total).toBe('12.34');
  });

  test('an amount that is finer than a cent is refused with its path', async () => {
    const { system } = openAccount();
    const odd = { gross: '10.001' };
    await expect(system.call('createOrder', orderOf([odd], '10.001'))).rejects.toMatchObject({
      code: 'unsupported-document',
      path: 'lines.0',
    });
  });

  test('a foreign sale is confirmed in its own currency, and balances in both', async () => {
    const simulator = { features: { exchangeRates: { EUR: 1.0871 } } };
    const order = anOrder({ currency: 'EUR' });
    const { system, request } = await shipped({ simulator }, order);
    const document = await system.call('postInvoice', request);
    const posting = await system.call('confirmPosting', { document, expected: { total: order.total } });
    expect(posting).toMatchObject({ total: order.total, debit: order.total, credit: order.total });
  });
});

test('an order with one unknown product is refused as a whole, the line named', async () => {
  const { account, system } = openAccount();
  const lines = [{ gross: '5.00' }, { gross: '6.00', sku: 'UNKNOWN' }, { gross: '7.00' }];
  await expect(system.call('createOrder', orderOf(lines, '18.00'))).rejects.toMatchObject({
    code: 'unmapped',
    path: 'lines.1.sku',
    message: expect.stringContaining('Line 2'),
  });
  expect(account.books.salesOrders()).toEqual([]);
});

describe('a closed period', () => {
  test('holds the bill with its reason, and lets it through when it is open', async () => {
    const { account, system, request } = await shipped();
    account.closePeriod('2026-11-27');
    const call = () => system.call('postInvoice', request, { key: 'bill' });
    await expect(call()).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
      retryAfterMs: 3_600_000,
      message: expect.stringContaining('2026-11-27'),
    });
    account.reopenPeriod('2026-11-27');
    await call();
    expect(account.books.cashSales()).toMatchObject([{ postingPeriod: 'Nov 2026', posted: true }]);
  });

  test('posts into the next open one and keeps the date, if that is the policy', async () => {
    const { account, system, request } = await shipped({ settings: { closedPeriod: 'next-open-day' } });
    account.closePeriod('2026-11-27', 'locked');
    account.closePeriod('2026-12-27');
    const document = await system.call('postInvoice', request);
    expect(account.books.cashSales()).toMatchObject([{ date: '2026-11-27', postingPeriod: 'Jan 2027' }]);
    expect(await system.call('confirmPosting', document)).toMatchObject({ period: 'Jan 2027' });
  });

  test('calls a person, if that is the policy', async () => {
    const { account, system, request } = await shipped({ settings: { closedPeriod: 'reject' } });
    account.closePeriod('2026-11-27');
    await expect(system.call('postInvoice', request)).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'reject',
    });
  });
});

describe('too many requests at once', () => {
  test.each([429, 403] as const)('are busy, not forbidden, and come again (%d)', async (busyStatus) => {
    const { account, system } = openAccount({ simulator: { busyStatus } });
    account.faults.arm('throttle-storm', { times: 2 });
    await system.call('createOrder', anOrder());
    expect(account.books.salesOrders()).toHaveLength(1);
    expect(account.requests.filter(({ status }) => status === busyStatus)).toHaveLength(2);
  });

  test('do not happen: all calls share one limit', async () => {
    const { account, system } = openAccount({ simulator: { latencyMs: 1_000 }, settings: { concurrency: 3 } });
    const orders = Array.from({ length: 12 }, (_, index) => anOrder({ serial: index + 1 }));
    await Promise.all(orders.map((order) => system.call('createOrder', order)));
    expect(account.books.salesOrders()).toHaveLength(12);
    expect(account.peakInFlight).toBeLessThanOrEqual(3);
  });
});

describe('an access token', () => {
  test('that ends is renewed once for all who wait', async () => {
    const { account, system, clock } = openAccount();
    await system.call('createOrder', anOrder({ serial: 1 }));
    await clock.advance(56 * 60_000);
    const orders = Array.from({ length: 6 }, (_, index) => anOrder({ serial: index + 2 }));
    await Promise.all(orders.map((order) => system.call('createOrder', order)));
    expect(account.tokensGranted).toBe(2);
    expect(account.requests.filter(({ status }) => status === 401)).toEqual([]);
  });

  test('that is revoked is renewed once, and the call repeated once', async () => {
    const { account, system } = openAccount();
    await system.call('createOrder', anOrder({ serial: 1 }));
    account.revokeTokens();
    await system.call('createOrder', anOrder({ serial: 2 }));
    expect(account.tokensGranted).toBe(2);
    expect(account.requests.filter(({ status }) => status === 401)).toHaveLength(1);
  });
});

describe('a posting', () => {
  test('that waits for approval is pending, then confirmed', async () => {
    const simulator = { features: { invoiceApproval: true } };
    const { account, system, request, order } = await shipped({ simulator });
    const document = await system.call('postInvoice', { ...request, kind: 'invoice' });
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({
      code: 'posting-pending',
      disposition: 'retry',
    });
    account.approve(document.reference ?? '');
    expect(await system.call('confirmPosting', document)).toMatchObject({ total: order.total });
  });

  test('that was voided is a conflict', async () => {
    const { account, system, request } = await shipped();
    const document = await system.call('postInvoice', request);
    account.voidDocument(document.reference ?? '');
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of an order waits for its bills', async () => {
    const { system, request, order } = await shipped();
    const booked = await system.call('createOrder', order);
    await expect(system.call('confirmPosting', booked)).rejects.toMatchObject({ code: 'posting-pending' });
    await system.call('postInvoice', request);
    expect(await system.call('confirmPosting', booked)).toMatchObject({ total: order.total, debit: order.total });
  });

  test('of an order that was cancelled never comes', async () => {
    const { system } = openAccount();
    const order = anOrder();
    const booked = await system.call('createOrder', order);
    await system.call('cancelOrder', { orderRef: order.ref, reason: 'customer', occurredAt, restock: true });
    await expect(system.call('confirmPosting', booked)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a part of an order', () => {
  test('that has not shipped is not billed without a word', async () => {
    const { system, order } = await (async () => {
      const opened = openAccount();
      const sold = anOrder();
      await opened.system.call('createOrder', sold);
      const [first] = sold.lines;
      const lines = [{ lineId: first?.id ?? '', sku: first?.sku, quantity: first?.quantity ?? { amount: '1' } }];
      await opened.system.call('recordFulfillment', { ref: 'F', orderRef: sold.ref, refs: {}, occurredAt, lines });
      return { system: opened.system, order: sold };
    })();
    const request = { ref: 'B', orderRef: order.ref, kind: 'invoice' as const, occurredAt };
    await expect(system.call('postInvoice', request)).rejects.toMatchObject({ code: 'conflict', path: 'fulfillment' });
    await system.call('cancelOrder', { orderRef: order.ref, reason: 'stock', occurredAt, restock: true });
    await system.call('postInvoice', request);
  });
});

describe('a fulfilment', () => {
  const twoEqualLines = orderOf([{ gross: '5.00' }, { gross: '6.00' }], '11.00');
  const parcel = (lineId: string, over: object = {}) => ({
    ref: `shop-7-F${lineId}`,
    orderRef: 'shop-7',
    refs: {},
    occurredAt,
    lines: [{ lineId, sku: skus[0], quantity: { amount: '1' }, ...over }],
  });

  test('of one of two lines with the same product finds its line by id, where the account keeps it', async () => {
    const simulator = { features: { customFields: ['custcol_line'] } };
    const customFields = { line: { custcol_line: 'id' as const } };
    const { account, system } = openAccount({ simulator, settings: { customFields } });
    await system.call('createOrder', twoEqualLines);
    await system.call('recordFulfillment', parcel('2'));
    expect(account.books.itemFulfillments()[0]?.lines).toMatchObject([{ orderLine: 2 }]);
    const again = { ...parcel('2'), ref: 'shop-7-F9' };
    await expect(system.call('recordFulfillment', again)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of nothing that leaves a shelf is refused, and what leaves none does not keep the rest', async () => {
    const { account, system } = openAccount();
    account.seedItem({ sku: 'ENGRAVING', type: 'serviceSaleItem' });
    await system.call('createOrder', orderOf([{ gross: '5.00' }, { gross: '6.00', sku: 'ENGRAVING' }], '11.00'));
    await expect(system.call('recordFulfillment', parcel('2', { sku: 'ENGRAVING' }))).rejects.toMatchObject({
      code: 'unsupported-document',
    });
    const [line] = parcel('1').lines;
    const both = {
      ...parcel('1'),
      lines: [line, ...parcel('2', { sku: 'ENGRAVING' }).lines].flatMap((it) => it ?? []),
    };
    await system.call('recordFulfillment', both);
    expect(account.books.itemFulfillments()[0]?.lines).toMatchObject([{ sku: skus[0], quantity: 1 }]);
  });
});
