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
  toMs,
  zero,
} from '@crossdock/core';
import {
  assembleStoreDay,
  type ClosingRules,
  type DaySpan,
  daySpan,
  type Edition,
  editionsUntil,
  type Ticket,
} from '../rules/index.ts';
import { type DayEntry } from './books/books.ts';
import { type FileDropContext, type Told } from './context.ts';
import { type DayFacts, isCash } from './day-facts.ts';
import { dayRefOf, keyInWords, refOf } from './mapping/refs.ts';

/** Editions that were told, by their day. */
export interface ToldDay {
  readonly store: string;
  readonly day: string;
  readonly told: number;
  readonly closedAt: number;
}

/** What is to be told of days now. */
export interface DaysToTell {
  readonly events: readonly Told[];
  readonly told: readonly ToldDay[];
}

/**
 * The editions of days that are due: the first once the store said that its day is over and no number is missing, or once
 * the time for it has passed; one more for each look at which late tickets had come. An edition is the same whenever it is made.
 */
export function dueDays(context: FileDropContext): DaysToTell {
  const { books, clock } = context;
  const now = clock.now();
  const events: Told[] = [];
  const told: ToldDay[] = [];
  for (const entry of books.dueDays()) {
    const closing = firstClosing(entry, context, now);
    if (closing === undefined) continue;
    for (const edition of editionsOf(entry, closing, context, now)) {
      if (edition.revision <= entry.told) continue;
      events.push(...edition.events);
      told.push({ store: entry.store, day: entry.day, told: edition.revision, closedAt: edition.closedAt });
    }
  }
  return { events, told };
}

/** Editions that were told since an instant, for whoever asks again. */
export function daysToldSince(since: number, context: FileDropContext): readonly Told[] {
  return context.books.toldDays().flatMap((entry) => {
    const { firstClose = Number.POSITIVE_INFINITY } = entry;
    return editionsOf(entry, firstClose, context, context.clock.now())
      .filter((it) => it.revision <= entry.told && it.closedAt >= since)
      .flatMap((it) => it.events);
  });
}

/** When the day was closed, which is decided once: books keep it, so that every later reading finds the same. */
function firstClosing({ store, day, firstClose }: DayEntry, context: FileDropContext, now: number): number | undefined {
  if (firstClose !== undefined) return firstClose;
  const { books, observer, name } = context;
  const span = spanOf(store, day, context);
  const latest = span.to + rulesOf(context).closeAfterMs;
  if (now < latest && !books.isDayComplete(store, day)) return undefined;
  const missing = books.numbersMissing(store, day);
  if (missing > 0) {
    observer.log('warn', 'a store day is closed with numbers missing', {
      'crossdock.system': name,
      store,
      day,
      missing,
    });
  }
  // Everything that is known by now is in the first edition, however late it is made.
  books.closeDay(store, day, now);
  return now;
}

interface ToldEdition {
  readonly revision: number;
  readonly closedAt: number;
  readonly events: readonly Told[];
}

function editionsOf(
  entry: DayEntry,
  firstClose: number,
  context: FileDropContext,
  now: number,
): readonly ToldEdition[] {
  const rules = rulesOf(context);
  const span = { from: 0, to: firstClose - rules.closeAfterMs };
  const records = context.books.recordsOfDay(entry.store, entry.day);
  const facts = records.flatMap(({ facts: json }) => (json === undefined ? [] : [JSON.parse(json) as DayFacts]));
  const tickets = facts.flatMap((it) => (it.type === 'ticket' ? [it.ticket] : []));
  if (tickets.length === 0 && !facts.some((it) => it.type === 'drawer')) return [];
  return editionsUntil(span, tickets, rules, now).map((edition) => {
    const { revision, closedAt } = edition;
    const known = new Set(edition.tickets.map((it) => it.ref));
    const seen = facts.filter((it) => it.type !== 'ticket' || known.has(it.ticket.ref));
    const events = [toldEdition(entry, edition, seen, context)];
    if (revision === 1) events.push(...dayEndProblems(entry, seen, context), ...orphans(facts, context));
    return { revision, closedAt, events };
  });
}

function toldEdition(
  entry: DayEntry,
  edition: Edition & { readonly tickets: readonly Ticket[] },
  facts: readonly DayFacts[],
  { name }: FileDropContext,
): Told {
  const { store, day, currency } = entry;
  const ref = dayRefOf(name, store, day);
  const head = { name: 'storeday.closed', id: `${ref}-${edition.revision}`, key: ref } as const;
  try {
    const base = { ref, refs: { [name]: `${store}/${day}` }, location: store, businessDate: day, currency };
    const parts = { tickets: edition.tickets, drawers: drawersOf(facts, currency), deposits: depositsOf(facts) };
    const data = assembleStoreDay({ ...base, ...parts }, edition);
    return { ...head, occurredAt: data.closedAt, data };
  } catch (error) {
    if (error instanceof IntegrationError) return { ...head, refused: error };
    throw error;
  }
}

/** The drawers that were counted. */
function drawersOf(facts: readonly DayFacts[], currency: string): readonly DrawerCount[] {
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

function depositsOf(facts: readonly DayFacts[]): StoreDay['deposits'] {
  return facts.flatMap((it) => {
    if (it.type !== 'drawer' || it.record.movement !== 'deposit') return [];
    const { amount, currency, reference } = it.record;
    return [{ amount: { amount, currency }, ...(reference !== undefined && { reference }) }];
  });
}

/** What a till or store adds up by itself is held against its tickets: a difference is told, and nothing is put right. */
function dayEndProblems(
  { store, day, currency }: DayEntry,
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
    return [{ name: 'storeday.closed', id: `${ref}-z-${number}`, key: ref, refused } as const];
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

/** Records that take back a ticket which never came. */
function orphans(facts: readonly DayFacts[], { name }: FileDropContext): readonly Told[] {
  return facts.flatMap((it) => {
    if (it.type !== 'post-void') return [];
    const ref = refOf(name, it.record.key);
    const refused = new IntegrationError(`${keyInWords(it.record.key)} takes back a ticket that no file has`, {
      code: 'not-found',
      system: name,
    });
    return [{ name: 'return.processed', id: ref, key: ref, refused } as const];
  });
}

function rulesOf({ config }: FileDropContext): ClosingRules {
  return {
    closeAfterMs: toMs(config.storeDay.closeAfter),
    reviseEveryMs: toMs(config.storeDay.reviseEvery),
    graceMs: toMs(config.clockBehind),
  };
}

const spans = new Map<string, DaySpan>();

function spanOf(store: string, day: string, { stores }: FileDropContext): DaySpan {
  const known = [...stores.values()].find((it) => it.code === store);
  const zone = known ?? { timeZone: 'UTC', dayCut: '00:00' };
  const key = `${zone.timeZone} ${zone.dayCut} ${day}`;
  let span = spans.get(key);
  if (!span) {
    if (spans.size > 1_000) spans.clear();
    spans.set(key, (span = daySpan(day, zone)));
  }
  return span;
}
