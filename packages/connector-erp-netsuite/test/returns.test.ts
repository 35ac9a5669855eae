/** Goods back, money back, goods in exchange: three facts, each booked once and only if it is one. */
import { type CapabilityInput, equals, money, type Order, type Return, seededRandom, sum } from '@crossdock/core';
import { generateFulfillment, generateOrder, generateReturn, type OrderKind, orderKinds } from '@crossdock/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NetsuiteSettings } from '../src/index.ts';
import { openAccount, type OpenAccount, type OpenAccountOptions, skus } from './account.ts';

const occurredAt = '2026-11-27T10:00:00Z';
const usd = (amount: string) => money(amount, 'USD');
const [shoe, otherShoe] = skus;

type ReturnInput = CapabilityInput<'processReturn'>;
type OrderInput = CapabilityInput<'createOrder'>;

/** Two pairs of shoes at 100.00 with 8.00 tax each, and shipping. */
function anOrder(over: Partial<OrderInput> = {}): OrderInput {
  const line = (id: string, sku: string) => ({
    id,
    sku,
    quantity: { amount: '2' },
    unitPrice: usd('100.00'),
    gross: usd('200.00'),
    taxes: [{ name: 'VAT', rate: '0.08', amount: usd('16.00') }],
    refs: {},
  });
  return {
    ref: 'shop-9',
    number: '#9',
    refs: {},
    channel: 'web',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    lines: [line('1', shoe), line('2', otherShoe)],
    charges: [{ kind: 'shipping', gross: usd('5.00') }],
    total: usd('437.00'),
    tenders: [{ kind: 'card', amount: usd('437.00') }],
    outstanding: usd('0.00'),
    ...over,
  };
}

async function sold(
  kind: 'cash-sale' | 'invoice' = 'cash-sale',
  options: OpenAccountOptions = {},
  order: OrderInput = anOrder(),
): Promise<OpenAccount> {
  const opened = openAccount(options);
  await opened.system.call('createOrder', order);
  const lines = order.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity }));
  await opened.system.call('recordFulfillment', {
    ref: `${order.ref}-F1`,
    orderRef: order.ref,
    refs: {},
    occurredAt,
    lines,
  });
  await opened.system.call('postInvoice', { ref: `${order.ref}-B1`, orderRef: order.ref, kind, occurredAt });
  return opened;
}

const back = (over: Partial<ReturnInput['lines'][number]> = {}): ReturnInput['lines'][number] => ({
  id: 'r1',
  orderLineId: '1',
  sku: shoe,
  quantity: { amount: '1' },
  disposition: 'restock',
  gross: usd('100.00'),
  taxes: [{ name: 'VAT', rate: '0.08', amount: usd('8.00') }],
  ...over,
});

function aReturn(over: Partial<ReturnInput> = {}): ReturnInput {
  const total = over.total ?? usd('108.00');
  return {
    ref: 'shop-9-R1',
    number: '#9-R1',
    orderRef: 'shop-9',
    refs: {},
    channel: 'web',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    lines: [back()],
    total,
    tenders: [{ kind: 'card', amount: total }],
    outstanding: usd('0.00'),
    ...over,
  };
}

const unitsOf = ({ account, settings }: OpenAccount, sku: string, place: string): number =>
  account.books.stock().find((it) => it.sku === sku && it.locationId === settings.locations[place])?.units ?? 0;

const ledgerOf = ({ account }: OpenAccount, externalId: string) =>
  account.books
    .ledger()
    .filter((line) => line.externalId === externalId)
    .map(({ account: id, debit, credit }) => [id, debit, credit]);

describe('a return of what was sold by cash sale', () => {
  test('is authorised, put back on the shelf and refunded: three documents, each of its own fact', async () => {
    const opened = await sold();
    const { system, account } = opened;
    expect(unitsOf(opened, shoe, 'store-1')).toBe(-2);
    const document = await system.call('processReturn', aReturn());
    const { returnAuthorizations, itemReceipts, cashRefunds, creditMemos } = account.books;
    expect(document).toMatchObject({ type: 'cashRefund', reference: 'CD_RF_shop-9-R1' });
    expect(returnAuthorizations()).toMatchObject([{ status: 'G', orderExternalId: 'CD_SO_shop-9' }]);
    expect(itemReceipts()).toMatchObject([{ lines: [{ sku: shoe, quantity: 1 }], posted: true }]);
    expect(cashRefunds()).toMatchObject([{ subtotal: '100.00', tax: '8.00', total: '108.00' }]);
    expect(creditMemos()).toEqual([]);
    expect(unitsOf(opened, shoe, 'store-1')).toBe(-1);
    expect(ledgerOf(opened, 'CD_RF_shop-9-R1')).toEqual([
      ['127', '0.00', '108.00'],
      ['54', '100.00', '0.00'],
      ['122', '8.00', '0.00'],
    ]);
    expect(account.books.balances()).toBe(true);
    expect(await system.call('confirmPosting', { document, expected: { total: usd('108.00') } })).toBeDefined();
  });

  test('a refund without goods moves no stock', async () => {
    const opened = await sold();
    await opened.system.call('processReturn', aReturn({ lines: [back({ disposition: 'not-returned' })] }));
    const { returnAuthorizations, itemReceipts, cashRefunds } = opened.account.books;
    expect([returnAuthorizations(), itemReceipts()]).toEqual([[], []]);
    expect(cashRefunds()).toMatchObject([{ total: '108.00' }]);
    expect(unitsOf(opened, shoe, 'store-1')).toBe(-2);
  });

  test('goods without a refund make no credit', async () => {
    const opened = await sold();
    const lines = [back({ gross: usd('0.00'), taxes: [] })];
    const document = await opened.system.call('processReturn', aReturn({ lines, total: usd('0.00'), tenders: [] }));
    expect(document).toMatchObject({ type: 'itemReceipt' });
    expect([...opened.account.books.cashRefunds(), ...opened.account.books.creditMemos()]).toEqual([]);
    expect(unitsOf(opened, shoe, 'store-1')).toBe(-1);
  });

  test('a fee that is kept, shipping that is refunded and goodwill are lines of the refund', async () => {
    const opened = await sold();
    const charges = [{ kind: 'shipping' as const, gross: usd('5.00') }];
    const fees = [{ kind: 'fee' as const, name: 'Restocking', gross: usd('10.00') }];
    await opened.system.call(
      'processReturn',
      aReturn({ charges, fees, adjustment: usd('1.50'), total: usd('104.50') }),
    );
    expect(opened.account.books.cashRefunds()).toMatchObject([{ total: '104.50', tax: '8.00' }]);
    expect(ledgerOf(opened, 'CD_RF_shop-9-R1')).toContainEqual(['58', '1.50', '0.00']);
  });

  test('20.00 that contain 9 % tax go back as 18.35 and 1.65', async () => {
    const opened = await sold();
    const line = back({ gross: usd('20.00'), taxes: [{ name: 'VAT', amount: usd('1.65') }] });
    await opened.system.call('processReturn', aReturn({ taxIncluded: true, lines: [line], total: usd('20.00') }));
    expect(opened.account.books.cashRefunds()).toMatchObject([{ subtotal: '18.35', tax: '1.65', total: '20.00' }]);
  });

  test('damaged goods do not go back to the shelf of the shop, even those of a line that is split', async () => {
    const opened = await sold();
    const lines = [back(), back({ id: 'r2', disposition: 'damaged' })];
    await opened.system.call('processReturn', aReturn({ lines, total: usd('216.00') }));
    expect(unitsOf(opened, shoe, 'store-1')).toBe(-1);
    expect(unitsOf(opened, shoe, 'quarantine-1')).toBe(1);
    expect(opened.account.books.itemReceipts().map((it) => it.externalId)).toEqual([
      'CD_RCT_shop-9-R1',
      'CD_RCT_shop-9-R1-2',
    ]);
    expect(opened.account.books.cashRefunds()).toMatchObject([{ total: '216.00' }]);
  });

  test('damaged goods without a place for them are refused, and leave no trace', async () => {
    const opened = await sold('cash-sale', { settings: { returns: {} } });
    const call = opened.system.call('processReturn', aReturn({ lines: [back({ disposition: 'damaged' })] }));
    await expect(call).rejects.toMatchObject({ code: 'unmapped', path: 'lines.0.disposition' });
    expect(opened.account.books.returnAuthorizations()).toEqual([]);
  });

  test('all units may come back, in several returns, and not one more', async () => {
    const opened = await sold();
    for (const serial of [1, 2])
      await opened.system.call('processReturn', aReturn({ ref: `shop-9-R${String(serial)}` }));
    const third = opened.system.call('processReturn', aReturn({ ref: 'shop-9-R3' }));
    await expect(third).rejects.toMatchObject({ code: 'conflict' });
    expect(opened.account.books.cashRefunds()).toHaveLength(2);
    expect(unitsOf(opened, shoe, 'store-1')).toBe(0);
  });
});

describe('a return of what was invoiced', () => {
  test('is a credit memo, and a customer refund for every means', async () => {
    const opened = await sold('invoice');
    const tenders = [
      { kind: 'card' as const, amount: usd('58.00') },
      { kind: 'cash' as const, amount: usd('50.00') },
    ];
    const document = await opened.system.call('processReturn', aReturn({ tenders }));
    expect(document).toMatchObject({ type: 'creditMemo' });
    expect(opened.account.books.creditMemos()).toMatchObject([{ total: '108.00', open: '0.00' }]);
    expect(opened.account.books.payments()).toMatchObject([
      { type: 'customerRefund', externalId: 'CD_CR_shop-9-R1-T1', total: '58.00', account: '127', paymentOption: '5' },
      { type: 'customerRefund', externalId: 'CD_CR_shop-9-R1-T2', total: '50.00', account: '128', paymentOption: '1' },
    ]);
    expect(opened.account.books.balances()).toBe(true);
  });

  test('what is owed to the buyer is taken off the bill that is not paid', async () => {
    const opened = await sold('invoice');
    await opened.system.call('processReturn', aReturn({ tenders: [], outstanding: usd('108.00') }));
    expect(opened.account.books.creditMemos()).toMatchObject([{ total: '108.00', open: '0.00' }]);
    expect(opened.account.books.invoices()).toMatchObject([{ total: '437.00', open: '329.00' }]);
  });

  test('what goes back on a gift card is owed to its holder', async () => {
    const opened = await sold('invoice');
    await opened.system.call('processReturn', aReturn({ tenders: [{ kind: 'gift-card', amount: usd('108.00') }] }));
    expect(opened.account.books.creditMemos()).toMatchObject([{ total: '108.00', open: '0.00' }]);
    expect(ledgerOf(opened, 'CD_INV_shop-9-R1-T1')).toEqual([
      ['119', '108.00', '0.00'],
      ['123', '0.00', '108.00'],
    ]);
    expect(opened.account.books.payments()).toEqual([]);
  });

  test('a refund that has not happened yet is left as credit', async () => {
    const opened = await sold('invoice');
    await opened.system.call('recordPayment', {
      ref: 'shop-9-P1',
      orderRef: 'shop-9',
      tender: { kind: 'card', amount: usd('437.00') },
      occurredAt,
    });
    await opened.system.call('processReturn', aReturn({ tenders: [], outstanding: usd('108.00') }));
    expect(opened.account.books.creditMemos()).toMatchObject([{ total: '108.00', open: '108.00' }]);
    expect(opened.account.books.payments().map((it) => it.type)).toEqual(['customerPayment']);
  });
});

test('a refund that is kept whole as a fee still takes the sale and its tax back', async () => {
  const opened = await sold('invoice');
  const fees = [{ kind: 'fee' as const, gross: usd('108.00') }];
  await opened.system.call('processReturn', aReturn({ fees, total: usd('0.00'), tenders: [] }));
  expect(opened.account.books.creditMemos()).toMatchObject([{ total: '0.00', tax: '8.00' }]);
  const ledger = ledgerOf(opened, 'CD_CM_shop-9-R1');
  expect(ledger).toContainEqual(['122', '8.00', '0.00']);
  expect(ledger).toContainEqual(['54', '0.00', '108.00']);
  expect(opened.account.books.balances()).toBe(true);
});

describe('an exchange', () => {
  const taken = (gross: string) => ({
    id: 'x1',
    sku: skus[2],
    quantity: { amount: '1' },
    unitPrice: usd(gross),
    gross: usd(gross),
    refs: {},
  });

  test('of goods of the same worth leaves nothing to either side, and counts the taken goods once', async () => {
    const opened = await sold('cash-sale');
    const lines = [back({ gross: usd('365.00'), taxes: [] })];
    const exchange = [taken('365.00')];
    await opened.system.call('processReturn', aReturn({ lines, exchange, total: usd('0.00'), tenders: [] }));
    const { creditMemos, invoices, payments } = opened.account.books;
    expect(creditMemos()).toMatchObject([{ total: '365.00', open: '0.00' }]);
    expect(invoices()).toMatchObject([{ externalId: 'CD_INV_shop-9-R1-X', total: '365.00', open: '0.00' }]);
    expect(payments()).toEqual([]);
    expect(unitsOf(opened, skus[2], 'store-1')).toBe(-1);
    expect(unitsOf(opened, shoe, 'store-1')).toBe(-1);
  });

  test('of dearer goods is paid for by what the buyer adds', async () => {
    const opened = await sold('cash-sale');
    const tenders = [{ kind: 'cash' as const, amount: usd('-42.00') }];
    const document = aReturn({ exchange: [taken('150.00')], total: usd('-42.00'), tenders });
    await opened.system.call('processReturn', document);
    expect(opened.account.books.invoices()).toMatchObject([{ total: '150.00', open: '0.00' }]);
    expect(opened.account.books.payments()).toMatchObject([
      { type: 'customerPayment', total: '42.00', account: '128' },
    ]);
  });

  test('of cheaper goods pays the rest back', async () => {
    const opened = await sold('cash-sale');
    const document = aReturn({ exchange: [taken('50.00')], total: usd('58.00') });
    await opened.system.call('processReturn', document);
    expect(opened.account.books.creditMemos()).toMatchObject([{ total: '108.00', open: '0.00' }]);
    expect(opened.account.books.payments()).toMatchObject([{ type: 'customerRefund', total: '58.00' }]);
  });

  test('of goods that were free sells the taken ones and books what was paid for them', async () => {
    const opened = await sold('cash-sale');
    const lines = [back({ discounts: [{ amount: usd('100.00') }], taxes: [] })];
    const tenders = [{ kind: 'cash' as const, amount: usd('-60.00') }];
    const exchange = [taken('70.00')];
    const rest = { total: usd('-70.00'), outstanding: usd('-10.00') };
    const document = await opened.system.call('processReturn', aReturn({ lines, exchange, tenders, ...rest }));
    expect(document).toMatchObject({ type: 'creditMemo' });
    const { creditMemos, invoices, payments } = opened.account.books;
    expect(creditMemos()).toMatchObject([{ total: '0.00' }]);
    expect(invoices()).toMatchObject([{ externalId: 'CD_INV_shop-9-R1-X', total: '70.00', open: '10.00' }]);
    expect(payments()).toMatchObject([{ type: 'customerPayment', total: '60.00', account: '128' }]);
    expect(unitsOf(opened, skus[2], 'store-1')).toBe(-1);
  });

  test('that comes as an order too is booked by one of the two, as it is configured', async () => {
    const opened = await sold('cash-sale');
    const order = anOrder({ ref: 'shop-10', number: '#10', exchangeOf: 'shop-9-R1' });
    await expect(opened.system.call('createOrder', order)).rejects.toMatchObject({ path: 'exchangeOf' });
    const own = opened.reconfigure({ returns: { exchange: 'own-order' } });
    await own.call('createOrder', order);
    const document = aReturn({ exchange: [taken('108.00')], total: usd('0.00'), tenders: [] });
    await own.call('processReturn', document);
    expect(opened.account.books.invoices()).toEqual([]);
    expect(opened.account.books.creditMemos()).toMatchObject([{ total: '108.00', open: '108.00' }]);
  });
});

test('a return in another currency than its sale is refused before anything is written', async () => {
  const opened = await sold('invoice', { simulator: { features: { exchangeRates: { EUR: 1.1 } } } });
  const eur = (amount: string) => money(amount, 'EUR');
  const lines = [back({ gross: eur('100.00'), taxes: [] })];
  const rest = { currency: 'EUR', total: eur('100.00'), tenders: [], outstanding: eur('100.00') };
  await expect(opened.system.call('processReturn', aReturn({ lines, ...rest }))).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'currency',
  });
  expect(opened.account.books.returnAuthorizations()).toEqual([]);
});

describe('a return of a sale that is not here', () => {
  const older = aReturn({ orderRef: 'shop-1' });

  test('is refused, if nothing else is said', async () => {
    await expect(openAccount().system.call('processReturn', older)).rejects.toMatchObject({
      code: 'not-found',
      path: 'orderRef',
    });
  });

  test('is booked on its own, if that is the policy', async () => {
    const opened = openAccount({ settings: { returns: { withoutOrder: 'standalone' } } });
    await opened.system.call('processReturn', older);
    expect(opened.account.books.returnAuthorizations()).toMatchObject([{ status: 'G' }]);
    expect(opened.account.books.cashRefunds()).toMatchObject([{ total: '108.00' }]);
    expect(unitsOf(opened, shoe, 'store-1')).toBe(1);
  });

  test('without a receipt has no order to look for', async () => {
    const opened = openAccount();
    const { orderRef: _, ...document } = aReturn();
    await opened.system.call('processReturn', document);
    expect(opened.account.books.cashRefunds()).toHaveLength(1);
  });

  test('waits for the bill of an order that is not billed yet', async () => {
    const { system } = openAccount();
    const order = anOrder();
    await system.call('createOrder', order);
    await expect(system.call('processReturn', aReturn())).rejects.toMatchObject({
      code: 'posting-pending',
      disposition: 'retry',
    });
  });
});

describe('money of an order that was never billed', () => {
  async function paidAhead(): Promise<OpenAccount> {
    const opened = openAccount();
    await opened.system.call('createOrder', anOrder());
    const pay = (ref: string, amount: string) =>
      opened.system.call('recordPayment', {
        ref,
        orderRef: 'shop-9',
        tender: { kind: 'card', amount: usd(amount) },
        occurredAt,
      });
    await pay('P1', '400.00');
    await pay('P2', '37.00');
    const { system } = opened;
    await system.call('cancelOrder', { orderRef: 'shop-9', reason: 'customer', occurredAt, restock: true });
    return opened;
  }

  const refund = (amounts: readonly string[]) =>
    aReturn({
      lines: [],
      adjustment: usd('437.00'),
      total: usd('437.00'),
      tenders: amounts.map((amount) => ({ kind: 'card' as const, amount: usd(amount) })),
    });

  test('goes back from its deposits', async () => {
    const opened = await paidAhead();
    const document = await opened.system.call('processReturn', refund(['437.00']));
    expect(document).toMatchObject({ type: 'customerRefund' });
    const { payments, creditMemos, balances, ledger } = opened.account.books;
    expect(payments().filter((it) => it.type === 'customerDeposit')).toMatchObject([
      { open: '0.00' },
      { open: '0.00' },
    ]);
    expect(creditMemos()).toEqual([]);
    expect(balances()).toBe(true);
    const owed = ledger().filter((line) => line.account === '125');
    expect(owed.reduce((all, line) => all + Number(line.credit) - Number(line.debit), 0)).toBe(0);
  });

  test('goes back once, when the second of two refunds was interrupted', async () => {
    const { account, system, clock } = await paidAhead();
    account.faults.arm('lost-reply', { match: (subject) => subject.endsWith('-T2') });
    const call = () => system.call('processReturn', refund(['400.00', '37.00']), { key: 'one' });
    await call().catch(() => clock.advance(120_000));
    await call();
    expect(account.books.payments().filter((it) => it.type === 'customerRefund')).toHaveLength(2);
  });

  test('is not more than was paid', async () => {
    const { system } = await paidAhead();
    const more = aReturn({ lines: [], adjustment: usd('500.00'), total: usd('500.00') });
    await expect(system.call('processReturn', more)).rejects.toMatchObject({ code: 'conflict', path: 'tenders' });
  });
});

test('a means that has no counterpart stops a return before its goods are booked', async () => {
  const opened = await sold('invoice');
  const call = opened.system.call('processReturn', aReturn({ tenders: [{ kind: 'wallet', amount: usd('108.00') }] }));
  await expect(call).rejects.toMatchObject({ code: 'unmapped', path: 'tenders.0.kind' });
  expect(opened.account.books.returnAuthorizations()).toEqual([]);
});

describe('a return that is interrupted', () => {
  const documents = ['returnAuthorization', 'itemReceipt', 'creditMemo', 'customerRefund'] as const;

  test.each(
    documents.flatMap((type) =>
      (['lost-reply', 'error-after', 'error-before'] as const).map((it) => [type, it] as const),
    ),
  )('at its %s by a fault of the kind %s goes on from there', async (type, fault) => {
    const { account, system, clock } = await sold('invoice');
    account.faults.arm(fault, { match: (subject) => subject.startsWith(`${type}/`) });
    const call = () => system.call('processReturn', aReturn(), { key: 'one' });
    const first = await call().catch(async (error: { readonly retryAfterMs?: number }) => {
      await clock.advance(Math.max(60_000, error.retryAfterMs ?? 0));
      return call();
    });
    expect(account.faults.struck[fault]).toBe(1);
    expect(await call()).toMatchObject({ id: first.id });
    const { returnAuthorizations, itemReceipts, creditMemos, payments } = account.books;
    expect([returnAuthorizations(), itemReceipts(), creditMemos(), payments()].map((it) => it.length)).toEqual([
      1, 1, 1, 1,
    ]);
  });

  test('by a closed period half-way is held, and goes through when it is open', async () => {
    const { account, system } = await sold();
    account.closePeriod('2026-11-27');
    const call = () => system.call('processReturn', aReturn(), { key: 'return' });
    await expect(call()).rejects.toMatchObject({ code: 'period-closed', disposition: 'retry' });
    expect(account.books.cashRefunds()).toEqual([]);
    account.reopenPeriod('2026-11-27');
    await call();
    expect(account.books.returnAuthorizations()).toHaveLength(1);
    expect(account.books.cashRefunds()).toMatchObject([{ postingPeriod: 'Nov 2026' }]);
  });

  test('by a second process at the same moment ends in one of each', async () => {
    const opened = await sold('cash-sale', { simulator: { latencyMs: 20_000, tier: 'premium' } });
    const other = opened.reconfigure({});
    const [one, two] = await Promise.all([
      opened.system.call('processReturn', aReturn(), { key: 'same' }),
      other.call('processReturn', aReturn(), { key: 'same' }),
    ]);
    expect(one).toMatchObject({ id: two.id });
    const { returnAuthorizations, itemReceipts, cashRefunds } = opened.account.books;
    expect([returnAuthorizations(), itemReceipts(), cashRefunds()].map((it) => it.length)).toEqual([1, 1, 1]);
  });
});

describe('whatever comes back', () => {
  test.each<[NetsuiteSettings['tax']['mode']]>([['suitetax-override'], ['line-amounts'], ['tax-item']])(
    'is credited to the cent, goes back to a shelf once, and the ledger balances (%s)',
    async (mode) => {
      const kinds = orderKinds.filter((kind) => kind !== 'gift-card-sold');
      const property = fc.asyncProperty(
        fc.nat(),
        fc.constantFrom(...kinds),
        fc.constantFrom('cash-sale' as const, 'invoice' as const),
        fc.record({ share: fc.constantFrom('all', 'some'), currency: fc.constantFrom('USD', 'EUR', 'JPY') }),
        (seed, kind, bill, how) => proveReturned(mode, seed, kind, bill, how),
      );
      await fc.assert(property, { numRuns: 40, seed: 365 });
    },
  );
});

async function proveReturned(
  mode: NetsuiteSettings['tax']['mode'],
  seed: number,
  kind: OrderKind,
  bill: 'cash-sale' | 'invoice',
  { share, currency }: { readonly share: 'all' | 'some'; readonly currency: string },
): Promise<void> {
  const random = seededRandom(seed);
  const order: Order = generateOrder(random, { kind, currency, skus: [...skus], occurredAt });
  const tax = mode === 'suitetax-override' ? ('suitetax' as const) : ('legacy' as const);
  const exchangeRates = { EUR: 1.0871, JPY: 0.00667 };
  const opened = openAccount({ simulator: { features: { tax, exchangeRates } } });
  const { account } = opened;
  const item = account.seedItem({ sku: 'TAX', type: 'otherChargeSaleItem' }).id;
  const system = mode === 'tax-item' ? opened.reconfigure({ tax: { mode, item } }) : opened.system;
  await system.call('createOrder', order);
  await system.call('recordFulfillment', generateFulfillment(random, order));
  const paidOtherwise = order.tenders.some((it) => it.kind === 'gift-card' || it.kind === 'store-credit');
  const billing = paidOtherwise ? 'invoice' : bill;
  await system.call('postInvoice', { ref: `${order.ref}-B1`, orderRef: order.ref, kind: billing, occurredAt });
  const before = account.books.stock().reduce((units, it) => units + it.units, 0);
  const document: Return = generateReturn(random, order, { share });
  if (Number(document.total.amount) === 0) return;
  const credit = await system.call('processReturn', document);
  const posting = await system.call('confirmPosting', { document: credit, expected: { total: document.total } });
  expect(equals(posting.debit, posting.credit)).toBe(true);
  const credits = [...account.books.creditMemos(), ...account.books.cashRefunds()];
  const credited = sum(
    credits.map((it) => money(it.total, it.currency)),
    currency,
  );
  expect(Number(credited.amount)).toBe(Number(document.total.amount));
  expect(account.books.balances()).toBe(true);
  const after = account.books.stock().reduce((units, it) => units + it.units, 0);
  const returned = document.lines.reduce((units, it) => units + Number(it.quantity.amount), 0);
  expect(after - before).toBeCloseTo(returned, 5);
}
