import { isIntegrationError, money, Order, Return } from '@crossdock/core';
import { generateOrder, generateReturn, orderKinds } from '@crossdock/testing';
import { seededRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { daySpan } from './business-day.ts';
import { assembleStoreDay, overOrShort } from './store-day.ts';
import { editionsUntil, storeDayState } from './store-day-editions.ts';
import { type Ticket, ticketOfReturn, ticketOfSale, ticketOfVoid } from './ticket.ts';

const usd = (amount: string) => money(amount, 'USD');
const hour = 3_600_000;
const span = daySpan('2026-11-27', { timeZone: 'UTC' });
const rules = { closeAfterMs: 2 * hour, reviseEveryMs: 6 * hour, graceMs: 72 * hour };
const head = { ref: 'stores-17-20261127', refs: {}, location: 'store-17', businessDate: '2026-11-27', currency: 'USD' };

const cashSale = Order.parse({
  ref: 'stores-A',
  number: '1',
  channel: 'store',
  occurredAt: '2026-11-27T10:00:00Z',
  currency: 'USD',
  taxIncluded: false,
  lines: [
    {
      id: '1',
      sku: 'SHOE',
      quantity: { amount: '1' },
      unitPrice: usd('20.00'),
      gross: usd('20.00'),
      discounts: [{ amount: usd('2.00') }],
      taxes: [{ name: 'Tax', amount: usd('1.48') }],
    },
    { id: '2', kind: 'gift-card', sku: 'GIFT', quantity: { amount: '1' }, unitPrice: usd('50'), gross: usd('50') },
  ],
  charges: [{ kind: 'tip', gross: usd('3.00') }],
  rounding: usd('0.02'),
  total: usd('72.50'),
  tenders: [{ kind: 'cash', amount: usd('72.50') }],
  outstanding: usd('0'),
});

/** A shoe back for one that costs more, the tax inside the prices. */
const exchange = Return.parse({
  ref: 'stores-B',
  orderRef: 'stores-A',
  channel: 'store',
  occurredAt: '2026-11-27T12:00:00Z',
  currency: 'USD',
  taxIncluded: true,
  lines: [
    {
      id: '1',
      sku: 'SHOE',
      quantity: { amount: '1' },
      disposition: 'restock',
      gross: usd('20.00'),
      taxes: [{ name: 'VAT', amount: usd('3.19') }],
    },
  ],
  exchange: [
    {
      id: '2',
      sku: 'BOOT',
      quantity: { amount: '1' },
      unitPrice: usd('30.00'),
      gross: usd('30.00'),
      taxes: [{ name: 'VAT', amount: usd('4.79') }],
    },
  ],
  total: usd('-10.00'),
  tenders: [{ kind: 'card', amount: usd('-10.00') }],
  outstanding: usd('0'),
});

const at = (text: string): number => Date.parse(text);
const firstEdition = { revision: 1, closedAt: span.to + 2 * hour, late: [] };

describe('a store day', () => {
  test('takes a gift card that came back off those that were sold, and gives no revenue back', () => {
    const card = { id: '1', kind: 'gift-card', sku: 'GIFT', quantity: { amount: '1' }, disposition: 'not-returned' };
    const back = Return.parse({
      ref: 'stores-C',
      channel: 'store',
      occurredAt: '2026-11-27T13:00:00Z',
      currency: 'USD',
      taxIncluded: false,
      lines: [{ ...card, gross: usd('50') }],
      total: usd('50'),
      tenders: [{ kind: 'cash', amount: usd('50') }],
      outstanding: usd('0'),
    });
    const tickets = [ticketOfSale(cashSale, span.from), ticketOfReturn(back, span.from)];
    const day = assembleStoreDay({ ...head, tickets }, { revision: 1, closedAt: span.to, late: [] });
    expect([day.giftCardsSold, day.refunds, day.total]).toEqual([usd('0.00'), usd('0.00'), usd('22.50')]);
  });

  test('tells sales, tax, tips, rounding and gift cards apart, and sums them to what was taken', () => {
    const day = assembleStoreDay({ ...head, tickets: [ticketOfSale(cashSale, span.from)] }, firstEdition);
    expect(day).toMatchObject({
      tickets: 1,
      sales: usd('18.00'),
      tax: usd('1.48'),
      tips: usd('3.00'),
      rounding: usd('0.02'),
      giftCardsSold: usd('50.00'),
      total: usd('72.50'),
      tenders: [{ kind: 'cash', amount: usd('72.50') }],
    });
  });

  test('counts an exchange as goods back and goods out, each without its tax', () => {
    const tickets = [ticketOfSale(cashSale, 0), ticketOfReturn(exchange, 0), ticketOfVoid('stores-C', 'USD', 0)];
    const day = assembleStoreDay({ ...head, tickets }, firstEdition);
    expect(day).toMatchObject({
      tickets: 1,
      returns: 1,
      voids: 1,
      sales: usd('43.21'),
      refunds: usd('16.81'),
      tax: usd('3.08'),
      total: usd('82.50'),
      tenders: [
        { kind: 'card', amount: usd('10.00') },
        { kind: 'cash', amount: usd('72.50') },
      ],
    });
  });

  test('adds up for whatever is sold and returned', () => {
    const random = seededRandom(3);
    for (const kind of orderKinds) {
      for (let time = 0; time < 20; time++) {
        const order = generateOrder(random, { kind });
        const back = generateReturn(random, order);
        const tickets = [ticketOfSale(order, 0), ticketOfReturn(back, 0)];
        expect(() => assembleStoreDay({ ...head, currency: order.currency, tickets }, firstEdition)).not.toThrow();
      }
    }
  });

  test('says what is over or short in its drawers', () => {
    const drawer = {
      register: 'R1',
      opening: usd('100.00'),
      paidIn: usd('10.00'),
      paidOut: usd('30.00'),
      cashSales: usd('72.50'),
      expected: usd('152.50'),
      counted: usd('150.00'),
    };
    const day = assembleStoreDay({ ...head, tickets: [], drawers: [drawer] }, firstEdition);
    expect(overOrShort(day.drawers, 'USD')).toEqual(usd('-2.50'));
  });

  test('whose drawer does not add up is stopped with the difference', () => {
    const nothing = usd('0.00');
    const drawer = { register: 'R1', opening: usd('100'), paidIn: nothing, paidOut: nothing, cashSales: nothing };
    const wrong = { ...drawer, expected: usd('99.00'), counted: usd('99.00') };
    try {
      assembleStoreDay({ ...head, tickets: [], drawers: [wrong] }, firstEdition);
      expect.unreachable();
    } catch (error) {
      expect(isIntegrationError(error) && error.code).toBe('unbalanced');
    }
  });
});

describe('the editions of a store day', () => {
  const early = ticketOfSale(cashSale, at('2026-11-27T10:00:00Z'));
  const late: Ticket = { ...early, ref: 'stores-L1', receivedAt: at('2026-11-28T07:30:00Z') };
  const later: Ticket = { ...early, ref: 'stores-L2', receivedAt: at('2026-12-03T07:30:00Z') };
  const editions = (tickets: readonly Ticket[], until: string) => editionsUntil(span, tickets, rules, at(until));

  test('none while it is open or waiting, one when it is closed', () => {
    const states = ['2026-11-27T23:00:00Z', '2026-11-28T01:00:00Z', '2026-11-28T02:00:00Z', '2026-12-01T00:00:00Z'];
    expect(states.map((it) => storeDayState(span, rules, at(it)))).toEqual(['open', 'closing', 'closed', 'final']);
    expect(states.map((it) => editions([early], it).length)).toEqual([0, 0, 1, 1]);
  });

  test('a late ticket makes revision 2, which names it and what it changes', () => {
    expect(editions([early, late], '2026-11-28T07:59:00Z')).toHaveLength(1);
    const [first, second] = editions([early, late], '2026-11-28T08:00:00Z');
    expect(first?.tickets).toEqual([early]);
    if (!second) throw new Error('There is no second edition');
    const day = assembleStoreDay({ ...head, tickets: second.tickets }, second);
    expect(day).toMatchObject({
      revision: 2,
      tickets: 2,
      total: usd('145.00'),
      difference: { total: usd('72.50'), tickets: ['stores-L1'] },
      closedAt: '2026-11-28T08:00:00.000Z',
    });
  });

  test('a ticket after the grace period makes one too', () => {
    expect(editions([early, late, later], '2026-12-04T00:00:00Z').map((it) => it.late.map(({ ref }) => ref))).toEqual([
      [],
      ['stores-L1'],
      ['stores-L2'],
    ]);
  });

  test('a drawer that is counted late makes a revision without late tickets', () => {
    const [, second] = editionsUntil(span, [early], rules, at('2026-11-28T12:00:00Z'), [at('2026-11-28T07:00:00Z')]);
    if (!second) throw new Error('There is no second edition');
    const day = assembleStoreDay({ ...head, tickets: second.tickets }, second);
    expect(day).toMatchObject({ revision: 2, difference: { total: usd('0.00'), tickets: [] } });
  });

  test('stay as they are, whenever and in whatever order tickets are looked at', () => {
    const before = editions([early, late], '2026-11-29T00:00:00Z');
    expect(editions([later, late, early], '2026-12-04T00:00:00Z').slice(0, 2)).toMatchObject(
      before.map(({ revision, closedAt }) => ({ revision, closedAt })),
    );
  });
});
