/** Store days, and an environment whose ledger takes them. */
import { money, parse, type Random, StoreDay, storeDayEntry, type JournalEntry } from '@crossdock/core';
import type { D365Settings } from '../src/index.ts';
import { openEnvironment, type OpenEnvironment, type OpenEnvironmentOptions } from './environment.ts';

const usd = (cents: number) => money((cents / 100).toFixed(2), 'USD');
const between = (random: Random, most: number) => Math.floor(random() * most);

/** A store day whose parts, tenders and drawer are left to chance. */
export function aStoreDay(random: Random, changes: Partial<StoreDay> = {}): StoreDay {
  const [sales, refunds, tips] = [between(random, 900_000), between(random, 50_000), between(random, 5_000)];
  const [tax, giftCards, rounding] = [Math.round(sales * 0.0825), between(random, 20_000), between(random, 9) - 4];
  const total = sales - refunds + tax + tips + rounding + giftCards;
  const cash = between(random, 100_000);
  const [visa, redeemed] = [between(random, 200_000), between(random, 10_000)];
  const expected = 20_000 + cash;
  const day = {
    ref: `store-1-${between(random, 1e9)}`,
    refs: {},
    location: 'store-1',
    businessDate: '2026-11-27',
    revision: 1,
    currency: 'USD',
    tickets: 40,
    returns: 2,
    sales: usd(sales),
    refunds: usd(refunds),
    tax: usd(tax),
    tips: usd(tips),
    rounding: usd(rounding),
    giftCardsSold: usd(giftCards),
    total: usd(total),
    tenders: [
      { kind: 'cash', amount: usd(cash) },
      { kind: 'card', name: 'Visa', amount: usd(visa) },
      { kind: 'gift-card', amount: usd(redeemed) },
      { kind: 'card', name: 'Mastercard', amount: usd(total - cash - visa - redeemed) },
    ],
    drawers: [
      {
        register: 'till-1',
        opening: usd(20_000),
        paidIn: usd(0),
        paidOut: usd(0),
        cashSales: usd(cash),
        expected: usd(expected),
        counted: usd(expected + between(random, 400) - 200),
      },
    ],
    deposits: [{ reference: 'bag-9', amount: usd(cash) }],
    closedAt: '2026-11-28T04:00:00Z',
    ...changes,
  };
  return parse(StoreDay, day, { what: 'a store day' });
}

/** The names that the accounts of a store day have here. */
export const dayAccounts = { tenders: { 'card:Visa': 'visa' } } as const;

/** The entry of a day that has something to book. */
export function entryOf(day: StoreDay, corrects?: StoreDay): JournalEntry {
  const entry = storeDayEntry(day, { accounts: dayAccounts, ...(corrects && { corrects }) });
  if (!entry) throw new Error('There is nothing to book');
  return entry;
}

const byTheDay = {
  tills: { as: 'journal' },
  accounts: {
    sales: { value: '401100' },
    refunds: { value: '401200' },
    tax: { value: '202110' },
    tips: { value: '202120' },
    rounding: { value: '607300' },
    'gift-cards': { value: '250300' },
    'gift-card': { value: '250300' },
    cash: { value: '110180', method: 'CASH' },
    card: { type: 'Bank', value: 'USMF OPER', method: 'CARD' },
    visa: { type: 'Bank', value: 'USMF VISA', method: 'CARD' },
    'over-short': { value: '607400' },
    deposits: { type: 'Bank', value: 'USMF OPER' },
  },
  dimensions: [{ of: 'location', name: 'BusinessUnit', values: { 'store-1': '001', 'store-2': '002' } }],
} as const satisfies Partial<D365Settings>;

/** Opens an environment where store days settle what tills sold. */
export function openSettlement(options: OpenEnvironmentOptions = {}): OpenEnvironment {
  const opened = openEnvironment({ ...options, settings: { ...byTheDay, ...options.settings } });
  for (const number of ['401200', '202110', '202120', '607300', '607400']) opened.environment.seedAccount(number);
  return opened;
}
