import { type JournalEntry, money, StoreDay } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { settleStoreDay } from '../src/settle-store-day.ts';

const usd = (amount: string) => money(amount, 'USD');

function day(revision: number, sales: string, over: Partial<StoreDay> = {}): StoreDay {
  const total = usd(sales);
  const nothing = usd('0');
  return StoreDay.parse({
    ref: 'square-L1-20261127',
    refs: {},
    location: 'store-1',
    businessDate: '2026-11-27',
    revision,
    currency: 'USD',
    tickets: revision,
    returns: 0,
    sales: total,
    refunds: nothing,
    tax: nothing,
    tips: nothing,
    rounding: nothing,
    giftCardsSold: nothing,
    total,
    tenders: [{ kind: 'cash', amount: total }],
    closedAt: '2026-11-28T12:00:00Z',
    ...over,
  });
}

/** Runs the flow on a day, with the editions that its events bring, and gives what it booked, confirmed and said. */
async function settled(closed: StoreDay, events: readonly StoreDay[] = []) {
  const posted: JournalEntry[] = [];
  const confirmed: unknown[] = [];
  const logged: string[] = [];
  const left = [...events];
  const context = {
    erp: {
      postJournal: async (entry: JournalEntry) => {
        posted.push(entry);
        return { system: 'erp', type: 'journalEntry', id: '1', reference: entry.ref };
      },
      confirmPosting: async (request: unknown) => void confirmed.push(request),
    },
    waitFor: async () => {
      const data = left.shift();
      if (!data) throw new Error('Nothing more is told');
      return { data };
    },
    log: (message: string) => void logged.push(message),
  };
  await settleStoreDay.run(closed, context as never);
  return { posted, confirmed, logged };
}

const late = { difference: { total: usd('15.00'), tickets: ['square-O9'] } };

describe('settling a store day', () => {
  test('books its first closing whole, and has it confirmed to the cent', async () => {
    const { posted, confirmed } = await settled(day(1, '100.00'));
    expect(posted).toMatchObject([{ ref: 'square-L1-20261127', memo: 'Store day store-1 2026-11-27' }]);
    expect(confirmed).toMatchObject([{ expected: { total: usd('100.00') } }]);
  });

  test('books a revision as what differs, under its own name, and says what was late', async () => {
    const { posted } = await settled(day(2, '115.00', late), [day(1, '100.00')]);
    expect(posted).toMatchObject([
      {
        ref: 'square-L1-20261127-r2',
        memo: 'Store day store-1 2026-11-27, revision 2: 15.00 USD, late: square-O9',
        lines: [
          { account: 'sales', credit: usd('15.00') },
          { account: 'cash', debit: usd('15.00') },
        ],
      },
    ]);
  });

  test('names some of many late tickets, and none for a drawer that was counted late', async () => {
    const tickets = Array.from({ length: 300 }, (_, index) => `square-O${index + 1}`);
    const many = await settled(day(2, '115.00', { difference: { total: usd('15.00'), tickets } }), [day(1, '100.00')]);
    expect(many.posted[0]?.memo).toMatch(/late: square-O1, square-O2, square-O3, square-O4 and 296 others$/);
    const none = { difference: { total: usd('0.00'), tickets: [] } };
    const counted = await settled(day(2, '115.00', none), [day(1, '100.00')]);
    expect(counted.posted[0]?.memo).toBe('Store day store-1 2026-11-27, revision 2');
  });

  test('waits for the edition before, whatever else is told first', async () => {
    const told = [day(2, '115.00', late), day(3, '120.00', late), day(1, '100.00')];
    const { posted } = await settled(day(2, '115.00', late), told);
    expect(posted[0]?.lines).toMatchObject([{ credit: usd('15.00') }, { debit: usd('15.00') }]);
  });

  test('books nothing for a revision that changes no amount, and says so', async () => {
    const { posted, logged } = await settled(day(2, '100.00'), [day(1, '100.00')]);
    expect(posted).toEqual([]);
    expect(logged).toHaveLength(1);
  });
});
