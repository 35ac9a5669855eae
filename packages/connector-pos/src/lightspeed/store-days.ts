import { isIntegrationError } from '@crossdock/core';
import {
  type DueDay as Due,
  dueDays,
  daySpan,
  lateDates,
  type LateDates,
  settledWindow,
  type Ticket,
  ticketOfReturn,
  ticketOfSale,
  toldEditions,
  type ToldStoreDay,
} from '../rules/index.ts';
import { type ConnectorContext } from './context.ts';
import { clocksOf, kindBefore, kindOf, type ReadSale, receivedAt } from './mapping/sale-facts.ts';
import { toOrder } from './mapping/to-order.ts';
import { toReturn, toReversal } from './mapping/to-return.ts';
import { type Store } from './stores.ts';

/** How far a till's clock may be ahead of the platform's, in milliseconds. */
const aheadMs = 300_000;

/** A due day with what is known of it. */
interface DueDay extends Due<Store> {
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
): AsyncIterable<ToldStoreDay> {
  const { name, clock, closing: rules, config, patient } = context;
  const window = settledWindow({ from, to }, clock.now());
  if (!window) return;
  const due = await dueDays(await patient.stores.all(signal), window, rules, {
    tickets: (_, since) => touchedDates(context, since, signal),
    drawers: (store, span) => config.closures.openedWithin(store.id, span),
  });
  if (due.length === 0) return;
  const days = due.map((it): DueDay => ({ ...it, tickets: [] }));
  await gatherTickets(days, context, signal);
  for (const day of days) {
    yield* toldEditions(day, { name, rules, until: window.to }, () => partsOf(day, context));
  }
}

/** By store, the closed days of which a ticket came or changed. The feed has no filters, so it is read for all stores. */
async function touchedDates(
  { patient, mapping, closing, marks }: ConnectorContext,
  since: number,
  signal: AbortSignal,
): Promise<LateDates> {
  const late = lateDates(closing);
  const after = await marks.before(new Date(since).toISOString(), signal);
  for await (const { read } of patient.sales.pages(after, signal)) {
    for (const sale of read) {
      late.add(sale.store, () => {
        if (!isTicket(sale, mapping)) return undefined;
        const changedAt = Math.max(receivedAt(sale, mapping), Date.parse(sale.sale.updated_at));
        return { businessDate: clocksOf(sale, mapping).businessDate, changedAt };
      });
    }
  }
  return late.dates;
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

async function partsOf({ store, date, tickets, refused }: DueDay, { config }: ConnectorContext) {
  if (refused) throw refused;
  const closures = await config.closures.openedWithin(store.id, daySpan(date, store));
  return {
    tickets: tickets.toSorted((a, b) => a.receivedAt - b.receivedAt || (a.ref < b.ref ? -1 : 1)),
    drawers: closures.map(({ count, closedAt }) => ({ count, closedAt: Date.parse(closedAt) })),
  };
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
