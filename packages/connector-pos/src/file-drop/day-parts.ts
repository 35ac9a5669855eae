import {
  add,
  compare,
  type DrawerCount,
  IntegrationError,
  money,
  type Money,
  negate,
  type StoreDay,
  subtract,
  sum,
  zero,
} from '@crossdock/core';
import { type Ticket } from '../rules/index.ts';
import { type DayEntry } from './books/entries.ts';
import { type FileDropContext, type Told } from './context.ts';
import { type DayFacts, isCash } from './day-facts.ts';
import { dayRefOf, keyInWords, refOf } from './mapping/refs.ts';
import { type PostVoid } from './till-record.ts';

/** The drawers that were counted. */
export function drawersOf(facts: readonly DayFacts[], currency: string): readonly DrawerCount[] {
  const registers = [...new Set(facts.map((it) => it.register))].toSorted();
  return registers.flatMap((register) => {
    const own = facts.filter((it) => it.register === register);
    const moved = (what: string): readonly Money[] =>
      own.flatMap((it) =>
        it.type === 'drawer' && it.record.movement === what
          ? [{ amount: it.record.amount, currency: it.record.currency }]
          : [],
      );
    const counted = moved('counted').at(-1);
    if (!counted) return [];
    const opening = sum(moved('opening'), currency);
    const paidIn = sum(moved('paid-in'), currency);
    const paidOut = sum(moved('paid-out'), currency);
    const cashSales = sum(
      own.flatMap((it) =>
        it.type === 'ticket' ? it.ticket.tenders.filter(isCash).map((tender) => tender.amount) : [],
      ),
      currency,
    );
    const expected = subtract(sum([opening, paidIn, cashSales], currency), paidOut);
    return [{ register, opening, paidIn, paidOut, cashSales, expected, counted }];
  });
}

export function depositsOf(facts: readonly DayFacts[]): StoreDay['deposits'] {
  return facts.flatMap((it) => {
    if (it.type !== 'drawer' || it.record.movement !== 'deposit') return [];
    const { amount, currency, reference } = it.record;
    return [{ amount: { amount, currency }, ...(reference !== undefined && { reference }) }];
  });
}

/** Whether the store reported that its day is over, or every register that sold did. */
export function hasAllReports(facts: readonly DayFacts[]): boolean {
  const ends = facts.filter((it) => it.type === 'day-end');
  if (ends.some((it) => it.record.scope === 'store')) return true;
  const reported = new Set(ends.map((it) => it.register));
  return facts.every((it) => it.type !== 'ticket' || reported.has(it.register));
}

/** Whether a fact changes a day or proves it: a look at which it has come makes an edition. */
export function countsForDay(fact: DayFacts): boolean {
  if (fact.type !== 'day-end') return fact.type !== 'post-void';
  const { total, tenders } = fact.record.totals;
  return total !== undefined || tenders !== undefined;
}

/** What a till or store adds up by itself is held against its tickets: a difference is told, and nothing is put right. */
export function dayEndProblems(
  { store, day, currency }: Pick<DayEntry, 'store' | 'day' | 'currency'>,
  facts: readonly DayFacts[],
  { name }: FileDropContext,
): readonly Told[] {
  const ref = dayRefOf(name, store, day);
  return facts.flatMap((end) => {
    if (end.type !== 'day-end') return [];
    const { scope, totals, number } = end.record;
    const tickets = facts.flatMap((it) =>
      it.type === 'ticket' && (scope === 'store' || it.register === end.register) ? [it.ticket] : [],
    );
    const who = scope === 'store' ? 'the store' : `register ${end.register}`;
    const problems = [
      totals.total === undefined
        ? undefined
        : differs('total', money(totals.total, currency), worthOf(tickets, currency)),
      ...(totals.tenders ?? []).map(({ kind, amount }) => {
        const taken = tickets.flatMap((it) =>
          it.tenders.filter((tender) => tender.kind === kind).map((tender) => tender.amount),
        );
        return differs(kind, money(amount, currency), sum(taken, currency));
      }),
    ].filter((it) => it !== undefined);
    if (problems.length === 0) return [];
    const refused = new IntegrationError(
      `The report of ${who} for ${day} and its tickets differ: ${problems.join('; ')}`,
      { code: 'unbalanced', path: 'totals', system: name },
    );
    return [{ name: 'storeday.closed', id: `${ref}-z-${end.register}-${number}`, key: ref, refused } as const];
  });
}

/** Sales less returns with tax; tips and gift cards are no turnover. */
function worthOf(tickets: readonly Ticket[], currency: string): Money {
  return tickets.reduce((total, it) => add(total, add(subtract(it.sales, it.refunds), it.tax)), zero(currency));
}

function differs(what: string, said: Money, found: Money): string | undefined {
  if (compare(said, found) === 0) return undefined;
  const difference = add(said, negate(found));
  return `${what} ${said.amount} and ${found.amount}, by ${difference.amount} ${difference.currency}`;
}

/** A record that takes back a ticket which never came. */
export function orphan(record: PostVoid, { name }: FileDropContext): Told {
  const ref = refOf(name, record.key);
  const refused = new IntegrationError(
    `${keyInWords(record.key)} takes back ${keyInWords(record.voids)}, a ticket that no file has`,
    {
      code: 'not-found',
      system: name,
    },
  );
  return { name: 'return.processed', id: ref, key: ref, refused };
}
