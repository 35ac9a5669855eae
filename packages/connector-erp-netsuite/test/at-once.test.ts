/** Sales of a till: posted at once, with everything that was paid. */
import { type CapabilityInput, equals, money, seededRandom } from '@crossdock/core';
import { generateOrder, orderKinds } from '@crossdock/testing';
import { createOrderContract } from '@crossdock/testing/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NetsuiteSettings } from '../src/index.ts';
import { openAccount, type OpenAccount, skus } from './account.ts';
import { atOnceDoors } from './arrangements/at-once.ts';

const occurredAt = '2026-11-27T10:00:00Z';
const usd = (amount: string) => money(amount, 'USD');
const settings = { postAtOnce: { channels: ['store' as const] } };

describe('by cash sale', () => {
  createOrderContract(atOnceDoors({ settings }, 'cash-rounded').createOrder);
});

describe('by invoice and payments', () => {
  createOrderContract(atOnceDoors({ settings }, 'split-tender').createOrder);
});

function aSale(over: Partial<CapabilityInput<'createOrder'>> = {}): CapabilityInput<'createOrder'> {
  const line = {
    id: '1',
    sku: skus[0],
    quantity: { amount: '1' },
    unitPrice: usd('20.00'),
    gross: usd('20.00'),
    refs: {},
  };
  return {
    ref: 'till-7',
    number: '7',
    refs: {},
    channel: 'store',
    location: 'store-1',
    occurredAt,
    businessDate: '2026-11-26',
    currency: 'USD',
    taxIncluded: false,
    lines: [line],
    total: usd('20.00'),
    tenders: [{ kind: 'cash', amount: usd('20.00') }],
    outstanding: usd('0.00'),
    ...over,
  };
}

const ledgerOf = ({ account }: OpenAccount, externalId: string) =>
  account.books
    .ledger()
    .filter((line) => line.externalId === externalId)
    .map(({ account: id, debit, credit }) => [id, debit, credit]);

describe('a sale of a till', () => {
  test('that was paid by one means is a cash sale of its business date, and takes the goods off the shelf', async () => {
    const opened = openAccount({ settings });
    const document = await opened.system.call('createOrder', aSale());
    expect(document).toMatchObject({ type: 'cashSale', reference: 'CD_CS_till-7' });
    expect(opened.account.books.salesOrders()).toEqual([]);
    expect(opened.account.books.cashSales()).toMatchObject([{ date: '2026-11-26', posted: true }]);
    expect(ledgerOf(opened, 'CD_CS_till-7')).toEqual([
      ['128', '20.00', '0.00'],
      ['54', '0.00', '20.00'],
      ['121', '0.00', '4.00'],
      ['56', '4.00', '0.00'],
    ]);
    expect(opened.account.books.stock()).toMatchObject([{ sku: skus[0], units: -1 }]);
    const posting = await opened.system.call('confirmPosting', { document, expected: { total: usd('20.00') } });
    expect(posting).toMatchObject({ postingDate: '2026-11-26', period: 'Nov 2026' });
  });

  test('books tips and rounding to their own accounts', async () => {
    const opened = openAccount({ settings });
    const sale = aSale({
      charges: [{ kind: 'tip', gross: usd('2.02') }],
      rounding: usd('-0.02'),
      total: usd('22.00'),
      tenders: [{ kind: 'cash', amount: usd('22.00') }],
    });
    await opened.system.call('createOrder', sale);
    const ledger = ledgerOf(opened, 'CD_CS_till-7');
    expect(ledger).toContainEqual(['124', '0.00', '2.02']);
    expect(ledger).toContainEqual(['57', '0.02', '0.00']);
  });

  test('of a gift card is a liability, not revenue; and a card that is redeemed lessens it', async () => {
    const opened = openAccount({ settings });
    const [line] = aSale().lines;
    await opened.system.call('createOrder', aSale({ lines: [{ ...line, kind: 'gift-card' } as never] }));
    expect(ledgerOf(opened, 'CD_CS_till-7')).toEqual([
      ['128', '20.00', '0.00'],
      ['123', '0.00', '20.00'],
    ]);
    const redeemed = aSale({ ref: 'till-8', tenders: [{ kind: 'gift-card', amount: usd('20.00') }] });
    const document = await opened.system.call('createOrder', redeemed);
    expect(document).toMatchObject({ type: 'invoice' });
    expect(ledgerOf(opened, 'CD_PAY_till-8-T1')).toEqual([
      ['119', '0.00', '20.00'],
      ['123', '20.00', '0.00'],
    ]);
    expect(opened.account.books.invoices()).toMatchObject([{ open: '0.00' }]);
  });

  test('that was paid by several means is an invoice, and a payment for each', async () => {
    const opened = openAccount({ settings });
    const tenders = [
      { kind: 'cash' as const, amount: usd('5.00') },
      { kind: 'card' as const, amount: usd('12.00') },
      { kind: 'gift-card' as const, amount: usd('3.00') },
    ];
    await opened.system.call('createOrder', aSale({ tenders }));
    expect(opened.account.books.invoices()).toMatchObject([{ total: '20.00', open: '0.00' }]);
    expect(opened.account.books.payments()).toMatchObject([
      { externalId: 'CD_PAY_till-7-T1', total: '5.00', account: '128' },
      { externalId: 'CD_PAY_till-7-T2', total: '12.00', account: '127' },
    ]);
    expect(opened.account.books.balances()).toBe(true);
  });

  test.each(['customerPayment', 'creditMemo', 'invoice'])('goes on where its %s was interrupted', async (type) => {
    const opened = openAccount({ settings });
    const tenders = [
      { kind: 'cash' as const, amount: usd('5.00') },
      { kind: 'gift-card' as const, amount: usd('15.00') },
    ];
    opened.account.faults.arm('error-before', { match: (subject) => subject.startsWith(`${type}/`) });
    const call = () => opened.system.call('createOrder', aSale({ tenders }), { key: 'sale' });
    await call().catch(() => opened.clock.advance(120_000));
    await call();
    expect(opened.account.faults.struck['error-before']).toBe(1);
    expect(opened.account.books.invoices()).toMatchObject([{ open: '0.00' }]);
  });

  test('of goods that are still to be shipped is an order', async () => {
    const opened = openAccount({ settings });
    const [line] = aSale().lines;
    const document = await opened.system.call('createOrder', aSale({ lines: [{ ...line, method: 'ship' } as never] }));
    expect(document).toMatchObject({ type: 'salesOrder' });
  });

  test('that is posted is never edited', async () => {
    const opened = openAccount({ settings });
    await opened.system.call('createOrder', aSale());
    const [line] = aSale().lines;
    const other = { ...line, gross: usd('21.00') } as never;
    const changed = aSale({ lines: [other], total: usd('21.00'), tenders: [{ kind: 'cash', amount: usd('21.00') }] });
    await expect(opened.system.call('createOrder', changed, { key: 'again' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(opened.account.books.cashSales()).toMatchObject([{ total: '20.00' }]);
  });

  test('on a closed day waits, or is posted on the next open one, as it is configured', async () => {
    const opened = openAccount({ settings });
    opened.account.closePeriod('2026-11-26');
    await expect(opened.system.call('createOrder', aSale())).rejects.toMatchObject({ code: 'period-closed' });
    const next = opened.reconfigure({ closedPeriod: 'next-open-day' });
    await next.call('createOrder', aSale());
    expect(opened.account.books.cashSales()).toMatchObject([{ date: '2026-11-26', postingPeriod: 'Dec 2026' }]);
  });

  test('is returned against the document that was posted', async () => {
    const opened = openAccount({ settings });
    await opened.system.call('createOrder', aSale());
    const line = {
      id: 'r1',
      orderLineId: '1',
      sku: skus[0],
      quantity: { amount: '1' },
      disposition: 'restock' as const,
    };
    const document = await opened.system.call('processReturn', {
      ref: 'till-7-R1',
      orderRef: 'till-7',
      refs: {},
      channel: 'store',
      occurredAt,
      currency: 'USD',
      taxIncluded: false,
      lines: [{ ...line, gross: usd('20.00') }],
      total: usd('20.00'),
      tenders: [{ kind: 'cash', amount: usd('20.00') }],
      outstanding: usd('0.00'),
    });
    expect(document).toMatchObject({ type: 'cashRefund' });
    expect(opened.account.books.returnAuthorizations()).toMatchObject([
      { orderExternalId: 'CD_CS_till-7', status: 'G' },
    ]);
    expect(opened.account.books.stock()).toMatchObject([{ units: 0 }]);
  });
});

describe('whatever a till sells', () => {
  test.each<[NetsuiteSettings['tax']['mode']]>([['suitetax-override'], ['line-amounts']])(
    'comes to the same cents in sale, payments and ledger (%s)',
    async (mode) => {
      const property = fc.asyncProperty(fc.nat(), fc.constantFrom(...orderKinds), async (seed, kind) => {
        const random = seededRandom(seed);
        const order = {
          ...generateOrder(random, { kind, currency: 'USD', skus: [...skus], occurredAt }),
          channel: 'store' as const,
        };
        const tax = mode === 'suitetax-override' ? ('suitetax' as const) : ('legacy' as const);
        const { system, account } = openAccount({ settings, simulator: { features: { tax } } });
        const document = await system.call('createOrder', order);
        const posting = await system.call('confirmPosting', { document, expected: { total: order.total } });
        expect(equals(posting.debit, posting.credit)).toBe(true);
        expect(account.books.balances()).toBe(true);
        const open = account.books.invoices().reduce((cents, it) => cents + Math.round(Number(it.open) * 100), 0);
        const later = order.tenders
          .filter((it) => it.kind === 'invoice')
          .reduce((all, it) => all + Number(it.amount.amount), 0);
        expect(open / 100).toBeCloseTo(Number(order.outstanding.amount) + later, 5);
      });
      await fc.assert(property, { numRuns: 40, seed: 717 });
    },
  );
});
