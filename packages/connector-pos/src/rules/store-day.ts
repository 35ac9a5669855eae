import { add, type DrawerCount, type Money, parse, StoreDay, sum, type Tender } from '@crossdock/core';
import { type Ticket } from './ticket.ts';

/** What a store day is put together from. */
export interface StoreDayFacts {
  readonly ref: string;
  readonly refs: Readonly<Record<string, string>>;
  /** Our code of the store. */
  readonly location: string;
  readonly businessDate: string;
  readonly currency: string;
  readonly tickets: readonly Ticket[];
  readonly drawers?: readonly DrawerCount[];
  readonly deposits?: StoreDay['deposits'];
}

/** Which edition of a store day it is. */
export interface Edition {
  /** 1 when it is closed first. */
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly closedAt: number;
  /** Tickets that came after the edition before. */
  readonly late: readonly Ticket[];
}

/**
 * Puts a store day together: what was sold, given back and taken, by means, with the drawers beside it. A later edition names
 * the late tickets and what they change.
 *
 * @throws IntegrationError `unbalanced` when its parts, tenders or drawers do not add up, with the difference.
 */
export function assembleStoreDay(facts: StoreDayFacts, { revision, closedAt, late }: Edition): StoreDay {
  const { tickets, currency, drawers = [], deposits = [], ...head } = facts;
  const total = (of: (ticket: Ticket) => Money): Money => sum(tickets.map(of), currency);
  const count = (kind: Ticket['kind']): number => tickets.filter((it) => it.kind === kind).length;
  const day = {
    ...head,
    revision,
    currency,
    tickets: count('sale'),
    returns: count('return'),
    voids: count('void'),
    sales: total((it) => it.sales),
    refunds: total((it) => it.refunds),
    tax: total((it) => it.tax),
    tips: total((it) => it.tips),
    rounding: total((it) => it.rounding),
    giftCardsSold: total((it) => it.giftCardsSold),
    total: total((it) => it.total),
    tenders: tendersByMeans(tickets.flatMap((it) => it.tenders)),
    drawers,
    deposits,
    closedAt: new Date(closedAt).toISOString(),
    ...(revision > 1 && { difference: differenceOf(late, currency) }),
  };
  return parse(StoreDay, day, { what: 'the store day' });
}

/** Over (positive) or short (negative): what was counted less what should be there. */
export function overOrShort(drawers: readonly DrawerCount[], currency: string): Money {
  return sum(
    drawers.flatMap(({ counted, expected }) => [counted, { ...expected, amount: negative(expected.amount) }]),
    currency,
  );
}

function differenceOf(late: readonly Ticket[], currency: string): NonNullable<StoreDay['difference']> {
  const total = sum(
    late.map((it) => it.total),
    currency,
  );
  return { total, tickets: late.map((it) => it.ref) };
}

function tendersByMeans(tenders: readonly Tender[]): readonly Tender[] {
  const means = new Map<string, Tender>();
  for (const { kind, name, amount } of tenders) {
    const key = `${kind}\n${name ?? ''}`;
    const before = means.get(key);
    means.set(key, { kind, ...(name !== undefined && { name }), amount: before ? add(before.amount, amount) : amount });
  }
  return [...means.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, tender]) => tender);
}

const negative = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
