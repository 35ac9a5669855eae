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

/**
 * Tells the editions of store days that fall into a window: the first closing of a day, and a revision where late tickets came.
 * Square has no closing of its own, so a day is what was paid in it, with the drawers that were counted. Nothing is remembered:
 * the editions of a day follow from its tickets alone.
 */
export async function* storeDaySweep(
  context: ConnectorContext,
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): AsyncIterable<Told> {
  const window = { from: Date.parse(from), to: Date.parse(to) };
  const late = await lateDates(context, window, signal);
  for (const store of await context.patient.stores.all(signal)) {
    const counted = await lateCounts(store, context, window, signal);
    const dates = new Set([...closingDates(store, context, window), ...(late.get(store.id) ?? []), ...counted]);
    for (const date of [...dates].toSorted()) yield* editionsOf(store, date, context, window, signal);
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

const dayMs = 86_400_000;

/** By store, the days to which tickets came that had been closed. */
async function lateDates(
  context: ConnectorContext,
  window: Window,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { patient, mapping, closing } = context;
  const dates = new Map<string, Set<string>>();
  // A ticket waits for its revision for up to one beat.
  const from = new Date(window.from - closing.reviseEveryMs).toISOString();
  const to = new Date(window.to).toISOString();
  for await (const { read } of patient.orders.updatedWithin({ from, to, signal })) {
    for (const order of read) {
      if (!isTicket(order)) continue;
      const { businessDate } = clocksOf(order, mapping);
      const firstClosing = daySpan(businessDate, order.store).to + closing.closeAfterMs;
      if (receivedAt(order) <= firstClosing) continue;
      dates.set(order.store.id, (dates.get(order.store.id) ?? new Set<string>()).add(businessDate));
    }
  }
  return dates;
}

/** The days of a store whose drawers were counted after the day had been closed: in the next morning, as a rule. */
async function lateCounts(
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
    const closedAt = Date.parse(shift.closed_at);
    if (closedAt > since && closedAt <= window.to) dates.push(businessDateAt(shift.opened_at, store));
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
