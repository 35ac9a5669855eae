import { seededRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { asTransactions, tillSale } from './till-doors.ts';
import { openTransactions, plainSale, usd } from './till-sales.ts';

describe('a statement', () => {
  test('is waited for, and its state is told while it lasts', async () => {
    const { system, environment } = openTransactions();
    const document = await system.call('createOrder', plainSale());
    await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'posting-pending' });
    environment.runBatch();
    expect(await system.call('confirmPosting', document)).toMatchObject({
      total: usd('108.25'),
      postingDate: '2026-11-27',
    });
  });

  test('gathers the sales of a store and day into one invoice, which balances', async () => {
    const { system, environment } = openTransactions();
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
    const { system, environment } = openTransactions({ tenders: { ...asTransactions.tenders, cash: '77' } });
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

  test('that is still calculated, or whose invoice is not told yet, is waited for', async () => {
    const { system, environment } = openTransactions();
    const document = await system.call('createOrder', plainSale());
    environment.runBatch();
    const state = 'RetailEodTransactionTableBIEntities';
    const { InvoiceId = '' } = environment.rowsOf(state)[0] ?? {};
    for (const changes of [{ PostingStatus: 'Calculated' }, { InvoiceId: '' }, { InvoiceId: 'INV-999999' }]) {
      environment.changeRow(state, 0, { PostingStatus: 'Posted', InvoiceId, ...changes });
      await expect(system.call('confirmPosting', document)).rejects.toMatchObject({ code: 'posting-pending' });
    }
    environment.changeRow(state, 0, { PostingStatus: 'Posted', InvoiceId });
    expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-11-27' });
  });

  test('never comes for a transaction that is voided or gone', async () => {
    const { system, environment } = openTransactions();
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
    const { system, environment } = openTransactions();
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
    const { system, clock } = openTransactions();
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
    const { system, environment, reconfigure } = openTransactions({}, { settings: { closedPeriod: 'next-open-day' } });
    environment.closePeriod('2026-11-27');
    const document = await system.call('createOrder', plainSale());
    expect(environment.books.tillTransactions()).toMatchObject([{ businessDate: '2026-12-01' }]);
    expect(await reconfigure({}).call('createOrder', plainSale())).toMatchObject({ id: document.id });
    environment.runBatch();
    expect(await system.call('confirmPosting', document)).toMatchObject({ postingDate: '2026-12-01' });
  });

  test('is refused where the configuration says so', async () => {
    const { system, environment } = openTransactions({}, { settings: { closedPeriod: 'reject' } });
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
      const { system, environment } = openTransactions({}, { settings: { closedPeriod } });
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
