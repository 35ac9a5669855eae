import { describe, expect, it } from 'vitest';
import { parse, StoreDay } from '../../schemas/index.ts';
import { storeDayEntry } from './store-day-entry.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const day = (changes: Partial<StoreDay> = {}): StoreDay =>
  parse(
    StoreDay,
    {
      ref: 'store-17-20261127',
      refs: {},
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
        { kind: 'card', name: 'Visa', amount: usd('200.00') },
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
      deposits: [{ reference: 'bag-9', amount: usd('80') }],
      closedAt: '2026-11-28T04:00:00Z',
      ...changes,
    },
    { what: 'a day' },
  );

/** `sales -300`: positive is a debit. */
const inShort = (entry: ReturnType<typeof storeDayEntry>) =>
  entry?.lines.map(
    ({ account, debit, credit }) => `${account} ${Number(debit?.amount ?? 0) - Number(credit?.amount ?? 0)}`,
  );

describe('the settlement of a store day', () => {
  it('books every part, every means, what a drawer is short and what went to the bank', () => {
    const entry = storeDayEntry(day());
    expect(inShort(entry)).toEqual([
      'sales -300',
      'refunds 50',
      'tax -20',
      'tips -5',
      'rounding 0.02',
      'gift-cards -25',
      'cash 99.98',
      'card 200',
      'over-short 0.98',
      'cash -0.98',
      'deposits 80',
      'cash -80',
    ]);
    expect(entry).toMatchObject({ ref: 'store-17-20261127', businessDate: '2026-11-27', currency: 'USD' });
    expect(entry?.lines.every((line) => line.location === 'store-17')).toBe(true);
  });

  it('goes to the accounts that are named, a means by its name before its kind', () => {
    const accounts = { sales: 'revenue', tenders: { card: 'cards', 'card:Visa': 'visa', cash: 'safe' } };
    const lines = inShort(storeDayEntry(day(), { accounts, entity: 'us' }));
    expect(lines).toEqual(expect.arrayContaining(['revenue -300', 'visa 200', 'safe 99.98', 'safe -0.98', 'safe -80']));
  });

  it('that was over is the other way round, and an idle day is nothing to book', () => {
    const [drawer] = day().drawers;
    const over = day({ drawers: drawer ? [{ ...drawer, counted: usd('280.48') }] : [] });
    expect(inShort(storeDayEntry(over))).toEqual(expect.arrayContaining(['over-short -0.5', 'cash 0.5']));
    const zero = usd('0');
    const amounts = { sales: zero, refunds: zero, tax: zero, tips: zero, rounding: zero, giftCardsSold: zero };
    const idle = { ...amounts, total: zero, tenders: [], drawers: [], deposits: [] };
    expect(storeDayEntry(day(idle))).toBeUndefined();
  });
});

describe('a later revision', () => {
  const late = day({
    revision: 2,
    sales: usd('310.00'),
    tax: usd('20.80'),
    total: usd('310.78'),
    tenders: [
      { kind: 'cash', amount: usd('99.98') },
      { kind: 'card', name: 'Amex', amount: usd('10.80') },
      { kind: 'card', name: 'Visa', amount: usd('200.00') },
    ],
  });

  it('books only what differs, under a reference of its own', () => {
    const entry = storeDayEntry(late, { corrects: day() });
    expect(entry).toMatchObject({ ref: 'store-17-20261127-r2', businessDate: '2026-11-27' });
    expect(inShort(entry)).toEqual(['sales -10', 'tax -0.8', 'card 10.8']);
  });

  it('takes back a means that is gone, and books nothing when no amount changed', () => {
    const entry = storeDayEntry({ ...day(), revision: 3 }, { corrects: late });
    expect(inShort(entry)).toEqual(['sales 10', 'tax 0.8', 'card -10.8']);
    expect(storeDayEntry({ ...day(), revision: 2 }, { corrects: day() })).toBeUndefined();
  });

  it.each([
    ['without the one before', late, undefined],
    ['after another one', { ...late, revision: 3 }, day()],
    ['of another day', late, day({ ref: 'store-18-20261127' })],
    ['in another currency', late, { ...day(), currency: 'CAD' }],
    ['that is the first', day(), day()],
  ])('%s is refused', (_, now, corrects) => {
    expect(() => storeDayEntry(now, corrects ? { corrects } : {})).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'corrects' }) as Error,
    );
  });
});
