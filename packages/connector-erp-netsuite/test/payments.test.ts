/** Money before and after the bill, and what is no money. */
import { type CapabilityInput, money, type Order, seededRandom } from '@crossdock/core';
import { generateFulfillment, generateOrder } from '@crossdock/testing';
import { recordPaymentContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { openAccount, type OpenAccount, type OpenAccountOptions, skus } from './account.ts';
import { paymentDoors } from './arrangements/payments.ts';

const occurredAt = '2026-11-27T10:00:00Z';

describe('before the bill', () => {
  recordPaymentContract(paymentDoors({}, false).recordPayment);
});

describe('by gift card', () => {
  recordPaymentContract(paymentDoors({}, true, 'gift-card').recordPayment);
});

describe('by gift card, before the bill', () => {
  recordPaymentContract(paymentDoors({}, false, 'gift-card').recordPayment);
});

interface Sold extends OpenAccount {
  readonly order: Order;
}

/** An order of several lines, with shipping. */
function anOrder(): Order {
  for (let seed = 3; ; seed++) {
    const order = generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
    if (order.lines.length > 1 && order.charges.length > 0) return order;
  }
}

async function ordered(options: OpenAccountOptions = {}): Promise<Sold> {
  const opened = openAccount(options);
  const order = anOrder();
  await opened.system.call('createOrder', order);
  return { ...opened, order };
}

async function ship({ system, order }: Sold): Promise<void> {
  await system.call('recordFulfillment', generateFulfillment(seededRandom(4), order));
}

const bill = ({ system, order }: Sold, kind: 'invoice' | 'cash-sale' = 'invoice') =>
  system.call('postInvoice', { ref: `${order.ref}-I1`, orderRef: order.ref, kind, occurredAt }, { key: 'bill' });

function payment(
  { order }: Pick<Sold, 'order'>,
  amount = order.total.amount,
  over: Partial<CapabilityInput<'recordPayment'>> = {},
): CapabilityInput<'recordPayment'> {
  const tender = { kind: 'card' as const, name: 'Visa', amount: money(amount, 'USD') };
  return { ref: `${order.ref}-P1`, orderRef: order.ref, tender, occurredAt, ...over };
}

const ledgerOf = ({ account }: OpenAccount, externalId: string) =>
  account.books
    .ledger()
    .filter((line) => line.externalId === externalId)
    .map(({ account: id, debit, credit }) => [id, debit, credit]);

describe('money', () => {
  test('after the bill pays it', async () => {
    const sold = await ordered();
    await ship(sold);
    await bill(sold);
    const document = await sold.system.call('recordPayment', payment(sold));
    const total = sold.order.total.amount;
    expect(document).toMatchObject({ type: 'customerPayment', reference: `CD_PAY_${sold.order.ref}-P1` });
    expect(sold.account.books.invoices()).toMatchObject([{ status: 'B', open: '0.00' }]);
    expect(sold.account.books.payments()).toMatchObject([{ account: '127', paymentOption: '6' }]);
    expect(ledgerOf(sold, document.reference ?? '')).toEqual([
      ['127', total, '0.00'],
      ['119', '0.00', total],
    ]);
    expect(await sold.system.call('confirmPosting', { document, expected: { total: sold.order.total } })).toBeDefined();
  });

  test.each([[true], [false]])(
    'before the bill is owed to the buyer until the bill takes it (deposits apply themselves: %s)',
    async (depositsApplyThemselves) => {
      const sold = await ordered({ simulator: { features: { depositsApplyThemselves } } });
      const document = await sold.system.call('recordPayment', payment(sold));
      const total = sold.order.total.amount;
      expect(ledgerOf(sold, document.reference ?? '')).toEqual([
        ['127', total, '0.00'],
        ['125', '0.00', total],
      ]);
      await ship(sold);
      await bill(sold);
      await bill(sold);
      expect(sold.account.books.invoices()).toMatchObject([{ open: '0.00' }]);
      expect(sold.account.books.payments().map((it) => it.type)).toEqual(['customerDeposit', 'depositApplication']);
      const liability = sold.account.books.ledger().filter((line) => line.account === '125');
      expect(liability.map(({ debit, credit }) => [debit, credit])).toEqual([
        ['0.00', total],
        [total, '0.00'],
      ]);
      expect(await sold.system.call('recordPayment', payment(sold))).toMatchObject({ id: document.id });
    },
  );

  test('whose application is lost on the way to the bill is found again', async () => {
    const sold = await ordered({ simulator: { features: { depositsApplyThemselves: false } } });
    await sold.system.call('recordPayment', payment(sold));
    await ship(sold);
    sold.account.faults.arm('error-before', { match: (subject) => subject.startsWith('depositApplication/') });
    await bill(sold).catch(() => sold.clock.advance(120_000));
    await bill(sold);
    expect(sold.account.books.invoices()).toMatchObject([{ open: '0.00' }]);
    expect(sold.account.books.payments()).toHaveLength(2);
  });

  test('that pays an order by two means is two payments, and not a cent more is taken', async () => {
    const sold = await ordered();
    await ship(sold);
    await bill(sold);
    const cash = { kind: 'cash' as const, amount: money('10.00', 'USD') };
    await sold.system.call('recordPayment', payment(sold, '10.00', { tender: cash }));
    const rest = (Number(sold.order.total.amount) - 10).toFixed(2);
    await sold.system.call('recordPayment', payment(sold, rest, { ref: `${sold.order.ref}-P2` }));
    expect(sold.account.books.invoices()).toMatchObject([{ open: '0.00' }]);
    const more = sold.system.call('recordPayment', payment(sold, '0.01', { ref: `${sold.order.ref}-P3` }));
    await expect(more).rejects.toMatchObject({ code: 'conflict', path: 'tender.amount' });
  });

  test('that comes in while its order is being billed is one payment, and pays the bill', async () => {
    const simulator = { latencyMs: 20_000, tier: 'premium' as const, features: { depositsApplyThemselves: false } };
    const sold = await ordered({ simulator });
    await ship(sold);
    const other = sold.reconfigure({});
    await Promise.all([
      bill(sold),
      other.call('recordPayment', payment(sold), { key: 'pay' }),
      sold.reconfigure({}).call('recordPayment', payment(sold), { key: 'pay' }),
    ]);
    await other.call('recordPayment', payment(sold), { key: 'pay' });
    expect(sold.account.books.invoices()).toMatchObject([{ open: '0.00' }]);
    const paid = sold.account.books.payments().filter((it) => it.type !== 'depositApplication');
    expect(paid).toHaveLength(1);
  });

  test('that was paid ahead is not booked again by a cash sale', async () => {
    const sold = await ordered();
    await sold.system.call('recordPayment', payment(sold));
    await ship(sold);
    await expect(bill(sold, 'cash-sale')).rejects.toMatchObject({ code: 'conflict', path: 'kind' });
  });

  test.each([
    ['before the bill', 'card', false],
    ['after it', 'card', true],
    ['before the bill', 'gift-card', false],
    ['after it', 'gift-card', true],
  ] as const)('in another currency than the sale is refused, %s by %s', async (_, kind, isBilled) => {
    const sold = await ordered({ simulator: { features: { exchangeRates: { EUR: 1.1 } } } });
    if (isBilled) await ship(sold).then(() => bill(sold));
    const tender = { kind, amount: money('1.00', 'EUR') };
    const refusal = { code: 'unsupported-document', path: 'tender.amount' };
    await expect(sold.system.call('recordPayment', payment(sold, '1.00', { tender }))).rejects.toMatchObject(refusal);
    expect([...sold.account.books.payments(), ...sold.account.books.creditMemos()]).toEqual([]);
  });

  test('into a closed period is held', async () => {
    const sold = await ordered();
    sold.account.closePeriod('2026-11-27', 'locked');
    await expect(sold.system.call('recordPayment', payment(sold))).rejects.toMatchObject({
      code: 'period-closed',
      disposition: 'retry',
    });
  });
});

describe('a gift card', () => {
  const card = (sold: Sold, amount: string) => ({
    ...payment(sold),
    tender: { kind: 'gift-card' as const, amount: money(amount, 'USD') },
  });

  test.each([
    ['hold', 'retry'],
    ['next-open-day', 'retry'],
    ['reject', 'reject'],
  ] as const)(
    'of a period that is closed when the bill comes (%s) is told, and settles once it can',
    async (closedPeriod, disposition) => {
      const sold = await ordered({ settings: { closedPeriod } });
      await sold.system.call('recordPayment', card(sold, '10.00'));
      sold.account.closePeriod('2026-11-27');
      const later = { occurredAt: '2026-12-03T10:00:00Z' };
      await sold.system.call('recordFulfillment', { ...generateFulfillment(seededRandom(4), sold.order), ...later });
      const request = { ref: `${sold.order.ref}-I1`, orderRef: sold.order.ref, kind: 'invoice' as const, ...later };
      const failure = { code: 'period-closed', disposition, message: expect.stringContaining('by hand') as string };
      await expect(sold.system.call('postInvoice', request, { key: 'bill' })).rejects.toMatchObject(failure);
      sold.account.reopenPeriod('2026-11-27');
      await sold.reconfigure({}).call('postInvoice', request, { key: 'bill' });
      expect(sold.account.books.creditMemos()).toMatchObject([{ open: '0.00' }]);
      expect(sold.account.books.invoices()).toHaveLength(1);
    },
  );

  test('that is redeemed lessens what is owed to its holder, and the bill', async () => {
    const sold = await ordered();
    await ship(sold);
    await bill(sold);
    const document = await sold.system.call('recordPayment', card(sold, '10.00'));
    expect(ledgerOf(sold, document.reference ?? '')).toEqual([
      ['119', '0.00', '10.00'],
      ['123', '10.00', '0.00'],
    ]);
    const left = (Number(sold.order.total.amount) - 10).toFixed(2);
    expect(sold.account.books.invoices()).toMatchObject([{ open: left }]);
  });

  test('that is redeemed before the bill waits for it', async () => {
    const sold = await ordered();
    await sold.system.call('recordPayment', card(sold, '10.00'));
    expect(sold.account.books.creditMemos()).toMatchObject([{ open: '10.00' }]);
    await ship(sold);
    await bill(sold);
    const left = (Number(sold.order.total.amount) - 10).toFixed(2);
    expect(sold.account.books.creditMemos()).toMatchObject([{ open: '0.00' }]);
    expect(sold.account.books.invoices()).toMatchObject([{ open: left }]);
  });
});

describe('two processes', () => {
  test('that bill two parcels of one order at the same moment take its charges once, and every cent', async () => {
    const sold = await ordered({ simulator: { latencyMs: 20_000, tier: 'premium' } });
    const { system, order, account } = sold;
    const parcels = order.lines.map(({ id, sku, quantity }, index) => ({
      ref: `${order.ref}-F${String(index)}`,
      orderRef: order.ref,
      refs: {},
      occurredAt,
      lines: [{ lineId: id, sku, quantity }],
    }));
    const shipments = [];
    for (const parcel of parcels) shipments.push(await system.call('recordFulfillment', parcel));
    const bills = shipments.map((fulfillment, index) =>
      sold.reconfigure({}).call('postInvoice', {
        ref: `${order.ref}-B${String(index)}`,
        orderRef: order.ref,
        kind: 'invoice',
        fulfillment,
        occurredAt,
      }),
    );
    await Promise.all(bills);
    const billed = account.books.invoices().reduce((cents, it) => cents + Math.round(Number(it.total) * 100), 0);
    expect((billed / 100).toFixed(2)).toBe(order.total.amount);
    expect(account.books.salesOrders()[0]?.status).toBe('G');
  });
});
