import { IntegrationError, isIntegrationError, toMs } from '@crossdock/core';
import {
  assembleStoreDay,
  closingOf,
  type ClosingRules,
  type DaySpan,
  daySpan,
  type Edition,
  editionsUntil,
  type Ticket,
} from '../rules/index.ts';
import { type DayEntry } from './books/entries.ts';
import { type FileDropContext, type Told } from './context.ts';
import { type DayFacts } from './day-facts.ts';
import { countsForDay, dayEndProblems, depositsOf, drawersOf, hasAllReports, orphan } from './day-parts.ts';
import { dayRefOf } from './mapping/refs.ts';
import { storeOf } from './stores.ts';

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

/** A day of which nothing is to be told until something comes for it, or that instant. */
interface QuietDay {
  readonly touches: number;
  readonly until: number;
}

/** By the books of a folder. What is not in it is only looked at once more. */
const quietDays = new WeakMap<FileDropContext['books'], Map<string, QuietDay>>();

function quietIn({ books }: FileDropContext): Map<string, QuietDay> {
  let quiet = quietDays.get(books);
  if (!quiet) quietDays.set(books, (quiet = new Map<string, QuietDay>()));
  return quiet;
}

/** What was told was lost: days that were quiet since are looked at once more. */
export const lookAgain = ({ books }: FileDropContext): unknown => quietDays.delete(books);

/**
 * The editions of days that are due: the first once the store said that its day is over and no number is missing, or once
 * the time for it has passed; one more for each look at which late tickets, drawers or reports had come. An edition is the same
 * whenever it is made.
 */
export function dueDays(context: FileDropContext): DaysToTell {
  const { books, clock } = context;
  const now = clock.now();
  const events: Told[] = [];
  const told: ToldDay[] = [];
  const quiet = quietIn(context);
  for (const entry of books.dueDays()) {
    const { store, day } = entry;
    const key = `${store} ${day}`;
    const touches = books.touchesOf(store, day);
    const last = quiet.get(key);
    if (last?.touches === touches && now < last.until) continue;
    try {
      const closing = firstClosing(entry, context, now);
      const news = closing === undefined ? [] : newsOf(entry, closing, context, now);
      if (news.length === 0) quiet.set(key, { touches, until: nextClosing(entry, closing, context, now) });
      for (const it of news) {
        events.push(...it.events);
        told.push({ store, day, told: it.revision, closedAt: it.closedAt });
      }
    } catch (error) {
      // The store of the day is not in the configuration any more: the day waits until it is.
      if (!isIntegrationError(error) || error.code !== 'config-invalid') throw error;
      const ref = dayRefOf(context.name, store, day);
      events.push({ name: 'storeday.closed', id: `${ref}-store`, key: ref, refused: error });
      quiet.set(key, { touches, until: Number.POSITIVE_INFINITY });
    }
  }
  return { events, told };
}

/** What is to be told of a closed day now: editions that were not told, and behind them records whose ticket never came. */
function newsOf(entry: DayEntry, firstClose: number, context: FileDropContext, now: number): readonly ToldEdition[] {
  const editions = editionsOf(entry, firstClose, context, now);
  const settled = editions.findLast((it) => it.revision <= entry.told)?.closedAt ?? Number.NEGATIVE_INFINITY;
  const news = editions.filter((it) => it.revision > entry.told);
  const orphans = orphansOf(entry, firstClose, context).filter((it) => it.dueAt > settled && it.dueAt <= now);
  if (orphans.length === 0) return news;
  const last = news.at(-1) ?? { revision: entry.told, closedAt: settled };
  const closedAt = Math.max(last.closedAt, ...orphans.map((it) => it.dueAt));
  return [...news, { revision: last.revision, closedAt, events: orphans.map((it) => it.told) }];
}

/** Records without their ticket, each with the look at which it is told. They make no edition: the ticket may come yet. */
function orphansOf(entry: DayEntry, firstClose: number, context: FileDropContext) {
  return factsOf(entry, context).flatMap((it) =>
    it.type === 'post-void'
      ? [{ dueAt: closingOf(it.receivedAt, firstClose, rulesOf(context)), told: orphan(it.record, context) }]
      : [],
  );
}

/** What was told of days since an instant, for whoever asks again. */
export function daysToldSince(since: number, context: FileDropContext): readonly Told[] {
  const now = context.clock.now();
  return context.books.closedDays().flatMap((entry) => {
    const { firstClose = Number.POSITIVE_INFINITY } = entry;
    const editions = editionsOf(entry, firstClose, context, now).filter((it) => it.revision <= entry.told);
    const orphans = orphansOf(entry, firstClose, context).filter((it) => it.dueAt >= since && it.dueAt <= now);
    return [
      ...editions.filter((it) => it.closedAt >= since).flatMap((it) => it.events),
      ...orphans.map((it) => it.told),
    ];
  });
}

/** When the day was closed, which is decided once: books keep it, so that every later reading finds the same. */
function firstClosing(
  { store, day, currency, firstClose }: DayEntry,
  context: FileDropContext,
  now: number,
): number | undefined {
  if (firstClose !== undefined) return firstClose;
  const { books, observer, name } = context;
  const span = spanOf(store, day, context);
  const latest = span.to + rulesOf(context).closeAfterMs;
  if (now < latest && !isComplete({ store, day, currency }, context)) return undefined;
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

/** The next instant at which an edition may be made of what is here already. */
function nextClosing(
  { store, day }: DayEntry,
  firstClose: number | undefined,
  context: FileDropContext,
  now: number,
): number {
  const { closeAfterMs, reviseEveryMs } = rulesOf(context);
  if (firstClose === undefined) return spanOf(store, day, context).to + closeAfterMs;
  return firstClose + (Math.floor((now - firstClose) / reviseEveryMs) + 1) * reviseEveryMs;
}

/**
 * Whether nothing of a day is missing: the last files of a store may be here before the others, so that no gap shows. Then its
 * reports tell.
 */
function isComplete(entry: Pick<DayEntry, 'store' | 'day' | 'currency'>, context: FileDropContext): boolean {
  if (!context.books.isDayComplete(entry.store, entry.day)) return false;
  const facts = factsOf(entry, context);
  return hasAllReports(facts) && dayEndProblems(entry, facts, context).length === 0;
}

/** What is known of a day, and when it came. */
type KnownFact = DayFacts & { readonly receivedAt: number };

function factsOf({ store, day }: Pick<DayEntry, 'store' | 'day'>, { books }: FileDropContext): readonly KnownFact[] {
  return books
    .recordsOfDay(store, day)
    .flatMap(({ facts: json, receivedAt }) =>
      json === undefined ? [] : [{ ...(JSON.parse(json) as DayFacts), receivedAt }],
    );
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
  const facts = factsOf(entry, context).filter((it) => countsForDay(it));
  if (facts.length === 0) return [];
  const tickets = facts.flatMap((it) => (it.type === 'ticket' ? [it.ticket] : []));
  const others = facts.map((it) => it.receivedAt);
  let before: ReadonlySet<string> = new Set();
  return editionsUntil(span, tickets, rules, now, others).map((edition) => {
    const { revision, closedAt } = edition;
    const seen = facts.filter((it) => it.receivedAt <= closedAt);
    const differing = dayEndProblems(entry, seen, context);
    const problems = differing.filter((it) => !before.has(it.id));
    before = new Set(differing.map((it) => it.id));
    const told = revision === 1 ? problems : problems.map((it) => ({ ...it, id: `${it.id}-${revision}` }));
    return { revision, closedAt, events: [toldEdition(entry, edition, seen, context), ...told] };
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

function rulesOf({ config }: FileDropContext): ClosingRules {
  return {
    closeAfterMs: toMs(config.storeDay.closeAfter),
    reviseEveryMs: toMs(config.storeDay.reviseEvery),
    graceMs: toMs(config.clockBehind),
  };
}

const spans = new Map<string, DaySpan>();

function spanOf(store: string, day: string, { stores }: FileDropContext): DaySpan {
  const zone = storeOf(stores, store);
  const key = `${zone.timeZone} ${zone.dayCut} ${day}`;
  let span = spans.get(key);
  if (!span) {
    if (spans.size > 1_000) spans.clear();
    spans.set(key, (span = daySpan(day, zone)));
  }
  return span;
}
