import { money, type Order, parse, Order as OrderSchema, seededRandom } from '@crossdock/core';
import { generateReturn } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import type { D365Settings } from '../src/index.ts';
import type { OpenEnvironmentOptions } from './environment.ts';
import { asTransactions, openTills, tillSale } from './till-doors.ts';

const usd = (amount: string) => money(amount, 'USD');

/** A sale of two pairs with tax in the price or on top, paid in cash and by Visa. */
const plainSale = (changes: Record<string, unknown> = {}): Order =>
  parse(
    OrderSchema,
    {
      ref: 'till-1-42',
      number: 'R-42',
      refs: {},
      channel: 'store',
      location: 'store-1',
      register: 'till-1',
      occurredAt: '2026-11-27T10:05:09Z',
      currency: 'USD',
      taxIncluded: false,
      lines: [
        {
          id: '1',
          sku: 'SHOE-42',
          quantity: { amount: '2' },
          unitPrice: usd('60'),
          gross: usd('120'),
          discounts: [{ amount: usd('20') }],
          taxes: [
            { name: 'State', amount: usd('6.25') },
            { name: 'City', amount: usd('2.00') },
          ],
          refs: {},
        },
      ],
      total: usd('108.25'),
      tenders: [
        { kind: 'cash', amount: usd('8.25') },
        { kind: 'card', name: 'Visa', amount: usd('100') },
      ],
      outstanding: usd('0'),
      ...changes,
    },
    { what: 'a sale' },
  );

const open = (changes: Partial<NonNullable<D365Settings['tills']>> = {}, options: OpenEnvironmentOptions = {}) =>
  openTills({ ...asTransactions, ...changes }, options);

const rowsOf = ({ environment }: ReturnType<typeof open>, set: string) => environment.rowsOf(set);

describe('a till sale as a store transaction', () => {
  test('has its header, lines, taxes and payments in the words of Commerce', async () => {
    const opened = open(
      { taxCodes: { State: 'TX', City: 'HOU' } },
      {
        settings: { timeZone: 'America/Chicago' },
      },
    );
    await opened.system.call('createOrder', plainSale());
    const key = {
      dataAreaId: 'usmf',
      OperatingUnitNumber: '052',
      Terminal: '000003',
      TransactionNumber: 'CD-till-1-42',
    };
    expect(rowsOf(opened, 'RetailTransactions')).toMatchObject([
      {
        ...key,
        ChannelReferenceId: 'till-1-42',
        RreceiptId: 'R-42',
        CustomerAccount: 'WEB-001',
        // 04:05:09 in Chicago.
        TransactionTime: 4 * 3600 + 5 * 60 + 9,
        TransactionDate: '2026-11-27T12:00:00Z',
        businessDate: '2026-11-27T12:00:00Z',
        SaleIsReturnSale: 'No',
        NetAmount: -100,
        GrossAmount: -108.25,
        PaymentAmount: 108.25,
        NumberOfItems: 2,
        NumberOfItemLines: 1,
        NumberOfPaymentLines: 2,
      },
    ]);
    expect(rowsOf(opened, 'RetailTransactionSalesLinesV2')).toMatchObject([
      {
        ...key,
        ItemId: 'SHOE-42',
        Quantity: -2,
        Price: 50,
        NetAmount: -100,
        NetAmountInclusiveTax: -108.25,
        SalesTaxAmount: -8.25,
      },
    ]);
    expect(rowsOf(opened, 'RetailTransactionTaxLines')).toMatchObject([
      { ...key, SalesLineNumber: 1, TaxCode: 'TX', TaxAmount: -6.25 },
      { ...key, SalesLineNumber: 1, TaxCode: 'HOU', TaxAmount: -2 },
    ]);
    expect(rowsOf(opened, 'RetailTransactionPaymentLinesV2')).toMatchObject([
      { ...key, Store: 'HOUSTON', TenderType: '1', AmountTendered: 8.25 },
      { ...key, Store: 'HOUSTON', TenderType: '31', AmountTendered: 100 },
    ]);
  });

  test('with tax in its prices is net and tax all the same', async () => {
    const opened = open();
    const [line] = plainSale().lines;
    const sale = plainSale({
      taxIncluded: true,
      lines: [line],
      total: usd('100'),
      tenders: [{ kind: 'cash', amount: usd('100') }],
    });
    await opened.system.call('createOrder', sale);
    expect(rowsOf(opened, 'RetailTransactionSalesLinesV2')).toMatchObject([
      { NetAmount: -91.75, NetAmountInclusiveTax: -100, SalesTaxAmount: -8.25, Price: 50 },
    ]);
    // Two taxes under one code are one line of it.
    expect(rowsOf(opened, 'RetailTransactionTaxLines')).toMatchObject([{ TaxCode: 'SP_SALES', TaxAmount: -8.25 }]);
    opened.environment.runBatch();
    expect(opened.environment.books.tillTransactions()).toMatchObject([{ status: 'Posted' }]);
  });

  test('takes the default terminal of its store, padded, and units leave with the statement', async () => {
    const opened = open();
    opened.environment.seedStock('SHOE-42', '12', 10);
    await opened.system.call('createOrder', plainSale({ location: 'store-2', register: 'unknown' }));
    expect(rowsOf(opened, 'RetailTransactions')).toMatchObject([{ OperatingUnitNumber: '053', Terminal: '000009' }]);
    opened.environment.runBatch();
    expect(opened.environment.books.onHand('SHOE-42', '12')).toBe(8);
  });

  test('that is not paid in full, or is finer than a cent, is refused', async () => {
    const { system, environment } = open();
    const owed = plainSale({ outstanding: usd('8.25'), tenders: [{ kind: 'card', amount: usd('100') }] });
    const [line] = plainSale().lines;
    const fine = plainSale({
      lines: [{ ...line, gross: usd('120.005') }],
      total: usd('108.255'),
      tenders: [{ kind: 'card', amount: usd('108.255') }],
    });
    const code = 'unsupported-document';
    await expect(system.call('createOrder', owed)).rejects.toMatchObject({ code, path: 'outstanding' });
    await expect(system.call('createOrder', fine)).rejects.toMatchObject({ code });
    expect(environment.books.tillTransactions()).toEqual([]);
  });

  test.each([
    ['a tax', { taxCode: undefined }, plainSale(), 'lines.0.taxes.0.name'],
    ['a register', { stores: { 'store-1': { channel: '5637148326' } } }, plainSale(), 'register'],
    ['a store', { stores: {} }, plainSale(), 'location'],
    ['a channel', { stores: { 'store-1': { channel: '1', terminal: '1' } } }, plainSale(), 'location'],
  ] as const)('with %s that has no counterpart is refused by path', async (_, changes, sale, path) => {
    const { system, environment } = open(changes);
    await expect(system.call('createOrder', sale)).rejects.toMatchObject({ code: 'unmapped', path });
    expect(environment.books.tillTransactions()).toEqual([]);
  });

  test('without a location goes nowhere when there is no default', async () => {
    const { system } = open({}, { settings: { defaultLocation: undefined } });
    const { location: _, ...sale } = plainSale();
    await expect(system.call('createOrder', sale)).rejects.toMatchObject({ path: 'location' });
  });

  test('that says something else under the same reference is a conflict, never written over', async () => {
    const { system, environment, reconfigure } = open();
    await system.call('createOrder', plainSale());
    for (const changes of [
      {
        total: usd('118.25'),
        tenders: [{ kind: 'cash', amount: usd('118.25') }],
        lines: [{ ...plainSale().lines[0], discounts: [{ amount: usd('10') }] }],
      },
      { lines: [{ ...plainSale().lines[0], sku: 'SOCKS' }] },
      { lines: [{ ...plainSale().lines[0], quantity: { amount: '1' } }] },
      { tenders: [{ kind: 'cash', amount: usd('108.25') }] },
    ]) {
      await expect(reconfigure({}).call('createOrder', plainSale(changes))).rejects.toMatchObject({
        code: 'conflict',
        path: 'lines',
      });
    }
    expect(environment.books.tillTransactions()).toHaveLength(1);
  });

  test('to which somebody added a line is a conflict', async () => {
    const { system, environment, reconfigure } = open();
    await system.call('createOrder', plainSale());
    environment.copyRow('RetailTransactionSalesLinesV2', 0, { LineNumber: 2, ItemId: 'SOCKS' });
    await expect(reconfigure({}).call('createOrder', plainSale())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('under a number that somebody else uses is a conflict', async () => {
    const { system, environment, reconfigure } = open();
    await system.call('createOrder', plainSale({ ref: 'till-1-42' }));
    environment.changeRow('RetailTransactions', 0, { ChannelReferenceId: 'stranger' });
    await expect(reconfigure({}).call('createOrder', plainSale())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is all or nothing: a payment that the environment refuses leaves no header', async () => {
    const { system, environment } = open();
    await system.call('createOrder', plainSale());
    environment.changeRow('RetailStores', 0, { StoreNumber: 'ELSEWHERE' });
    await expect(system.call('createOrder', plainSale({ ref: 'till-1-43' }))).rejects.toMatchObject({
      code: 'unmapped',
    });
    expect(environment.books.tillTransactions().map((it) => it.reference)).toEqual(['till-1-42']);
  });
});

test('where the environment keeps what is sold as positive, sales and returns balance the other way round', async () => {
  const { system, environment } = open({ sold: 'positive' }, { simulator: { retailSigns: 'positive' } });
  const sale = tillSale(seededRandom(2));
  const sold = await system.call('createOrder', sale);
  const back = { ...generateReturn(seededRandom(2), sale, { location: 'store-1' }), channel: 'store' as const };
  const returned = await system.call('processReturn', back);
  const [first] = environment.rowsOf('RetailTransactionSalesLinesV2');
  expect(Number(first?.['Quantity'])).toBeGreaterThan(0);
  environment.runBatch();
  expect(await system.call('confirmPosting', sold)).toMatchObject({ total: sale.total });
  expect(await system.call('confirmPosting', returned)).toMatchObject({ total: back.total });
});

test('signs that the environment does not share are told by its statement', async () => {
  const { system, environment } = open({ sold: 'positive' });
  const document = await system.call('createOrder', plainSale());
  environment.runBatch();
  await expect(system.call('confirmPosting', document)).rejects.toMatchObject({
    message: expect.stringContaining('the sales and payment amounts differ') as string,
  });
});

describe('a return at a till', () => {
  const back = (changes: object = {}) => ({
    ...generateReturn(seededRandom(2), tillSale(seededRandom(2)), { location: 'store-2' }),
    channel: 'store' as const,
    ...changes,
  });

  test('names the transaction that sold the goods, in whichever store', async () => {
    const opened = open();
    const sale = tillSale(seededRandom(2));
    await opened.system.call('createOrder', sale);
    const document = await opened.system.call('processReturn', back());
    expect(document).toMatchObject({ type: 'retailTransaction' });
    const lines = rowsOf(opened, 'RetailTransactionSalesLinesV2');
    const returned = lines.filter((it) => it['OperatingUnitNumber'] === '053');
    expect(returned.length).toBeGreaterThan(0);
    for (const line of returned.filter((it) => it['IsReturnNoSale'] === 'Yes')) {
      expect(line).toMatchObject({
        ReturnTransactionNumber: `CD-${sale.ref}`,
        ReturnTerminal: '000003',
        ReturnOperatingUnitNumber: '052',
      });
      expect(Number(line['Quantity'])).toBeGreaterThan(0);
    }
    opened.environment.runBatch();
    expect(await opened.system.call('confirmPosting', document)).toMatchObject({ total: back().total });
  });

  test('does not name a transaction that only has the number of the sale', async () => {
    const opened = open();
    await opened.system.call('createOrder', tillSale(seededRandom(2)));
    opened.environment.changeRow('RetailTransactions', 0, { ChannelReferenceId: 'stranger' });
    await opened.system.call('processReturn', back());
    const lines = rowsOf(opened, 'RetailTransactionSalesLinesV2').filter((it) => it['OperatingUnitNumber'] === '053');
    expect(lines.map((it) => it['ReturnTransactionNumber'])).toEqual(lines.map(() => ''));
  });

  test('without the sale is booked on its own', async () => {
    const opened = open();
    await opened.system.call('processReturn', back());
    expect(rowsOf(opened, 'RetailTransactions')).toMatchObject([{ SaleIsReturnSale: 'Yes' }]);
    for (const line of rowsOf(opened, 'RetailTransactionSalesLinesV2'))
      expect(line['ReturnTransactionNumber']).toBe('');
  });
});

describe('a statement', () => {
  test('is waited for, and its state is told while it lasts', async () => {
    const { system, environment } = open();
    const document = await system.call('createOrder', plainSale());
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'posting-pending' });
    environment.runBatch();
    expect(await system.call('confirmPosting', document)).toMatchObject({
      total: usd('108.25'),
      postingDate: '2026-11-27',
    });
  });

  test('gathers the sales of a store and day into one invoice, which balances', async () => {
    const { system, environment } = open();
    const documents = [];
    for (const seed of [1, 2, 3]) documents.push(await system.call('createOrder', tillSale(seededRandom(seed))));
    environment.runBatch();
    expect(environment.books.invoices()).toHaveLength(1);
    for (const document of documents) {
      const { debit, credit } = await system.call('confirmPosting', document);
      expect(debit).toEqual(credit);
    }
    const { debit, credit } = environment.books.trialBalance();
    expect(debit).toBe(credit);
  });

  test('that does not take a transaction says why, and takes it once that is mended', async () => {
    const { system, environment } = open({ tenders: { ...asTransactions.tenders, cash: '77' } });
    const document = await system.call('createOrder', plainSale());
    environment.runBatch();
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({
      disposition: 'reject',
      message: expect.stringContaining('payment method 77') as string,
    });
    environment.seedStore({
      channel: '5637148326',
      operatingUnit: '052',
      store: 'HOUSTON',
      tenders: { '77': '110180' },
    });
    environment.runBatch();
    expect(await system.call('confirmPosting', document)).toMatchObject({ total: usd('108.25') });
  });

  test('never comes for a transaction that is voided or gone', async () => {
    const { system, environment } = open();
    const document = await system.call('createOrder', plainSale());
    environment.changeRow('RetailTransactions', 0, { TransactionStatus: 'Voided' });
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'conflict' });
    for (const id of ['052/000003/CD-other', '052/000003', 'nonsense', '%/%/%']) {
      await expect(system.call('confirmPosting', { ...document, id })).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});

describe('a period that is closed', () => {
  test('holds a sale before it is written, because nobody can move its business date afterwards', async () => {
    const { system, environment } = open();
    environment.closePeriod('2026-11-27');
    await expect(system.call('createOrder', plainSale(), { key: 'k' })).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
    });
    expect(environment.books.tillTransactions()).toEqual([]);
    environment.reopenPeriod('2026-11-27');
    await system.call('createOrder', plainSale(), { key: 'k' });
    expect(environment.books.tillTransactions()).toHaveLength(1);
  });

  test('is asked about once for the sales of some minutes', async () => {
    const { system, clock } = open();
    const asked = () => system.exchanges.filter((it) => it.path.includes('FiscalPeriods')).length;
    await system.call('createOrder', tillSale(seededRandom(1)));
    const once = asked();
    await system.call('createOrder', tillSale(seededRandom(2)));
    expect(asked()).toBe(once);
    await clock.advance(300_000);
    await system.call('createOrder', tillSale(seededRandom(3)));
    expect(asked()).toBe(2 * once);
  });

  test('moves it to the next open day where the configuration says so, and it is found there again', async () => {
    const { system, environment, reconfigure } = open({}, { settings: { closedPeriod: 'next-open-day' } });
    environment.closePeriod('2026-11-27');
    const document = await system.call('createOrder', plainSale());
    expect(environment.books.tillTransactions()).toMatchObject([{ businessDate: '2026-12-01' }]);
    expect(await reconfigure({}).call('createOrder', plainSale())).toMatchObject({ id: document.id });
    environment.runBatch();
    expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-12-01' });
  });

  test('is refused where the configuration says so', async () => {
    const { system, environment } = open({}, { settings: { closedPeriod: 'reject' } });
    environment.closePeriod('2026-11-27');
    const refusal = { code: 'period-closed', disposition: 'reject' };
    await expect(system.call('createOrder', plainSale())).rejects.toMatchObject(refusal);
  });

  test('that closed before the statement holds the posting, or refuses it', async () => {
    for (const [closedPeriod, disposition] of [
      ['hold', 'retry'],
      ['next-open-day', 'retry'],
      ['reject', 'reject'],
    ] as const) {
      const { system, environment } = open({}, { settings: { closedPeriod } });
      const document = await system.call('createOrder', plainSale());
      environment.closePeriod('2026-11-27');
      environment.runBatch();
      await expect(system.call('confirmPosting', document), closedPeriod).rejects.toMatchObject({
        code: 'period-closed',
        disposition,
      });
      environment.reopenPeriod('2026-11-27');
      environment.runBatch();
      expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-11-27' });
    }
  });
});

describe('a till sale as an order that is posted at once', () => {
  const orders = { as: 'orders' } as const;

  test('has left, is billed and paid when the call is over', async () => {
    const { system, environment } = openTills(orders);
    const document = await system.call('createOrder', plainSale());
    const [invoice] = environment.books.invoices();
    expect(document).toMatchObject({ type: 'salesInvoice', id: invoice?.number });
    expect(environment.books.orders()).toMatchObject([{ status: 'Invoiced', total: 108.25 }]);
    expect(environment.books.paymentJournals()).toMatchObject([
      { description: 'CD_PAY_till-1-42-T1', posted: true, credit: 825 },
      { description: 'CD_PAY_till-1-42-T2', posted: true, credit: 10_000 },
    ]);
  });

  test('on account is paid later', async () => {
    const { system, environment } = openTills(orders);
    await system.call('createOrder', plainSale({ tenders: [{ kind: 'invoice', amount: usd('108.25') }] }));
    expect(environment.books.invoices()).toHaveLength(1);
    expect(environment.books.paymentJournals()).toEqual([]);
  });

  test('with a means that has no account, or money that went back, is refused before anything is written', async () => {
    const { system, environment } = openTills(orders);
    const cheque = plainSale({ tenders: [{ kind: 'cheque', amount: usd('108.25') }] });
    await expect(system.call('createOrder', cheque)).rejects.toMatchObject({
      code: 'unmapped',
      path: 'tenders.0.kind',
    });
    const change = plainSale({
      tenders: [
        { kind: 'card', amount: usd('120') },
        { kind: 'cash', amount: usd('-11.75') },
      ],
    });
    await expect(system.call('createOrder', change)).rejects.toMatchObject({
      code: 'unsupported-document',
      path: 'tenders.1.amount',
    });
    expect(environment.books.orders()).toEqual([]);
  });

  test('of which something is still to be shipped, or that is none of the channels’, waits for its parcel', async () => {
    const { system, environment } = openTills(orders);
    const [line] = plainSale().lines;
    expect(await system.call('createOrder', plainSale({ lines: [{ ...line, method: 'ship' }] }))).toMatchObject({
      type: 'salesOrder',
    });
    expect(await system.call('createOrder', plainSale({ ref: 'web-1', channel: 'web' }))).toMatchObject({
      type: 'salesOrder',
    });
    expect(environment.books.invoices()).toEqual([]);
  });

  test('is waited for where batch jobs post', async () => {
    const { system, environment, clock } = openTills(orders, {
      settings: { posting: { by: 'batch' } },
      simulator: { postingService: false },
    });
    await expect(system.call('createOrder', plainSale(), { key: 'k' })).rejects.toMatchObject({
      code: 'posting-pending',
    });
    await clock.advance(1_200_000);
    expect(await system.call('createOrder', plainSale(), { key: 'k' })).toMatchObject({ type: 'salesInvoice' });
    expect(environment.books.orders()).toHaveLength(1);
    expect(environment.books.paymentJournals()).toHaveLength(2);
  });
});
