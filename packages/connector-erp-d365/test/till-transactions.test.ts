import { seededRandom } from '@crossdock/core';
import { generateReturn } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { tillSale } from './till-doors.ts';
import { openTransactions, plainSale, usd } from './till-sales.ts';

const rowsOf = ({ environment }: ReturnType<typeof openTransactions>, set: string) => environment.rowsOf(set);

describe('a till sale as a store transaction', () => {
  test('has its header, lines, taxes and payments in the words of Commerce', async () => {
    const opened = openTransactions(
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
    const opened = openTransactions();
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

  test('late in the evening is of that day at the store, whatever day it is in UTC', async () => {
    const opened = openTransactions({}, { settings: { timeZone: 'America/Chicago' } });
    await opened.system.call('createOrder', plainSale({ occurredAt: '2026-11-28T05:59:59Z' }));
    expect(rowsOf(opened, 'RetailTransactions')).toMatchObject([
      {
        TransactionTime: 86_399,
        TransactionDate: '2026-11-27T12:00:00Z',
        businessDate: '2026-11-27T12:00:00Z',
      },
    ]);
  });

  test('takes the default terminal of its store, padded, and units leave with the statement', async () => {
    const opened = openTransactions();
    opened.environment.seedStock('SHOE-42', '12', 10);
    await opened.system.call('createOrder', plainSale({ location: 'store-2', register: 'unknown' }));
    expect(rowsOf(opened, 'RetailTransactions')).toMatchObject([{ OperatingUnitNumber: '053', Terminal: '000009' }]);
    opened.environment.runBatch();
    expect(opened.environment.books.onHand('SHOE-42', '12')).toBe(8);
  });

  test('that is not paid in full, or is finer than a cent, is refused', async () => {
    const { system, environment } = openTransactions();
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
    const { system, environment } = openTransactions(changes);
    await expect(system.call('createOrder', sale)).rejects.toMatchObject({ code: 'unmapped', path });
    expect(environment.books.tillTransactions()).toEqual([]);
  });

  test('without a location goes nowhere when there is no default', async () => {
    const { system } = openTransactions({}, { settings: { defaultLocation: undefined } });
    const { location: _, ...sale } = plainSale();
    await expect(system.call('createOrder', sale)).rejects.toMatchObject({ path: 'location' });
  });

  test('that says something else under the same reference is a conflict, never written over', async () => {
    const { system, environment, reconfigure } = openTransactions();
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
    const { system, environment, reconfigure } = openTransactions();
    await system.call('createOrder', plainSale());
    environment.copyRow('RetailTransactionSalesLinesV2', 0, { LineNumber: 2, ItemId: 'SOCKS' });
    await expect(reconfigure({}).call('createOrder', plainSale())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('under a number that somebody else uses is a conflict', async () => {
    const { system, environment, reconfigure } = openTransactions();
    await system.call('createOrder', plainSale({ ref: 'till-1-42' }));
    environment.changeRow('RetailTransactions', 0, { ChannelReferenceId: 'stranger' });
    await expect(reconfigure({}).call('createOrder', plainSale())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is all or nothing: a payment that the environment refuses leaves no header', async () => {
    const { system, environment } = openTransactions();
    await system.call('createOrder', plainSale());
    environment.changeRow('RetailStores', 0, { StoreNumber: 'ELSEWHERE' });
    await expect(system.call('createOrder', plainSale({ ref: 'till-1-43' }))).rejects.toMatchObject({
      code: 'unmapped',
    });
    expect(environment.books.tillTransactions().map((it) => it.reference)).toEqual(['till-1-42']);
  });
});

test('where the environment keeps what is sold as positive, sales and returns balance the other way round', async () => {
  const { system, environment } = openTransactions({ sold: 'positive' }, { simulator: { retailSigns: 'positive' } });
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
  const { system, environment } = openTransactions({ sold: 'positive' });
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
    const opened = openTransactions();
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
    const opened = openTransactions();
    await opened.system.call('createOrder', tillSale(seededRandom(2)));
    opened.environment.changeRow('RetailTransactions', 0, { ChannelReferenceId: 'stranger' });
    await opened.system.call('processReturn', back());
    const lines = rowsOf(opened, 'RetailTransactionSalesLinesV2').filter((it) => it['OperatingUnitNumber'] === '053');
    expect(lines.map((it) => it['ReturnTransactionNumber'])).toEqual(lines.map(() => ''));
  });

  test('without the sale is booked on its own', async () => {
    const opened = openTransactions();
    await opened.system.call('processReturn', back());
    expect(rowsOf(opened, 'RetailTransactions')).toMatchObject([{ SaleIsReturnSale: 'Yes' }]);
    for (const line of rowsOf(opened, 'RetailTransactionSalesLinesV2'))
      expect(line['ReturnTransactionNumber']).toBe('');
  });
});
