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
  ticketOfVoid,
} from '../rules/index.ts';
import { type ConnectorContext } from './context.ts';
import { drawersOf, shiftsOpened } from './drawers.ts';
import { clocksOf, currencyOf, kindOf, type ReadOrder, receivedAt } from './mapping/order-facts.ts';
import { orderRef, toOrder } from './mapping/to-order.ts';
import { toReturn } from './mapping/to-return.ts';
import { type Store } from './stores.ts';

type Closed = SourceEvent<'storeday.closed'>;
type Told = Closed | RefusedEvent<'storeday.closed'>;

/** Lists of the platform lag behind by seconds: what has just closed is told a little later. */
const settledAfterMs = 600_000;
const dayMs = 86_400_000;

/**
 * Tells the editions of store days that fall into a window: the first closing of a day, and a revision where late tickets came.
 * Square has no closing of its own, so a day is what was paid in it, with the drawers that were counted. Nothing is remembered:
 * the editions of a day follow from its tickets alone.
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
  const stores = await context.patient.stores.all(signal);
  const due = stores.filter((it) => isDue(it, context, window));
  const touched = await touchedDates(due, context, window, signal);
  for (const store of stores) {
    const closing = closingDates(store, context, window);
    const again = due.includes(store)
      ? [...(touched.get(store.id) ?? []), ...(await countedDates(store, context, window, signal))]
      : [];
    for (const date of [...new Set([...closing, ...again])].toSorted()) {
      // Of a day that was touched all editions are told: those that are known count once, one that was refused is mended.
      const since = again.includes(date) ? Number.NEGATIVE_INFINITY : window.from;
      yield* editionsOf(store, date, context, { from: since, to: window.to }, signal);
    }
  }
}

interface Window {
  readonly from: number;
  readonly to: number;
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
  stores: readonly Store[],
  context: ConnectorContext,
  window: Window,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { patient, mapping, closing } = context;
  const dates = new Map<string, Set<string>>();
  // A ticket waits for its revision for up to one beat.
  const from = new Date(window.from - closing.reviseEveryMs).toISOString();
  const to = new Date(window.to).toISOString();
  for await (const { read } of patient.orders.updatedWithin({ from, to, stores, signal })) {
    for (const order of read) {
      const date = closedDateOf(order, mapping, closing.closeAfterMs);
      if (date === undefined) continue;
      dates.set(order.store.id, (dates.get(order.store.id) ?? new Set<string>()).add(date));
    }
  }
  return dates;
}

/** The day of a ticket, if the day had been closed when the ticket came or changed. An unknown word is told by the order itself. */
function closedDateOf(read: ReadOrder, mapping: ConnectorContext['mapping'], closeAfterMs: number): string | undefined {
  try {
    if (!isTicket(read)) return undefined;
    const { businessDate } = clocksOf(read, mapping);
    const firstClosing = daySpan(businessDate, read.store).to + closeAfterMs;
    return Math.max(receivedAt(read), Date.parse(read.order.updated_at)) > firstClosing ? businessDate : undefined;
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return undefined;
  }
}

/** The days of a store whose drawers were counted after the day had been closed: in the next morning, as a rule. */
async function countedDates(
  store: Store,
  { patient, closing }: ConnectorContext,
  window: Window,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const dates: string[] = [];
  const since = window.from - closing.reviseEveryMs;
  const span = { from: since - closing.graceMs, to: window.to };
  for await (const shift of shiftsOpened(patient.client, store, span, signal)) {
    if (shift.state !== 'CLOSED' || shift.closed_at === undefined) continue;
    const date = businessDateAt(shift.opened_at, store);
    const closedAt = Date.parse(shift.closed_at);
    const isLate = closedAt > daySpan(date, store).to + closing.closeAfterMs;
    if (isLate && closedAt > since && closedAt <= window.to) dates.push(date);
  }
  return dates;
}

async function* editionsOf(
  store: Store,
  businessDate: string,
  context: ConnectorContext,
  window: Window,
  signal: AbortSignal,
): AsyncIterable<Told> {
  const { name, closing, patient } = context;
  const ref = naturalRef(name, [store.id.replaceAll('-', '_'), businessDate.replaceAll('-', '')]);
  const span = daySpan(businessDate, store);
  try {
    const tickets = await ticketsOf(store, businessDate, context, signal);
    const drawers = await drawersOf(patient.client, store, span, signal);
    const countedAt = drawers.map((it) => it.closedAt);
    for (const edition of editionsUntil(span, tickets, closing, window.to, countedAt)) {
      if (edition.closedAt <= window.from) continue;
      const counted = drawers.filter((it) => it.closedAt <= edition.closedAt).map((it) => it.count);
      const facts = { ref, refs: { [name]: store.id }, location: store.code, businessDate, currency: store.currency };
      const day = assembleStoreDay({ ...facts, tickets: edition.tickets, drawers: counted }, edition);
      const id = `${store.id}/${businessDate}/${edition.revision}`;
      yield { name: 'storeday.closed', id, key: ref, occurredAt: day.closedAt, data: day, identifiers: [id] };
    }
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    const id = `${store.id}/${businessDate}/refused/${error.code}`;
    yield { name: 'storeday.closed', id, key: ref, refused: error };
  }
}

/** All tickets of one day. The platform dates an order when it has it, never before it was made, so the day begins the search. */
async function ticketsOf(
  store: Store,
  businessDate: string,
  { patient, mapping, clock }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly Ticket[]> {
  const from = new Date(daySpan(businessDate, store).from).toISOString();
  const tickets: Ticket[] = [];
  const to = new Date(clock.now()).toISOString();
  let cursor: string | undefined;
  do {
    const page = await patient.orders.page({ stores: [store], from, to, cursor, signal });
    const [refused] = page.refused;
    // A day that lacks a ticket would be wrong without a word.
    if (refused) throw refused.refused;
    for (const read of page.read) {
      if (isTicket(read) && clocksOf(read, mapping).businessDate === businessDate)
        tickets.push(ticketOf(read, mapping));
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return tickets;
}

function isTicket({ order }: ReadOrder): boolean {
  const kind = kindOf(order);
  return kind === 'sale' || kind === 'return' || kind === 'void';
}

function ticketOf(read: ReadOrder, mapping: ConnectorContext['mapping']): Ticket {
  const at = receivedAt(read);
  const kind = kindOf(read.order);
  if (kind === 'sale') return ticketOfSale(toOrder(read, mapping), at);
  if (kind === 'return') return ticketOfReturn(toReturn(read, mapping, 'gone'), at);
  return ticketOfVoid(orderRef(mapping.name, read.order.id), currencyOf(read.order), at);
}
