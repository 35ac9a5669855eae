import { type JournalEntry, Return } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { documentNumberOf, externalNumberOf, journalCodeOf } from '../../src/business-central/references.ts';
import { aSale, invoicesOf, occurredAt, openCompany, usd } from './company.ts';

const entry = (over: Partial<JournalEntry> = {}) => ({
  ref: 'day-17',
  occurredAt,
  businessDate: '2026-11-27',
  currency: 'USD',
  lines: [
    { account: 'cash', debit: usd('120.50') },
    { account: 'sales', credit: usd('120.50') },
  ],
  ...over,
});

const back = (over: object) =>
  Return.parse({
    ref: 'shop-1-R1',
    orderRef: 'shop-1',
    refs: {},
    channel: 'web',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    location: 'store-1',
    lines: [],
    total: usd('0'),
    outstanding: usd('0'),
    ...over,
  });

const shoe = (disposition: string) => ({
  id: '1',
  sku: 'SHOE-42',
  quantity: { amount: '1' },
  disposition,
  gross: usd('50.00'),
  taxes: [{ name: 'Sales tax', amount: usd('4.13') }],
});

test('goods come back to stock, the fee is kept, the money goes out, and the ledger balances', async () => {
  const { company, system } = openCompany();
  const credit = await system.call(
    'processReturn',
    back({
      lines: [shoe('restock')],
      fees: [{ kind: 'fee', gross: usd('5.00') }],
      total: usd('49.13'),
      tenders: [{ kind: 'card', amount: usd('49.13') }],
    }),
  );
  expect(company.books.creditMemos()).toMatchObject([
    { number: credit.number, total: 49.13, externalDocumentNumber: externalNumberOf('shop-1-R1'), status: 'Open' },
  ]);
  expect(company.books.creditMemos()[0]?.lines.map(({ object, quantity }) => [object, quantity])).toEqual([
    ['SHOE-42', 1],
    ['4410', -1],
    ['4420', 1],
  ]);
  expect(company.books.onHand('SHOE-42', 'MAIN')).toBe(1);
  const { debit, credit: credited } = company.books.trialBalance();
  expect(debit).toBe(credited);
  expect(company.books.ledger()).toHaveLength(2);
  expect(await system.call('confirmPosting', credit)).toMatchObject({ total: usd('49.13') });
});

test('money without goods moves no stock', async () => {
  const { company, system } = openCompany();
  await system.call(
    'processReturn',
    back({ lines: [shoe('not-returned')], total: usd('54.13'), outstanding: usd('54.13') }),
  );
  expect(company.books.creditMemos()[0]?.lines.map(({ object }) => object)).toEqual(['ALLOWANCE', '4420']);
  expect(company.books.onHand('SHOE-42', 'MAIN')).toBe(0);
});

test('a return on account lessens what the customer owes, and moves no money', async () => {
  const { company, system } = openCompany();
  const tenders = [{ kind: 'invoice', amount: usd('54.13') }];
  const credit = await system.call('processReturn', back({ lines: [shoe('restock')], total: usd('54.13'), tenders }));
  expect(company.books.ledger().map(({ documentNumber }) => documentNumber)).toEqual([credit.number]);
});

test('goods that never shipped are refused before anything is asked', async () => {
  const { company, system } = openCompany();
  const odd = back({ lines: [shoe('not-shipped')], total: usd('54.13'), outstanding: usd('54.13') });
  await expect(system.call('processReturn', odd)).rejects.toMatchObject({ code: 'unsupported-document' });
  expect(company.books.creditMemos()).toEqual([]);
});

test.each([true, false])(
  'an exchange that costs more is an invoice (new id when posted: %s)',
  async (newIdWhenPosted) => {
    const { company, system } = openCompany({ simulator: { newIdWhenPosted } });
    const exchange = [
      { id: 'x', sku: 'SHOE-43', quantity: { amount: '1' }, unitPrice: usd('80'), gross: usd('80.00'), refs: {} },
    ];
    const document = back({
      lines: [shoe('restock')],
      exchange,
      total: usd('-25.87'),
      tenders: [{ kind: 'card', amount: usd('-25.87') }],
    });
    const bill = await system.call('processReturn', document);
    expect(bill.type).toBe('salesInvoice');
    expect(company.books.invoices()).toMatchObject([{ number: bill.number, total: 25.87, orderNumber: '' }]);
    expect([company.books.onHand('SHOE-42', 'MAIN'), company.books.onHand('SHOE-43', 'MAIN')]).toEqual([1, -1]);
    expect(await system.call('processReturn', document)).toMatchObject({ id: bill.id });
  },
);

test('a return whose posting was interrupted is posted, and not made again', async () => {
  const { company, reconfigure } = openCompany();
  const document = back({ lines: [shoe('restock')], total: usd('54.13'), outstanding: usd('54.13') });
  const first = reconfigure();
  company.faults.arm('error-before', { match: (it) => it.endsWith('Microsoft.NAV.post'), times: 99 });
  await first.call('processReturn', document).catch(() => undefined);
  expect(company.books.creditMemos()).toMatchObject([{ status: 'Draft' }]);
  company.faults.clear();
  await reconfigure().call('processReturn', document);
  expect(company.books.creditMemos()).toMatchObject([{ status: 'Open', total: 54.13 }]);
});

test('a posted credit memo that comes to something else is not taken for this return', async () => {
  const { company, system } = openCompany();
  const document = back({ lines: [shoe('restock')], total: usd('54.13'), outstanding: usd('54.13') });
  await system.call('processReturn', document);
  const exchange = [{ kind: 'fee', gross: usd('1.00') }];
  const tenders = [{ kind: 'card', amount: usd('53.13') }];
  const other = back({ lines: [shoe('restock')], fees: exchange, total: usd('53.13'), tenders });
  await expect(system.call('processReturn', other)).rejects.toMatchObject({ code: 'unbalanced' });
  expect(company.books.creditMemos()).toMatchObject([{ total: 54.13 }]);
});

test('a tender that cannot go back is refused before anything is written', async () => {
  const { company, system } = openCompany();
  const tenders = [{ kind: 'other', amount: usd('54.13') }];
  const document = back({ lines: [shoe('restock')], total: usd('54.13'), tenders });
  const failure = system.call('processReturn', document);
  await expect(failure).rejects.toMatchObject({ code: 'unsupported-document', path: 'tenders.0.kind' });
  expect(company.books.creditMemos()).toEqual([]);
});

test('a journal entry is a document of a journal of its own, which goes when it is posted', async () => {
  const { company, system } = openCompany();
  const posted = await system.call('postJournal', entry());
  expect(company.books.ledger()).toEqual([
    {
      documentNumber: documentNumberOf('CD', 'J', 'day-17'),
      postingDate: '2026-11-27',
      debit: 12050,
      credit: 12050,
      accounts: ['1010', '4440'],
    },
  ]);
  expect(company.books.journals()).toEqual([]);
  expect(await system.call('confirmPosting', posted)).toMatchObject({ debit: usd('120.50'), total: usd('120.50') });
});

test('a journal that was interrupted before it was posted is completed, and one with other lines is refused', async () => {
  const { company, system, reconfigure } = openCompany({ settings: { atomicPosting: false } });
  company.faults.arm('error-before', { match: (it) => it.endsWith('Microsoft.NAV.post'), times: 99 });
  await reconfigure()
    .call('postJournal', entry())
    .catch(() => undefined);
  const code = journalCodeOf(documentNumberOf('CD', 'J', 'day-17'));
  expect(company.books.journals()).toEqual([{ code, lines: 2 }]);
  company.faults.clear();
  const other = entry({
    lines: [
      { account: 'cash', debit: usd('99.00') },
      { account: 'sales', credit: usd('99.00') },
    ] as never,
  });
  await expect(system.call('postJournal', other)).rejects.toMatchObject({ code: 'conflict', path: 'lines' });
  await system.call('postJournal', entry());
  expect(company.books.ledger()).toMatchObject([{ debit: 12050 }]);
});

test('money that came in by a payment journal is a line there, applied to the bill, and is in the ledger once somebody posts it', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  await system.call('postInvoice', { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt });
  const [bill] = invoicesOf(company, 'shop-1');
  const payment = {
    ref: 'shop-1-P1',
    orderRef: 'shop-1',
    tender: { kind: 'other', amount: usd('142.48') },
    occurredAt,
  } as const;
  const booked = await system.call('recordPayment', payment);
  expect(company.books.payments()).toEqual([
    { documentNumber: documentNumberOf('CD', 'P', 'shop-1-P1'), amount: -142.48, bill: bill?.number },
  ]);
  await expect(system.call('confirmPosting', booked)).rejects.toMatchObject({ code: 'posting-pending' });
  company.postPayments('CARDS');
  expect(await system.call('recordPayment', payment)).toMatchObject({ id: booked.id, type: booked.type });
  expect(company.books.payments()).toEqual([]);
  expect(await system.call('confirmPosting', booked)).toMatchObject({ total: usd('142.48') });
});

test('a payment whose answer is lost is one payment', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  company.faults.arm('lost-reply', { match: (it) => it.endsWith('customerPayments') });
  const tender = { kind: 'other', amount: usd('1.00') } as const;
  await system.call('recordPayment', { ref: 'shop-1-P1', orderRef: 'shop-1', tender, occurredAt });
  expect(company.books.payments()).toHaveLength(1);
});

test.each(['0.00', '-5.00'])('a payment of %s is none, and is refused', async (amount) => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  const tender = { kind: 'card', amount: usd(amount) } as const;
  const failure = system.call('recordPayment', { ref: 'p-1', orderRef: 'shop-1', tender, occurredAt });
  await expect(failure).rejects.toMatchObject({ code: 'unsupported-document', path: 'tender.amount' });
  expect(company.books.ledger()).toEqual([]);
});

test('money for an order that is not there is refused', async () => {
  const { system } = openCompany();
  const tender = { kind: 'card', amount: usd('1.00') } as const;
  const failure = system.call('recordPayment', { ref: 'p-1', orderRef: 'shop-0', tender, occurredAt });
  await expect(failure).rejects.toMatchObject({ code: 'not-found', path: 'orderRef' });
});

test('a day that cannot be posted on is held, and posted when it can be', async () => {
  const { company, system } = openCompany();
  company.allowPosting('2026-12-01', '2026-12-31');
  const held = system.call('postJournal', entry());
  await expect(held).rejects.toMatchObject({ code: 'period-closed', disposition: 'retry', retryAfterMs: 3_600_000 });
  expect([company.books.ledger(), company.books.journals()]).toEqual([[], []]);
  company.allowPosting();
  await system.call('postJournal', entry());
  expect(company.books.ledger()).toHaveLength(1);
});

test.each([true, false])(
  'the next open day is taken where that is asked for (setup readable: %s)',
  async (ledgerSetup) => {
    const settings = { closedPeriod: 'next-open-day' } as const;
    const { company, system } = openCompany({ settings, simulator: { ledgerSetup } });
    company.closePeriod('2026-11-27');
    await system.call('postJournal', entry());
    expect(company.books.ledger()).toMatchObject([{ postingDate: '2026-12-01' }]);
  },
);

test('a journal that was interrupted before its day was closed is posted on the next open one, where that is asked for', async () => {
  const settings = { closedPeriod: 'next-open-day', atomicPosting: false } as const;
  const { company, reconfigure } = openCompany({ settings });
  company.faults.arm('error-before', { match: (it) => it.endsWith('Microsoft.NAV.post'), times: 99 });
  await expect(reconfigure().call('postJournal', entry())).rejects.toMatchObject({ code: 'outcome-unknown' });
  company.faults.clear();
  company.allowPosting('2026-12-01');
  await reconfigure().call('postJournal', entry());
  expect(company.books.ledger()).toMatchObject([{ postingDate: '2026-12-01', debit: 12050 }]);
});

test.each([
  ['hold', undefined],
  ['next-open-day', '2026-12-01'],
] as const)('a day that is closed between the look at it and the posting (%s)', async (closedPeriod, postingDate) => {
  const { company, system } = openCompany({
    settings: { closedPeriod, atomicPosting: false },
    fetch: (target) => (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith('Microsoft.NAV.post')) target.allowPosting('2026-12-01');
      return simulatorFetch(target)(request);
    },
  });
  const posted = system.call('postJournal', entry());
  if (postingDate === undefined)
    await expect(posted).rejects.toMatchObject({ code: 'period-closed', disposition: 'retry' });
  else await posted;
  expect(company.books.ledger().map((it) => it.postingDate)).toEqual(postingDate === undefined ? [] : [postingDate]);
});

test('a closed day is refused where that is asked for, and leaves nothing behind', async () => {
  const { company, system } = openCompany({ settings: { closedPeriod: 'reject' } });
  company.closePeriod('2026-11-27');
  await expect(system.call('postJournal', entry())).rejects.toMatchObject({
    code: 'period-closed',
    disposition: 'reject',
  });
  const document = back({ lines: [shoe('restock')], total: usd('54.13'), outstanding: usd('54.13') });
  await expect(system.call('processReturn', document)).rejects.toMatchObject({ code: 'period-closed' });
  expect([company.books.journals(), company.books.creditMemos()]).toEqual([[], []]);
});

test('a parcel of a day that cannot be posted on goes to the next open one, where that is asked for', async () => {
  const { company, system } = openCompany({ settings: { closedPeriod: 'next-open-day' } });
  await system.call('createOrder', aSale('shop-1'));
  company.allowPosting('2026-12-05');
  const lines = [{ lineId: '1', quantity: { amount: '1' } }];
  await system.call('recordFulfillment', { ref: 'shop-1-F1', orderRef: 'shop-1', occurredAt, lines });
  expect(company.books.shipments()).toMatchObject([{ postingDate: '2026-12-05' }]);
});

test('dimensions of an account go with its lines', async () => {
  const cash = { number: '1010', dimensions: { STORE: '17' } };
  const { company, system } = openCompany({ settings: { accounts: { cash, sales: { number: '4440' } } } });
  await system.call('postJournal', entry());
  expect(company.books.dimensions()).toEqual([{ code: 'STORE', value: '17' }]);
});
