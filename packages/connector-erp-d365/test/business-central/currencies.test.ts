/** Documents in another currency than the ledger's. */
import { type Order, Return } from '@crossdock/core';
import { expect, test } from 'vitest';
import { aSale, invoicesOf, occurredAt, openCompany, openOrder, usd } from './company.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** A company in dollars that sells in euros, and in yen. */
function openAbroad(over: Parameters<typeof openCompany>[0] = {}) {
  const open = openCompany({ ...over, settings: { currencies: { EUR: 'EURO', JPY: 'JPY' }, ...over.settings } });
  open.company.seedCurrency('EURO', 1.0837);
  open.company.seedCurrency('JPY', 0.0066, 1);
  open.company.seedCurrency('GBP', 1.27);
  return open;
}

/** The order of {@link aSale}, in another currency. */
const inCurrency = (ref: string, currency: string): Order =>
  JSON.parse(JSON.stringify(aSale(ref)).replaceAll('USD', currency)) as Order;

const parcel = (lines: readonly (readonly [lineId: string, amount: string])[], ref = 'shop-1-F1') => ({
  ref,
  orderRef: 'shop-1',
  occurredAt,
  lines: lines.map(([lineId, amount]) => ({ lineId, quantity: { amount } })),
});

test('an order in another currency is kept in it, from the order to its invoices', async () => {
  const { company, system } = openAbroad();
  const booked = await system.call('createOrder', inCurrency('shop-1', 'EUR'));
  expect(openOrder(company, 'shop-1')).toMatchObject({ currencyCode: 'EURO', total: 142.48 });
  expect(await system.call('getOrder', { orderRef: 'shop-1' })).toMatchObject({
    currency: 'EUR',
    total: eur('142.48'),
    lines: [{ gross: eur('100.00') }, { gross: eur('30.00') }],
  });
  await system.call('recordFulfillment', parcel([['1', '1']]));
  await system.call(
    'recordFulfillment',
    parcel(
      [
        ['1', '1'],
        ['2', '1'],
      ],
      'shop-1-F2',
    ),
  );
  expect(invoicesOf(company, 'shop-1')).toMatchObject([{ currencyCode: 'EURO' }, { currencyCode: 'EURO' }]);
  expect(await system.call('getOrder', { orderRef: 'shop-1' })).toMatchObject({ total: eur('142.48') });
  const expected = { total: eur('142.48') };
  expect(await system.call('confirmPosting', { document: booked, expected })).toMatchObject({
    total: eur('142.48'),
    debit: eur('142.48'),
    credit: eur('142.48'),
  });
  // The ledger is in dollars.
  const { debit, credit } = company.books.trialBalance();
  expect(debit).toBe(credit);
  expect(Math.abs(debit - Math.round(14_248 * 1.0837))).toBeLessThan(5);
});

test('entries of a bill in another currency that do not balance confirm nothing', async () => {
  const { system } = openAbroad({
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      const answer = await platform.handle(request);
      if (!request.url.includes('/generalLedgerEntries')) return answer;
      const { value, ...rest } = (await answer.json()) as { readonly value: readonly object[] };
      return Response.json({ ...rest, value: value.slice(1) });
    },
  });
  await system.call('createOrder', inCurrency('shop-1', 'EUR'));
  const bill = await system.call('postInvoice', {
    ref: 'shop-1-I1',
    orderRef: 'shop-1',
    kind: 'cash-sale',
    occurredAt,
  });
  await expect(system.call('confirmPosting', bill)).rejects.toMatchObject({ code: 'unbalanced' });
});

test('orders in several currencies are listed, each in its own; one that is not configured is refused by name', async () => {
  const { company, system, reconfigure } = openAbroad();
  await system.call('createOrder', aSale('shop-1'));
  await system.call('createOrder', inCurrency('shop-2', 'EUR'));
  await reconfigure({ currencies: { GBP: 'GBP' } }).call('createOrder', inCurrency('shop-3', 'GBP'));
  const { items, refused } = await system.call('listOrders', {});
  expect(items.map((it) => it.total)).toEqual([usd('142.48'), eur('142.48')]);
  const { number } = openOrder(company, 'shop-3') ?? {};
  expect(refused).toMatchObject([{ identifiers: [number], code: 'unsupported-document', path: 'currencyCode' }]);
  const asked = system.call('getOrder', { orderRef: 'shop-3' });
  await expect(asked).rejects.toMatchObject({ code: 'unsupported-document', path: 'currencyCode' });
});

test('what has no minor unit is booked to the unit, and nothing finer', async () => {
  const { company, system } = openAbroad();
  const yen = (amount: string) => ({ amount, currency: 'JPY' });
  const sale = (gross: string, amount: string, off?: string) =>
    aSale('shop-1', {
      currency: 'JPY',
      charges: [],
      lines: [
        {
          id: '1',
          sku: 'SOCKS',
          quantity: { amount },
          unitPrice: yen('1'),
          gross: yen(gross),
          discounts: off === undefined ? [] : [{ amount: yen(off) }],
        },
      ],
      total: yen(gross),
      outstanding: yen(gross),
    });
  await system.call('createOrder', sale('10000', '29997'));
  expect(openOrder(company, 'shop-1')?.total).toBe(10_000);
  expect(await system.call('getOrder', { orderRef: 'shop-1' })).toMatchObject({ total: yen('10000') });
  const fine = { ...sale('10.5', '1'), ref: 'shop-2' };
  await expect(system.call('createOrder', fine)).rejects.toMatchObject({ code: 'unsupported-document' });
});

test('a return in another currency is a credit memo in it, and its money is for a person', async () => {
  const { company, system } = openAbroad();
  const back = (over: object) =>
    Return.parse({
      ref: 'shop-1-R1',
      orderRef: 'shop-1',
      channel: 'web',
      occurredAt,
      currency: 'EUR',
      taxIncluded: false,
      lines: [{ id: '1', sku: 'SOCKS', quantity: { amount: '1' }, disposition: 'restock', gross: eur('50.00') }],
      total: eur('50.00'),
      ...over,
    });
  const paid = back({ tenders: [{ kind: 'card', amount: eur('50.00') }], outstanding: eur('0') });
  await expect(system.call('processReturn', paid)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'tenders.0.amount',
  });
  expect(company.books.creditMemos()).toEqual([]);
  const credit = await system.call('processReturn', back({ outstanding: eur('50.00') }));
  expect(company.books.creditMemos()).toMatchObject([{ currencyCode: 'EURO', total: 50, status: 'Open' }]);
  expect(await system.call('confirmPosting', credit)).toMatchObject({ total: eur('50.00'), debit: eur('50.00') });
});

test('journals have the currency of the ledger: another one is refused by path', async () => {
  const { company, system } = openAbroad();
  await system.call('createOrder', inCurrency('shop-1', 'EUR'));
  const tender = { kind: 'card', amount: eur('142.48') } as const;
  const payment = { ref: 'shop-1-P1', orderRef: 'shop-1', tender, occurredAt };
  await expect(system.call('recordPayment', payment)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'tender.amount',
  });
  const lines = [
    { account: 'cash', debit: eur('1.00') },
    { account: 'sales', credit: eur('1.00') },
  ];
  const entry = { ref: 'day-17', occurredAt, businessDate: '2026-11-27', currency: 'EUR', lines };
  await expect(system.call('postJournal', entry)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'currency',
  });
  expect(company.books.ledger()).toEqual([]);
});

test('money in the currency of the ledger is not applied to a bill in another', async () => {
  const { company, system } = openAbroad();
  await system.call('createOrder', inCurrency('shop-1', 'EUR'));
  const sale = await system.call('postInvoice', {
    ref: 'shop-1-I1',
    orderRef: 'shop-1',
    kind: 'cash-sale',
    occurredAt,
  });
  const tender = { kind: 'other', amount: usd('154.41') } as const;
  await system.call('recordPayment', { ref: 'shop-1-P1', orderRef: 'shop-1', tender, occurredAt });
  await system.call('recordPayment', { ref: 'shop-1-P2', orderRef: 'shop-1', sale, tender, occurredAt });
  expect(company.books.payments().map(({ bill }) => bill)).toEqual(['', '']);
});

test('a currency that is not configured is refused before anything is written', async () => {
  const { company, system } = openAbroad();
  await expect(system.call('createOrder', inCurrency('shop-1', 'GBP'))).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'currency',
    message: expect.stringContaining('currencies.GBP'),
  });
  expect([company.books.orders(), company.books.journals()]).toEqual([[], []]);
});

test('an order that the customer’s own currency puts in another one is taken back', async () => {
  const { company, reconfigure } = openAbroad();
  company.seedCustomer('PARIS', { currencyCode: 'EURO' });
  const system = reconfigure({ customer: 'PARIS' });
  await expect(system.call('createOrder', aSale('shop-1'))).rejects.toMatchObject({
    code: 'unbalanced',
    path: 'currency',
  });
  expect(company.books.orders()).toEqual([]);
  expect(await system.call('createOrder', inCurrency('shop-1', 'EUR'))).toMatchObject({ type: 'salesOrder' });
});

test('a bill of others in a currency that is none of ours is no news', async () => {
  const { system, reconfigure } = openAbroad();
  const others = reconfigure({ currencies: { GBP: 'GBP' } });
  await others.call('createOrder', inCurrency('shop-1', 'GBP'));
  await others.call('postInvoice', { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt });
  const window = { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', signal: new AbortController().signal };
  const told = async (it: typeof system) => {
    const events = [];
    for await (const event of it.connection.events?.sweeps?.['invoices']?.run(window) ?? []) events.push(event);
    return events;
  };
  expect(await told(system)).toEqual([]);
  expect(await told(others)).toMatchObject([
    { name: 'posting.confirmed', data: { total: { amount: '142.48', currency: 'GBP' } } },
  ]);
});

test('a currency that the company does not have, or keeps its ledger in, is told at the start', async () => {
  const check = ({ system }: ReturnType<typeof openAbroad>) =>
    system.clock.settle(system.connection.check?.(new AbortController().signal) ?? Promise.resolve([]));
  expect(await check(openAbroad({ settings: { currencies: { CHF: 'CHF' } } }))).toMatchObject([
    { path: 'currencies.CHF', message: "Business Central has no currency 'CHF'" },
  ]);
  expect(await check(openAbroad({ simulator: { currency: 'CAD' } }))).toMatchObject([
    { path: 'currency', message: 'The ledger of Business Central is kept in CAD' },
  ]);
  expect(await check(openAbroad({ simulator: { ledgerSetup: false } }))).toEqual([]);
});
