import { describe, expect, it } from 'vitest';
import { type z } from 'zod';
import { refusal, usd } from '../../test/documents.ts';
import { money } from '../primitives/index.ts';
import { JournalEntry } from './journal-entry.ts';
import { OrderPayment } from './payment.ts';
import { Payout } from './payout.ts';
import { Posting } from './posting.ts';
import { StoreDay } from './store-day.ts';

const pounds = (amount: string) => money(amount, 'GBP');

describe('a journal entry', () => {
  const entry = (changes: Partial<z.input<typeof JournalEntry>> = {}): z.input<typeof JournalEntry> => ({
    ref: 'storeday-17-20261127',
    refs: {},
    occurredAt: '2026-11-28T05:00:00Z',
    businessDate: '2026-11-27',
    currency: 'USD',
    lines: [
      { account: 'cash', debit: usd('19.95') },
      { account: 'cash-rounding', debit: usd('0.02') },
      { account: 'sales', credit: usd('18.47') },
      { account: 'tax', credit: usd('1.50') },
    ],
    ...changes,
  });

  it('whose debits equal its credits is taken, the cash rounding in an account of its own', () => {
    expect(refusal(JournalEntry, entry())).toBeUndefined();
  });

  it('that does not balance is stopped with the difference named', () => {
    const lines = [
      { account: 'cash', debit: usd('19.95') },
      { account: 'sales', credit: usd('19.97') },
    ];
    const error = refusal(JournalEntry, entry({ lines }));
    expect(error).toMatchObject({ code: 'unbalanced', path: 'lines' });
    expect(error?.message).toContain('a difference of -0.02 USD');
  });

  it('has a debit or a credit in each line, never both, neither or a negative one', () => {
    const other = { account: 'sales', credit: usd('1') };
    for (const line of [{ debit: usd('1'), credit: usd('1') }, {}, { debit: usd('-1') }]) {
      expect(refusal(JournalEntry, entry({ lines: [{ account: 'cash', ...line }, other] }))?.code).toBe(
        'input-invalid',
      );
    }
  });

  it('with an amount in another currency is stopped at the line', () => {
    const lines = [
      { account: 'cash', debit: usd('1') },
      { account: 'sales', credit: pounds('1') },
    ];
    expect(refusal(JournalEntry, entry({ lines }))).toMatchObject({
      code: 'currency-mismatch',
      path: 'lines.1.credit',
    });
  });
});

describe('a payout', () => {
  const transaction = (id: string, changes: object = {}) => ({
    id,
    kind: 'charge' as const,
    gross: usd('100.00'),
    fee: usd('2.90'),
    net: usd('97.10'),
    occurredAt: '2026-11-27T10:00:00Z',
    ...changes,
  });
  const payout = (changes: object = {}) => ({
    ref: 'payout-1',
    refs: {},
    currency: 'USD',
    total: usd('194.20'),
    paidOn: '2026-11-30',
    state: 'paid',
    transactions: [transaction('1'), transaction('2')],
    ...changes,
  });

  it('that comes to what it is made of is taken', () => {
    expect(refusal(Payout, payout())).toBeUndefined();
    expect(refusal(Payout, payout({ transactions: [] }))).toBeUndefined();
  });

  it("of which one store's page was skipped is stopped with the missing amount named", () => {
    const error = refusal(Payout, payout({ transactions: [transaction('1')] }));
    expect(error).toMatchObject({ code: 'unbalanced', path: 'transactions' });
    expect(error?.message).toContain('a difference of -97.10 USD');
  });

  it('with a page that was read twice is stopped', () => {
    expect(refusal(Payout, payout({ transactions: [transaction('1'), transaction('1')] }))).toMatchObject({
      path: 'transactions.1.id',
    });
  });

  it('in which a net is not its gross less its fee is stopped at that movement', () => {
    const transactions = [transaction('1'), transaction('2', { fee: usd('2.95') })];
    expect(refusal(Payout, payout({ transactions }))).toMatchObject({ code: 'unbalanced', path: 'transactions.1.net' });
  });

  it('with a movement in another currency is stopped instead of skipping its proof', () => {
    const foreign = transaction('2', { gross: pounds('100.00'), fee: pounds('2.90'), net: pounds('97.10') });
    expect(refusal(Payout, payout({ transactions: [transaction('1'), foreign] }))).toMatchObject({
      code: 'currency-mismatch',
      path: 'transactions.1.gross',
    });
  });
});

describe('a store day', () => {
  const day = (changes: Partial<z.input<typeof StoreDay>> = {}): z.input<typeof StoreDay> => ({
    ref: 'store-17-20261127',
    location: 'store-17',
    businessDate: '2026-11-27',
    revision: 1,
    currency: 'USD',
    tickets: 3,
    returns: 1,
    sales: usd('300.00'),
    refunds: usd('50.00'),
    tax: usd('20.00'),
    tips: usd('5.00'),
    rounding: usd('-0.02'),
    giftCardsSold: usd('25.00'),
    total: usd('299.98'),
    tenders: [
      { kind: 'cash', amount: usd('99.98') },
      { kind: 'card', amount: usd('200.00') },
    ],
    drawers: [
      {
        register: 'till-1',
        opening: usd('200.00'),
        paidIn: usd('10.00'),
        paidOut: usd('30.00'),
        cashSales: usd('99.98'),
        expected: usd('279.98'),
        counted: usd('279.00'),
      },
    ],
    closedAt: '2026-11-28T04:00:00Z',
    ...changes,
  });

  it('that balances is taken, also with a drawer that is short', () => {
    expect(refusal(StoreDay, day())).toBeUndefined();
  });

  it('whose parts, tenders or drawers do not add up is stopped there', () => {
    const drawers = (day().drawers ?? []).map((it) => ({ ...it, paidIn: usd('0') }));
    expect(refusal(StoreDay, day({ tips: usd('5.01') }))).toMatchObject({ code: 'unbalanced', path: 'total' });
    expect(refusal(StoreDay, day({ tenders: [] }))).toMatchObject({ code: 'unbalanced', path: 'tenders' });
    expect(refusal(StoreDay, day({ drawers }))).toMatchObject({
      code: 'unbalanced',
      path: 'drawers.0.expected',
    });
  });

  it('with a tender in another currency is stopped, not crashed on', () => {
    const result = StoreDay.safeParse(day({ tenders: [{ kind: 'cash', amount: pounds('299.98') }] }));
    expect(result.error?.issues.map((it) => it.path.join('.'))).toEqual(['tenders.0.amount']);
  });
});

describe('a confirmed posting', () => {
  const posting = {
    document: { system: 'erp', type: 'cashSale', id: '7' },
    postingDate: '2026-11-27',
    total: usd('25.52'),
    debit: usd('25.52'),
    credit: usd('25.52'),
    confirmedAt: '2026-11-27T10:05:00Z',
  };

  it('has debits that equal its credits, in one currency', () => {
    expect(refusal(Posting, posting)).toBeUndefined();
    expect(refusal(Posting, { ...posting, credit: usd('25.51') })).toMatchObject({ code: 'unbalanced', path: 'debit' });
    expect(refusal(Posting, { ...posting, debit: pounds('25.52') })).toMatchObject({
      code: 'currency-mismatch',
      path: 'debit',
    });
  });
});

it('a payment of an order is in one currency', () => {
  const paid = {
    orderRef: 'shop-1001',
    occurredAt: '2026-11-27T10:00:00Z',
    tenders: [{ kind: 'card', amount: usd('25.52') }],
    outstanding: usd('0'),
  };
  expect(refusal(OrderPayment, paid)).toBeUndefined();
  expect(refusal(OrderPayment, { ...paid, outstanding: pounds('0') })).toMatchObject({
    code: 'currency-mismatch',
    path: 'tenders.0.amount',
  });
});
