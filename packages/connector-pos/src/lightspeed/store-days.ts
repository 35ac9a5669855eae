import { isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import {
  assembleStoreDay,
  businessDateAt,
  datesWithin,
  daySpan,
  editionsUntil,
  naturalRef,
  type Ticket,
  ticketOfReturn,
  ticketOfSale,
} from '../rules/index.ts';
import { type ConnectorContext } from './context.ts';
import { clocksOf, kindBefore, kindOf, type ReadSale, receivedAt } from './mapping/sale-facts.ts';
import { toOrder } from './mapping/to-order.ts';
import { toReturn, toReversal } from './mapping/to-return.ts';
import { type Store } from './stores.ts';

type Closed = SourceEvent<'storeday.closed'>;
type Told = Closed | RefusedEvent<'storeday.closed'>;

/** Feeds of the platform lag behind by seconds: what has just closed is told a little later. */
const settledAfterMs = 600_000;
/** How far a till's clock may be ahead of the platform's, in milliseconds. */
const aheadMs = 300_000;
const dayMs = 86_400_000;

interface Window {
  readonly from: number;
  readonly to: number;
}

/** A day of a store whose editions are told. */
interface DueDay {
  readonly store: Store;
  readonly date: string;
  /** Editions after this instant are told, in epoch milliseconds. */
  readonly since: number;
  readonly tickets: Ticket[];
  /** Why it cannot be told: a ticket of it cannot. */
  refused?: ReturnType<typeof rejected>;
}

/**
 * Tells the editions of store days that fall into a window: the first closing of a day, and a revision where late tickets came, or a sale
 * was called off. A register may stay open for days, so a day is what was sold in it, with the registers that were opened in it
 * and counted. No ticket is remembered: the editions of a day follow from the sales as they are.
 */
export async function* storeDaySweep(
  context: ConnectorContext,
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): AsyncIterable<Told> {
  const window = {
    from: Date.parse(from) - settledAfterMs,
    to: Math.min(Date.parse(to), context.clock.now()) - settledAfterMs,
  };
  if (window.to <= window.from) return;
  const days = await dueDays(context, window, signal);
  if (days.length === 0) return;
  await gatherTickets(days, context, signal);
  for (const day of days) yield* editionsOf(day, context, window.to);
}

async function dueDays(context: ConnectorContext, window: Window, signal: AbortSignal): Promise<readonly DueDay[]> {
  const stores = await context.patient.stores.all(signal);
  const due = stores.filter((it) => isDue(it, context, window));
  const touched =
    due.length === 0 ? new Map<string, ReadonlySet<string>>() : await touchedDates(context, window, signal);
  const days: DueDay[] = [];
  for (const store of stores) {
    const again = new Set(
      due.includes(store) ? [...(touched.get(store.id) ?? []), ...(await countedDates(store, context, window))] : [],
    );
    const dates = new Set([...closingDates(store, context, window), ...again]);
    // Of a day that was touched all editions are told: those that are known count once, one that was refused is mended.
    for (const date of [...dates].toSorted()) {
      days.push({ store, date, since: again.has(date) ? Number.NEGATIVE_INFINITY : window.from, tickets: [] });
    }
  }
  return days;
}

/** The days of a store whose first closing falls into the window. */
function closingDates(store: Store, { closing }: ConnectorContext, { from, to }: Window): readonly string[] {
  const dates = datesWithin(from - closing.closeAfterMs - dayMs, to - closing.closeAfterMs, store);
  return dates.filter((date) => {
    const closedAt = daySpan(date, store).to + closing.closeAfterMs;
    return closedAt > from && closedAt <= to;
  });
}

/** Whether revisions of a store may fall into the window: they stand on a grid that begins at the closing of each day. */
function isDue(store: Store, { closing }: ConnectorContext, { from, to }: Window): boolean {
  const { closeAfterMs, reviseEveryMs, graceMs } = closing;
  return datesWithin(from - graceMs - dayMs, to, store).some((date) => {
    const first = daySpan(date, store).to + closeAfterMs;
    const beats = (at: number): number => Math.floor((at - first) / reviseEveryMs);
    return to > first && beats(to) > beats(from);
  });
}

/** By store, the closed days of which a ticket came or changed since the beat before. */
async function touchedDates(
  context: ConnectorContext,
  window: Window,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { patient, closing, marks } = context;
  const dates = new Map<string, Set<string>>();
  // A ticket waits for its revision for up to one beat.
  const after = await marks.before(new Date(window.from - closing.reviseEveryMs).toISOString(), signal);
  for await (const { read } of patient.sales.pages(after, signal)) {
    for (const sale of read) {
      const date = closedDateOf(sale, context);
      if (date !== undefined) dates.set(sale.store.id, (dates.get(sale.store.id) ?? new Set<string>()).add(date));
    }
  }
  return dates;
}

/** The day of a ticket, if the day had been closed when the ticket came or changed. An unknown word is told by the sale itself. */
function closedDateOf(read: ReadSale, { mapping, closing }: ConnectorContext): string | undefined {
  try {
    if (!isTicket(read, mapping)) return undefined;
    const { businessDate } = clocksOf(read, mapping);
    const firstClosing = daySpan(businessDate, read.store).to + closing.closeAfterMs;
    const changedAt = Math.max(receivedAt(read, mapping), Date.parse(read.sale.updated_at));
    return changedAt > firstClosing ? businessDate : undefined;
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return undefined;
  }
}

/** The days of a store whose registers were counted after the day had been closed: in the next morning, as a rule. */
async function countedDates(
  store: Store,
  { config, closing }: ConnectorContext,
  window: Window,
): Promise<readonly string[]> {
  const since = window.from - closing.reviseEveryMs;
  const closures = await config.closures.openedWithin(store.id, { from: since - closing.graceMs, to: window.to });
  return closures.flatMap(({ openedAt, closedAt }) => {
    const date = businessDateAt(openedAt, store);
    const at = Date.parse(closedAt);
    const isLate = at > daySpan(date, store).to + closing.closeAfterMs;
    return isLate && at > since && at <= window.to ? [date] : [];
  });
}

/** Puts every ticket to its day. The feed has no filters, so it is read once for all days. */
async function gatherTickets(days: readonly DueDay[], context: ConnectorContext, signal: AbortSignal): Promise<void> {
  const { patient, mapping, marks } = context;
  const byKey = new Map(days.map((it) => [keyOf(it.store.id, it.date), it]));
  const first = Math.min(...days.map((it) => daySpan(it.date, it.store).from));
  const after = await marks.before(new Date(first - aheadMs).toISOString(), signal);
  /** A sale that changed while the feed was read comes twice: the later one is newer. */
  const latest = new Map<string, { readonly day: DueDay; readonly tickets: readonly Ticket[] }>();
  for await (const { read, refused } of patient.sales.pages(after, signal)) {
    for (const { outletId, refused: error } of refused) {
      // A day that lacks a ticket would be wrong without a word.
      for (const day of days) if (outletId === undefined || day.store.id === outletId) day.refused ??= rejected(error);
    }
    for (const sale of read) {
      latest.delete(sale.sale.id);
      const day = dayOf(sale, byKey, days, mapping);
      if (!day) continue;
      try {
        const tickets = ticketsOf(sale, mapping);
        if (tickets.length > 0) latest.set(sale.sale.id, { day, tickets });
      } catch (error) {
        day.refused ??= rejected(error);
      }
    }
  }
  for (const { day, tickets } of latest.values()) day.tickets.push(...tickets);
}

/** The day of a sale. A sale whose day cannot be told may belong to any of its store. */
function dayOf(
  read: ReadSale,
  byKey: ReadonlyMap<string, DueDay>,
  days: readonly DueDay[],
  mapping: ConnectorContext['mapping'],
): DueDay | undefined {
  try {
    return isTicket(read, mapping) ? byKey.get(keyOf(read.store.id, clocksOf(read, mapping).businessDate)) : undefined;
  } catch (error) {
    const refused = rejected(error);
    for (const day of days) if (day.store.id === read.store.id) day.refused ??= refused;
    return undefined;
  }
}

const keyOf = (storeId: string, date: string): string => `${storeId}/${date}`;

/** A failure that stays; any other is thrown on. */
function rejected(error: unknown) {
  if (isIntegrationError(error) && error.disposition === 'reject') return error;
  throw error;
}

async function* editionsOf(
  { store, date, since, tickets, refused }: DueDay,
  { name, closing, config }: ConnectorContext,
  until: number,
): AsyncIterable<Told> {
  const ref = naturalRef(name, [store.id.replaceAll('-', '_'), date.replaceAll('-', '')]);
  const span = daySpan(date, store);
  try {
    if (refused) throw refused;
    const closures = await config.closures.openedWithin(store.id, span);
    const countedAt = closures.map((it) => Date.parse(it.closedAt));
    const ordered = tickets.toSorted((a, b) => a.receivedAt - b.receivedAt || (a.ref < b.ref ? -1 : 1));
    for (const edition of editionsUntil(span, ordered, closing, until, countedAt)) {
      if (edition.closedAt <= since) continue;
      const drawers = closures.filter((it) => Date.parse(it.closedAt) <= edition.closedAt).map((it) => it.count);
      const { currency, code: location } = store;
      const facts = { ref, refs: { [name]: store.id }, location, businessDate: date, currency };
      const day = assembleStoreDay({ ...facts, tickets: edition.tickets, drawers }, edition);
      const id = `${store.id}/${date}/${edition.revision}`;
      yield { name: 'storeday.closed', id, key: ref, occurredAt: day.closedAt, data: day, identifiers: [id] };
    }
  } catch (error) {
    const failure = rejected(error);
    yield { name: 'storeday.closed', id: `${store.id}/${date}/refused/${failure.code}`, key: ref, refused: failure };
  }
}

function isTicket(read: ReadSale, mapping: ConnectorContext['mapping']): boolean {
  return ['sale', 'return', 'void'].includes(kindOf(read, mapping));
}

/** What a sale adds to its day. One that was called off adds what it was and, when it was called off, the same the other way round. */
function ticketsOf(read: ReadSale, mapping: ConnectorContext['mapping']): readonly Ticket[] {
  const kind = kindOf(read, mapping);
  const before = kind === 'void' ? kindBefore(read) : kind;
  const at = receivedAt(read, mapping);
  const counted =
    before === 'sale' ? ticketOfSale(toOrder(read, mapping), at) : ticketOfReturn(toReturn(read, mapping), at);
  if (kind !== 'void') return [counted];
  const reversal = ticketOfReturn(toReversal(read, mapping), Date.parse(read.sale.updated_at));
  return [counted, { ...reversal, kind: 'void' }];
}
