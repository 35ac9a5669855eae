import { Return, seededRandom } from '@crossdock/core';
import { generateFulfillment, generateOrder, generateReturn } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { bookedOrder, openEnvironment, skus } from './environment.ts';

const occurredAt = '2026-11-27T10:00:00Z';
const usd = (amount: string) => ({ amount, currency: 'USD' });

const back = (changes: object) =>
  Return.parse({
    ref: 'shop-9-R1',
    orderRef: 'shop-9',
    refs: {},
    channel: 'web',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    location: 'store-1',
    lines: [],
    total: usd('0'),
    outstanding: usd('0'),
    ...changes,
  });

const shoe = (disposition: string) => ({
  id: '1',
  sku: 'SHOE-42',
  quantity: { amount: '1' },
  disposition,
  gross: usd('50.00'),
  taxes: [{ name: 'Sales tax', amount: usd('4.13') }],
});

test('goods come back to stock, the fee is kept, and the credit comes to what goes back', async () => {
  const { environment, system } = openEnvironment();
  const fees = [{ kind: 'fee', gross: usd('5.00') }];
  const document = back({
    lines: [shoe('restock')],
    fees,
    total: usd('49.13'),
    tenders: [{ kind: 'card', amount: usd('49.13') }],
  });
  const credit = await system.call('processReturn', document);
  expect(environment.books.invoices()).toMatchObject([{ number: credit.id, total: -49.13 }]);
  expect(bookedOrder(environment, document)?.lines).toMatchObject([
    { item: 'SHOE-42', quantity: -1, amount: -50, delivered: -1, invoiced: -1 },
    { item: 'FEE', quantity: 1, amount: 5 },
    { item: 'TAX', quantity: -1, amount: -4.13 },
  ]);
  expect(environment.books.paymentJournals()).toMatchObject([{ posted: true, debit: 4913, credit: 0 }]);
  // What went back is told as it is in the return, not as the invoice of less than nothing that it is here.
  const expected = { total: document.total };
  expect(await system.call('confirmPosting', { document: credit, expected })).toMatchObject(expected);
  const { debit, credit: credited } = environment.books.trialBalance();
  expect(debit).toBe(credited);
});

test('money without goods moves no stock', async () => {
  const { environment, system } = openEnvironment();
  const document = back({ lines: [shoe('not-returned')], total: usd('54.13'), outstanding: usd('54.13') });
  await system.call('processReturn', document);
  expect(bookedOrder(environment, document)?.lines.map((line) => line.item)).toEqual(['ALLOWANCE', 'TAX']);
  expect(environment.books.paymentJournals()).toEqual([]);
});

test('an exchange counts what is given out once', async () => {
  const { environment, system } = openEnvironment();
  const exchange = [
    { id: '7', sku: 'BELT-90', quantity: { amount: '1' }, unitPrice: usd('70'), gross: usd('70'), refs: {} },
  ];
  const document = back({
    lines: [{ ...shoe('restock'), taxes: [] }],
    exchange,
    total: usd('-20'),
    tenders: [{ kind: 'card', amount: usd('-20') }],
  });
  await system.call('processReturn', document);
  expect(environment.books.invoices()).toMatchObject([{ total: 20 }]);
  expect(environment.books.paymentJournals()).toMatchObject([{ debit: 0, credit: 2000 }]);
});

test('whichever answer is lost on the way, credit note and refund are there once', async () => {
  for (let request = 0; request < 14; request++) {
    const { environment, system } = openEnvironment();
    const order = generateOrder(seededRandom(5), { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
    await system.call('createOrder', order);
    await system.call('recordFulfillment', generateFulfillment(seededRandom(5), order));
    const document = generateReturn(seededRandom(5), order, { location: 'store-1' });
    let seen = 0;
    environment.faults.arm('lost-reply', { match: (subject) => !subject.startsWith('GET') && seen++ === request });
    const call = () => system.call('processReturn', document, { key: 'k' });
    await call().catch(async () => {
      await system.clock.advance(120_000);
      return call();
    });
    const number = bookedOrder(environment, document)?.number;
    expect(
      environment.books.invoices().filter((it) => it.order === number),
      `request ${request}`,
    ).toHaveLength(1);
    expect(environment.books.paymentJournals(), `request ${request}`).toHaveLength(document.tenders.length);
  }
});

test('goods that do not go back to stock need a service item', async () => {
  const { system } = openEnvironment({ settings: { returns: {} } });
  const document = back({ lines: [shoe('damaged')], total: usd('54.13'), outstanding: usd('54.13') });
  await expect(system.call('processReturn', document)).rejects.toMatchObject({
    code: 'unmapped',
    path: 'lines.0.disposition',
  });
});

test('a return on account lessens what the customer owes, and moves no money', async () => {
  const { environment, system } = openEnvironment();
  const tenders = [{ kind: 'invoice' as const, amount: usd('54.13') }];
  const document = back({ lines: [shoe('restock')], total: usd('54.13'), tenders });
  const credit = await system.call('processReturn', document);
  expect(environment.books.invoices()).toMatchObject([{ number: credit.id, total: -54.13 }]);
  expect(environment.books.paymentJournals()).toEqual([]);
});

test('money back by a means that has no account is refused before anything is written', async () => {
  const { environment, system } = openEnvironment();
  const tenders = [{ kind: 'cheque' as const, amount: usd('54.13') }];
  const document = back({ lines: [shoe('restock')], total: usd('54.13'), tenders });
  await expect(system.call('processReturn', document)).rejects.toMatchObject({
    code: 'unmapped',
    path: 'tenders.0.kind',
  });
  expect(environment.books.orders()).toEqual([]);
});
