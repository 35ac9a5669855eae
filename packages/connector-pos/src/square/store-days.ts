import {
  type DaySpan,
  daySpan,
  dueDays,
  lateDates,
  type LateDates,
  settledWindow,
  type Ticket,
  ticketOfReturn,
  ticketOfSale,
  ticketOfVoid,
  toldEditions,
  type ToldStoreDay,
} from '../rules/index.ts';
import { type ConnectorContext } from './context.ts';
import { drawersOf, shiftsOpened } from './drawers.ts';
import { clocksOf, currencyOf, kindOf, type ReadOrder, receivedAt } from './mapping/order-facts.ts';
import { orderRef, toOrder } from './mapping/to-order.ts';
import { toReturn } from './mapping/to-return.ts';
import { type Store } from './stores.ts';

/**
 * Tells the editions of store days that fall into a window: the first closing of a day, and a revision where late tickets came.
 * Square has no closing of its own, so a day is what was paid in it, with the drawers that were counted. Nothing is remembered:
 * the editions of a day follow from its tickets alone.
 */
export async function* storeDaySweep(
  context: ConnectorContext,
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): AsyncIterable<ToldStoreDay> {
  const { name, clock, closing: rules, patient } = context;
  const window = settledWindow({ from, to }, clock.now());
  if (!window) return;
  const days = await dueDays(await patient.stores.all(signal), window, rules, {
    tickets: (stores, since) => touchedDates(stores, context, { from: since, to: window.to }, signal),
    drawers: (store, span) => countedShifts(store, context, span, signal),
  });
  for (const day of days) {
    yield* toldEditions(day, { name, rules, until: window.to }, async () => ({
      tickets: await ticketsOf(day.store, day.date, context, signal),
      drawers: await drawersOf(patient.client, day.store, daySpan(day.date, day.store), signal),
    }));
  }
}

/** By store, the closed days of which a ticket came or changed. */
async function touchedDates(
  stores: readonly Store[],
  { patient, mapping, closing }: ConnectorContext,
  window: DaySpan,
  signal: AbortSignal,
): Promise<LateDates> {
  const late = lateDates(closing);
  const from = new Date(window.from).toISOString();
  const to = new Date(window.to).toISOString();
  for await (const { read } of patient.orders.updatedWithin({ from, to, stores, signal })) {
    for (const order of read) {
      late.add(order.store, () => {
        if (!isTicket(order)) return undefined;
        const changedAt = Math.max(receivedAt(order), Date.parse(order.order.updated_at));
        return { businessDate: clocksOf(order, mapping).businessDate, changedAt };
      });
    }
  }
  return late.dates;
}

async function countedShifts(store: Store, { patient }: ConnectorContext, span: DaySpan, signal: AbortSignal) {
  const counted: { readonly openedAt: string; readonly closedAt: string }[] = [];
  for await (const { state, opened_at, closed_at } of shiftsOpened(patient.client, store, span, signal)) {
    if (state === 'CLOSED' && closed_at !== undefined) counted.push({ openedAt: opened_at, closedAt: closed_at });
  }
  return counted;
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
