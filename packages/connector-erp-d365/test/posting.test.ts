import { seededRandom } from '@crossdock/core';
import { generateFulfillment, generateJournalEntry, generateOrder, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { bookedOrder, openEnvironment, type OpenEnvironmentOptions, skus } from './environment.ts';
import { plainSale, usd } from './till-sales.ts';
import { webSale } from './web-sales.ts';

const occurredAt = '2026-11-27T10:00:00Z';
const anOrder = (seed = 1) =>
  generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
const batch = {
  settings: { posting: { by: 'batch' } },
  simulator: { postingService: false },
} as const satisfies OpenEnvironmentOptions;

describe('where batch jobs post', () => {
  test('parcel, invoice and ledger are waited for, and come to the order', async () => {
    const { environment, system, clock } = openEnvironment(batch);
    const order = anOrder();
    const document = await system.call('createOrder', order);
    const parcel = generateFulfillment(seededRandom(1), order);
    await expect(system.call('recordFulfillment', parcel)).rejects.toMatchObject({
      code: 'posting-pending',
      disposition: 'retry',
    });
    // Asked again before the job ran, it asks for the same.
    await expect(system.call('recordFulfillment', parcel)).rejects.toMatchObject({ code: 'posting-pending' });
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'posting-pending' });
    await clock.advance(600_000);
    expect(await system.call('recordFulfillment', parcel)).toMatchObject({
      type: 'packingSlip',
      reference: parcel.ref,
    });
    const request = { ref: `${order.ref}-I1`, orderRef: order.ref, kind: 'invoice', occurredAt } as const;
    const shipped = environment.books.packingSlips();
    expect(shipped).toHaveLength(1);
    const open = bookedOrder(environment, order)?.lines.some((line) => line.delivered < line.quantity);
    if (open === false) expect(await system.call('postInvoice', request)).toMatchObject({ type: 'salesInvoice' });
  });

  test('a parcel of some units is refused, because no job could tell it from others', async () => {
    const { system } = openEnvironment(batch);
    const order = generateOrder(seededRandom(3), { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
    await system.call('createOrder', order);
    const [line] = order.lines;
    const parcel = {
      ref: `${order.ref}-F1`,
      orderRef: order.ref,
      occurredAt,
      lines: [{ lineId: line?.id ?? '', sku: line?.sku, quantity: { amount: '0.5', unit: 'EA' } }],
    };
    await expect(system.call('recordFulfillment', parcel)).rejects.toMatchObject({ code: 'unsupported-document' });
  });

  test('an order is cancelled by taking its lines off, whole or not at all', async () => {
    const { environment, system } = openEnvironment(batch);
    const order = anOrder();
    await system.call('createOrder', order);
    const request = { orderRef: order.ref, reason: 'customer', occurredAt, restock: true } as const;
    expect(await system.call('cancelOrder', request)).toMatchObject({ state: 'Canceled' });
    expect(bookedOrder(environment, order)?.lines).toEqual([]);
    expect(await system.call('cancelOrder', request)).toMatchObject({ state: 'Canceled' });
  });
});

describe('one of several parcels', () => {
  const [pairs] = webSale().lines;
  const line = { ...pairs, quantity: { amount: '3' }, gross: usd('100.01'), discounts: [], taxes: [] };
  const two = webSale({ ref: 'shop-8', lines: [line], total: usd('100.01'), outstanding: usd('100.01') });
  const parcel = (number: number) => ({
    ref: `shop-8-F${number}`,
    orderRef: 'shop-8',
    occurredAt,
    lines: [{ lineId: '1', sku: 'SHOE-42', quantity: { amount: '1' } }],
  });
  const bill = { orderRef: 'shop-8', kind: 'invoice', occurredAt } as const;

  test('is billed by itself where the service can, and the bills sum to the order', async () => {
    const posting = { by: 'service', invoicesParcels: true } as const;
    const { environment, system } = openEnvironment({ settings: { posting } });
    await system.call('createOrder', two);
    for (const number of [1, 2, 3]) {
      const fulfillment = await system.call('recordFulfillment', parcel(number));
      await system.call('postInvoice', { ...bill, ref: `shop-8-I${number}`, fulfillment });
    }
    expect(environment.books.invoices().map((it) => it.total)).toEqual([33.34, 33.33, 33.34]);
    expect(environment.books.orders()).toMatchObject([{ status: 'Invoiced' }]);
  });

  test('is refused before anything is sent where it cannot', async () => {
    const { system } = openEnvironment();
    await system.call('createOrder', two);
    const fulfillment = await system.call('recordFulfillment', parcel(1));
    const sent = system.exchanges.length;
    await expect(system.call('postInvoice', { ...bill, ref: 'shop-8-I1', fulfillment })).rejects.toMatchObject({
      code: 'unsupported-document',
      path: 'fulfillment',
    });
    // The look by reference is all that was sent.
    expect(system.exchanges.length - sent).toBeLessThanOrEqual(1);
  });
});

describe('a period that is closed', () => {
  const entry = generateJournalEntry(seededRandom(1), { accounts: ['cash', 'sales'], businessDate: '2026-11-27' });

  test('is waited for, and what waited goes through when it is open again', async () => {
    const { environment, system } = openEnvironment();
    environment.closePeriod('2026-11-27');
    await expect(system.call('postJournal', entry, { key: 'k' })).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
    });
    expect(environment.books.ledgerJournals()).toEqual([]);
    environment.reopenPeriod('2026-11-27');
    expect(await system.call('postJournal', entry, { key: 'k' })).toMatchObject({ type: 'ledgerJournal' });
    expect(environment.books.trialBalance()).toMatchObject({ debit: expect.any(Number) as number });
  });

  test('is refused where the configuration says so', async () => {
    const { environment, system } = openEnvironment({ settings: { closedPeriod: 'reject' } });
    environment.closePeriod('2026-11-27');
    await expect(system.call('postJournal', entry)).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'reject',
    });
  });

  test('is passed over to the next open day, with the document date kept', async () => {
    const { environment, system } = openEnvironment({ settings: { closedPeriod: 'next-open-day' } });
    environment.closePeriod('2026-11-27');
    const document = await system.call('postJournal', entry);
    expect(await system.call('confirmPosting', document)).toMatchObject({
      postingDate: '2026-12-01',
      period: '2026 Period 12',
    });
  });

  test('holds an invoice too', async () => {
    const { environment, system } = openEnvironment();
    const order = anOrder();
    await system.call('createOrder', order);
    await system.call('recordFulfillment', generateFulfillment(seededRandom(1), order));
    environment.closePeriod('2026-11-27', 'OnHold');
    const request = { ref: `${order.ref}-I1`, orderRef: order.ref, kind: 'invoice', occurredAt } as const;
    await expect(system.call('postInvoice', request)).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
    });
    expect(environment.books.invoices()).toEqual([]);
  });
});

describe('a period that was closed before money of it was booked', () => {
  const sale = webSale();
  const payment = {
    ref: 'shop-7-P1',
    orderRef: 'shop-7',
    tender: { kind: 'card', amount: usd('108.25') },
    occurredAt,
  } as const;

  async function closedFor(closedPeriod: 'hold' | 'next-open-day' | 'reject') {
    const opened = openEnvironment({ settings: { closedPeriod } });
    await opened.system.call('createOrder', sale);
    opened.environment.closePeriod('2026-11-27');
    return opened;
  }

  test('holds a payment, which is posted when it is open again', async () => {
    const { environment, system } = await closedFor('hold');
    const failure = { code: 'period-closed', disposition: 'retry' };
    await expect(system.call('recordPayment', payment, { key: 'k' })).rejects.toMatchObject(failure);
    expect(environment.books.paymentJournals()).toEqual([]);
    environment.reopenPeriod('2026-11-27');
    await system.call('recordPayment', payment, { key: 'k' });
    expect(environment.books.paymentJournals()).toMatchObject([{ posted: true, credit: 10_825 }]);
  });

  test('has it posted on the next open day where the configuration says so', async () => {
    const { environment, system } = await closedFor('next-open-day');
    const document = await system.call('recordPayment', payment);
    expect(environment.books.paymentJournals()).toMatchObject([{ posted: true, credit: 10_825 }]);
    expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-12-01' });
  });

  test('refuses it where the configuration says so, and leaves no journal behind that somebody might post', async () => {
    const { environment, system } = await closedFor('reject');
    await expect(system.call('recordPayment', payment)).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'reject',
    });
    expect(environment.books.paymentJournals()).toEqual([]);
  });

  test('moves what a till took with its invoice, and refunds with their credit note', async () => {
    const settings = { closedPeriod: 'next-open-day', tills: { as: 'orders' } } as const;
    const { environment, system } = openEnvironment({ settings });
    environment.closePeriod('2026-11-27');
    await system.call('createOrder', plainSale());
    const { ref: orderRef, channel, currency, taxIncluded } = plainSale();
    const tenders = [{ kind: 'cash' as const, amount: usd('50.00') }];
    const line = { id: '1', sku: 'SHOE-42', quantity: { amount: '1' }, disposition: 'restock', gross: usd('50.00') };
    const head = { ref: 'till-1-43', orderRef, channel, currency, taxIncluded, refs: {}, occurredAt };
    const back = { ...head, lines: [line as never], total: usd('50.00'), tenders, outstanding: usd('0') };
    await system.call('processReturn', back);
    expect(environment.books.paymentJournals().map(({ posted, debit, credit }) => [posted, debit, credit])).toEqual([
      [true, 0, 825],
      [true, 0, 10_000],
      [true, 5_000, 0],
    ]);
  });

  test.each([
    ['hold', '2026-11-27'],
    ['next-open-day', '2026-12-01'],
  ] as const)('does not leave a journal that was written and not posted (%s)', async (closedPeriod, postingDate) => {
    const { environment, system } = openEnvironment({ settings: { closedPeriod } });
    const entry = generateJournalEntry(seededRandom(1), { accounts: ['cash', 'sales'], businessDate: '2026-11-27' });
    environment.faults.arm('error-before', { match: (subject) => subject.includes('postLedgerJournal'), times: 9 });
    await expect(system.call('postJournal', entry, { key: 'k' })).rejects.toMatchObject({ disposition: 'unknown' });
    environment.faults.clear();
    environment.closePeriod('2026-11-27');
    if (closedPeriod === 'hold') {
      const failure = { code: 'period-closed', disposition: 'retry' };
      await expect(system.call('postJournal', entry, { key: 'k' })).rejects.toMatchObject(failure);
      environment.reopenPeriod('2026-11-27');
    }
    const document = await system.call('postJournal', entry, { key: 'k' });
    expect(environment.books.ledgerJournals()).toMatchObject([{ posted: true }]);
    expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate });
  });

  test('between the look at it and the posting has the journal moved all the same', async () => {
    const { environment, system } = openEnvironment({
      settings: { closedPeriod: 'next-open-day' },
      fetch: (target) => (input, init) => {
        const request = new Request(input, init);
        if (request.url.includes('postLedgerJournal')) target.closePeriod('2026-11-27');
        return simulatorFetch(target)(request);
      },
    });
    const entry = generateJournalEntry(seededRandom(1), { accounts: ['cash', 'sales'], businessDate: '2026-11-27' });
    const document = await system.call('postJournal', entry);
    expect(environment.books.ledgerJournals()).toMatchObject([{ posted: true }]);
    expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-12-01' });
  });
});

describe('stock of a period that is closed', () => {
  const counted = {
    ref: 'count-1',
    reason: 'count' as const,
    changes: [{ sku: 'SOCKS', location: 'store-1', delta: { amount: '3' } }],
    occurredAt,
  };
  const moved = {
    ref: 'transfer-1',
    from: 'store-1',
    to: 'store-2',
    lines: [{ sku: 'SOCKS', quantity: { amount: '2' } }],
    occurredAt,
  };

  test('is held before a journal is written that nobody would post', async () => {
    const { environment, system } = openEnvironment();
    environment.closePeriod('2026-11-27');
    const failure = { code: 'period-closed', disposition: 'retry' };
    await expect(system.call('adjustInventory', counted, { key: 'a' })).rejects.toMatchObject(failure);
    await expect(system.call('transferInventory', moved, { key: 't' })).rejects.toMatchObject(failure);
    expect(environment.books.inventoryJournals()).toEqual([]);
    environment.reopenPeriod('2026-11-27');
    await system.call('adjustInventory', counted, { key: 'a' });
    await system.call('transferInventory', moved, { key: 't' });
    environment.runBatch();
    expect(environment.books.inventoryJournals().map((it) => it.posted)).toEqual([true, true]);
    expect([environment.books.onHand('SOCKS', '11'), environment.books.onHand('SOCKS', '12')]).toEqual([1, 2]);
  });

  test('is booked on the next open day where the configuration says so', async () => {
    const { environment, system } = openEnvironment({ settings: { closedPeriod: 'next-open-day' } });
    environment.closePeriod('2026-11-27');
    await system.call('adjustInventory', counted);
    await system.call('transferInventory', moved);
    environment.runBatch();
    expect(environment.books.inventoryJournals().map((it) => it.posted)).toEqual([true, true]);
  });
});

test('an order that was interrupted between header and lines is completed, not made twice', async () => {
  const { environment, system } = openEnvironment();
  const order = anOrder();
  environment.faults.arm('error-before', { match: (subject) => subject.includes('$batch'), times: 9 });
  await expect(system.call('createOrder', order, { key: 'k' })).rejects.toMatchObject({ disposition: 'unknown' });
  expect(bookedOrder(environment, order)?.lines).toEqual([]);
  environment.faults.clear();
  await system.call('createOrder', order, { key: 'k' });
  expect(environment.books.orders()).toHaveLength(1);
  expect(bookedOrder(environment, order)?.lines.length).toBeGreaterThan(0);
});

test('an order that somebody changed meanwhile is a conflict, not written over', async () => {
  const { system, reconfigure } = openEnvironment();
  const order = anOrder();
  await system.call('createOrder', order);
  const [first, ...rest] = order.lines;
  const other = anOrder(2);
  await expect(reconfigure({}).call('createOrder', { ...other, ref: order.ref })).rejects.toMatchObject({
    code: 'conflict',
    path: 'lines',
  });
  expect([first, ...rest].length).toBeGreaterThan(0);
});

describe('where the environment computes the tax', () => {
  const tax = { mode: 'groups', group: 'NY', itemGroup: 'ALL' } as const;
  const taxed = webSale();

  test('an order that comes to its total is taken', async () => {
    const { environment, system } = openEnvironment({ settings: { tax } });
    environment.seedTax('NY', 'ALL', 8.25);
    await system.call('createOrder', taxed);
    expect(bookedOrder(environment, taxed)).toMatchObject({ total: 108.25, lines: [{ amount: 100 }] });
  });

  test('another tax than the buyer paid stops the order, the difference named', async () => {
    const { environment, system } = openEnvironment({ settings: { tax } });
    environment.seedTax('NY', 'ALL', 8.5);
    await expect(system.call('createOrder', taxed)).rejects.toMatchObject({
      code: 'unbalanced',
      path: 'total',
      details: { actual: '108.50 USD', expected: '108.25 USD' },
    });
  });
});

test('in another company than the app’s own nothing is found or made without saying so', async () => {
  const { environment, system } = openEnvironment();
  await system.call('createOrder', anOrder());
  const token = await signedIn(environment);
  const get = (query: string) =>
    environment.handle(
      new Request(`${environment.origin}/data/SalesOrderHeadersV4${query}`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
  expect(await (await get('')).json()).toMatchObject({ value: [] });
  expect(((await (await get('?cross-company=true')).json()) as { value: unknown[] }).value).toHaveLength(1);
});

async function signedIn({ handle, origin }: ReturnType<typeof openEnvironment>['environment']): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'crossdock',
    client_secret: 'entra-s3cret-71b0',
    scope: `${origin}/.default`,
  });
  const reply = await handle(
    new Request('https://login.microsoftonline.com/contoso/oauth2/v2.0/token', { method: 'POST', body }),
  );
  return ((await reply.json()) as { access_token: string }).access_token;
}

describe('a journal under a reference that is taken', () => {
  const entry = generateJournalEntry(seededRandom(1), { accounts: ['cash', 'sales'], businessDate: '2026-11-27' });
  const other = {
    ...generateJournalEntry(seededRandom(2), { accounts: ['cash', 'sales'], businessDate: '2026-11-27' }),
    ref: entry.ref,
  };
  const refusal = { code: 'conflict', path: 'lines' };

  test('by other amounts is a conflict, posted or not', async () => {
    for (const options of [{}, batch]) {
      const { environment, system, reconfigure } = openEnvironment(options);
      await system.call('postJournal', entry);
      await expect(reconfigure({}).call('postJournal', other)).rejects.toMatchObject(refusal);
      expect(environment.books.ledgerJournals()).toHaveLength(1);
    }
  });

  test('whose lines were changed before it was posted is a conflict, and stays unposted', async () => {
    const { environment, system, reconfigure } = openEnvironment({ simulator: { batchEveryMs: 1e12 } });
    environment.faults.arm('error-before', { match: (subject) => subject.includes('postLedgerJournal'), times: 9 });
    await expect(system.call('postJournal', entry, { key: 'k' })).rejects.toMatchObject({ disposition: 'unknown' });
    environment.faults.clear();
    environment.changeRow('LedgerJournalLines', 0, { DebitAmount: 1 });
    await expect(reconfigure({}).call('postJournal', entry)).rejects.toMatchObject(refusal);
    expect(environment.books.ledgerJournals()).toMatchObject([{ posted: false }]);
  });

  test('twice is a conflict, because nobody can tell which one is ours', async () => {
    const { environment, system, reconfigure } = openEnvironment();
    await system.call('postJournal', entry);
    environment.copyRow('LedgerJournalHeaders', 0, { JournalBatchNumber: 'GJ-999999' });
    await expect(reconfigure({}).call('postJournal', entry)).rejects.toMatchObject({ code: 'conflict', path: 'ref' });
  });

  test('in capital letters is another one, although the platform does not tell them apart in a filter', async () => {
    const { environment, system, reconfigure } = openEnvironment();
    await system.call('postJournal', { ...entry, ref: 'day-1' });
    await reconfigure({}).call('postJournal', { ...other, ref: 'DAY-1' });
    expect(environment.books.ledgerJournals().map((it) => it.description)).toEqual(['CD_GJ_day-1', 'CD_GJ_DAY-1']);
  });

  test('a payment of another amount is a conflict', async () => {
    const { system, reconfigure } = openEnvironment();
    const order = anOrder();
    await system.call('createOrder', order);
    const payment = (amount: string) => ({
      ref: `${order.ref}-P1`,
      orderRef: order.ref,
      tender: { kind: 'card' as const, amount: { amount, currency: 'USD' } },
      occurredAt,
    });
    await system.call('recordPayment', payment('12.50'));
    await expect(reconfigure({}).call('recordPayment', payment('12.51'))).rejects.toMatchObject(refusal);
  });
});

test('read-outs of the ledger that lag behind are waited for', async () => {
  const { environment, system } = openEnvironment();
  const entry = generateJournalEntry(seededRandom(1), { accounts: ['cash', 'sales'], businessDate: '2026-11-27' });
  const document = await system.call('postJournal', entry);
  const readOut = 'SubledgerVoucherGeneralJournalEntryBiEntities';
  const Voucher = environment.rowsOf(readOut)[0]?.['Voucher'] ?? '';
  environment.changeRow(readOut, 0, { Voucher: 'not there yet' });
  await expect(system.call('confirmPosting', document)).rejects.toMatchObject({
    code: 'posting-pending',
    disposition: 'retry',
  });
  environment.changeRow(readOut, 0, { Voucher });
  expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-11-27' });
});

test('an order that is cancelled will never be posted, which is told apart from one that waits', async () => {
  const { system } = openEnvironment();
  const order = anOrder();
  const document = await system.call('createOrder', order);
  await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'posting-pending' });
  await system.call('cancelOrder', { orderRef: order.ref, reason: 'customer', occurredAt, restock: true });
  await expect(system.call('confirmPosting', document)).rejects.toMatchObject({
    code: 'conflict',
    disposition: 'reject',
  });
});

test('a document of another system, or one that never reaches the ledger, is not asked for', async () => {
  const { system } = openEnvironment();
  const before = system.exchanges.length;
  for (const [of, type] of [
    ['shop', 'salesOrder'],
    ['erp', 'packingSlip'],
    ['erp', 'cashSale'],
  ] as const) {
    const document = { system: of, type, id: 'SO-000001' };
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'document',
    });
  }
  expect(system.exchanges.length).toBe(before);
});
