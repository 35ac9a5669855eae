import { type TillSink } from '../fleet/fleet-options.ts';
import { type TicketKey, ticketId, type TicketTender, type TillTicket } from '../fleet/till-ticket.ts';
import { type BookedMoney, type BookedOrder } from './entries.ts';
import { type TenderInput } from './sale-input.ts';
import { type SquareSimulator } from './simulator.ts';

/** What a store of the fleet rings into. */
export interface SquareFleetSinkOptions {
  readonly seller: Pick<SquareSimulator, 'books' | 'till' | 'endShift'>;
  /** The seller's location that is the store. */
  readonly locationId: string;
  /** The fleet's tax on top, in per cent. @default 8.25 */
  readonly taxPercent?: number;
}

/** Rings the tickets of a store into a seller's books. */
export interface SquareFleetSink extends TillSink {
  /** The order of a ticket, or the shift of a Z report; `undefined` when it is not rung, or leaves nothing there. */
  idOf(ticket: TicketKey): string | undefined;
  /** Tickets that wait: for the sale that they are about, or, a Z report, for the rest of its day. */
  readonly waiting: number;
}

/** From when on a ticket was taken without a connection, in milliseconds. */
const offlineAfterMs = 60_000;

/**
 * Rings what tills of a fleet do at one location of a simulated Square seller, as Square's own tills would: once each, however often
 * a till sends it; a return only after its sale; what was sold offline by the till's clock, and the drawer when its day is complete.
 *
 * A sale that was called off is paid back whole, and money goes back the way it came: Square's tills do not void what is closed.
 *
 * @throws RangeError when the seller's total is not that of the ticket, which is so with another `taxPercent`
 *
 * @example
 * ```ts
 * import { createShelves, createTillFleet, squareFleetSink, squareSimulator } from '@crossdock/connector-pos/testing';
 * import { manualClock } from '@crossdock/testing';
 *
 * const clock = manualClock({ now: '2026-11-27T14:00:00Z' });
 * const seller = squareSimulator({ clock });
 * seller.seed({ sku: 'SHOE-42', price: 8900, stock: 40 });
 * const fleet = createTillFleet({
 *   clock,
 *   seed: 1,
 *   stores: [{ code: 'store-1', timeZone: 'America/Chicago' }],
 *   products: [{ sku: 'SHOE-42', price: 8900 }],
 *   shelves: createShelves(['store-1'], ['SHOE-42'], 40),
 *   sinkOf: () => squareFleetSink({ seller, locationId: 'LCHICAGO1' }),
 * });
 * fleet.start();
 * ```
 */
export function squareFleetSink({ seller, locationId, taxPercent = 8.25 }: SquareFleetSinkOptions): SquareFleetSink {
  const { books, till } = seller;
  const taxes = taxPercent === 0 ? [] : [{ name: 'Sales tax', percentage: String(taxPercent) }];
  /** By ticket, what it was rung as; nothing for what leaves no document. */
  const rung = new Map<string, string | undefined>();
  const taken = new Set<string>();
  const waiting = new Map<string, TillTicket[]>();
  const days = new Map<string, RegisterDay>();

  const dayOf = (ticket: TicketKey): RegisterDay => {
    const key = dayKey(ticket);
    const day = days.get(key) ?? { openedAt: Number.POSITIVE_INFINITY, rung: 0, payments: 0, refunds: 0 };
    days.set(key, day);
    return day;
  };

  const isComplete = (ticket: TillTicket): boolean => dayOf(ticket).rung === ticket.sequence - 1;

  const payment = (ticket: TillTicket) => {
    const isLate = books.now() - ticket.at > offlineAfterMs;
    return {
      deviceId: `${ticket.store}-${ticket.register}`,
      tenders: ticket.tenders.filter((it) => it.amount > 0).map(tenderInput),
      ...(isLate && { offlineAt: new Date(ticket.deviceAt).toISOString() }),
    };
  };

  const ring = (ticket: TillTicket): string | undefined => {
    const { kind, original } = ticket;
    if (kind === 'paid-in' || kind === 'paid-out') return undefined;
    if (kind === 'no-sale') return till.noSale(locationId).id;
    if (kind === 'z-report') return endShift(ticket);
    const out = ticket.lines.filter((it) => it.quantity > 0).map(soldLine);
    const order =
      kind === 'sale'
        ? till.sell({ locationId, lines: out, taxes, rounding: ticket.rounding, ...payment(ticket) })
        : till.takeBack({
            orderId: (original && rung.get(ticketId(original))) ?? '',
            lines: ticket.lines.filter((it) => it.quantity < 0).map(lineBack),
            taxes,
            exchange: out,
            rounding: -ticket.rounding,
            ...payment(ticket),
          });
    const total = totalOf(order);
    if (total !== ticket.total) {
      throw new RangeError(`${ticketId(ticket)} came to ${total} at Square, not ${ticket.total}`);
    }
    const { payments, refunds } = cashOf(order);
    const day = dayOf(ticket);
    day.payments += payments;
    day.refunds += refunds;
    return order.id;
  };

  /** What an order brought and gave back in cash. */
  const cashOf = (order: BookedOrder) => {
    const sumOf = (moved: readonly MovedMoney[]): number =>
      moved
        .filter((it) => books.payments.get(it.payment_id ?? it.tender_id ?? '')?.['source_type'] === 'CASH')
        .reduce((sum, it) => sum + it.amount_money.amount, 0);
    return {
      payments: sumOf((order['tenders'] ?? []) as readonly MovedMoney[]),
      refunds: sumOf((order['refunds'] ?? []) as readonly MovedMoney[]),
    };
  };

  /** The drawer is over or short by what it is in the store. */
  const endShift = (ticket: TillTicket): string | undefined => {
    const { report } = ticket;
    if (!report) return undefined;
    const { opening, paidIn, paidOut } = report;
    const { payments, refunds, openedAt } = dayOf(ticket);
    const inStore = opening + paidIn - paidOut + (report.tenders.find((it) => it.kind === 'cash')?.amount ?? 0);
    const atSquare = opening + paidIn - paidOut + payments - refunds;
    return seller.endShift({
      locationId,
      openedAt: new Date(openedAt).toISOString(),
      opening,
      payments,
      refunds,
      paidIn,
      paidOut,
      counted: atSquare + report.counted - inStore,
      deviceName: `${ticket.store}-${ticket.register}`,
    }).id;
  };

  /** What a ticket waits for; `undefined` when it can be rung. */
  const blockerOf = (ticket: TillTicket): string | undefined => {
    if (ticket.kind === 'z-report') return isComplete(ticket) ? undefined : dayKey(ticket);
    const sale = ticket.original && ticketId(ticket.original);
    return sale === undefined || rung.has(sale) ? undefined : sale;
  };

  const take = (ticket: TillTicket): void => {
    const blocker = blockerOf(ticket);
    if (blocker !== undefined) {
      waiting.set(blocker, [...(waiting.get(blocker) ?? []), ticket]);
      return;
    }
    rung.set(ticketId(ticket), ring(ticket));
    if (ticket.kind !== 'z-report') dayOf(ticket).rung++;
    for (const key of [ticketId(ticket), dayKey(ticket)]) {
      const freed = waiting.get(key) ?? [];
      waiting.delete(key);
      for (const it of freed) take(it);
    }
  };

  return {
    upload(ticket) {
      const id = ticketId(ticket);
      // Tills give a key of their own with everything: the platform takes it once.
      if (taken.has(id)) return;
      taken.add(id);
      const day = dayOf(ticket);
      day.openedAt = Math.min(day.openedAt, ticket.at);
      take(ticket);
    },
    idOf: (ticket) => rung.get(ticketId(ticket)),
    get waiting() {
      return [...waiting.values()].reduce((sum, it) => sum + it.length, 0);
    },
  };
}

/** What a register did in a day, as the seller's books have it. Cash in minor units. */
interface RegisterDay {
  openedAt: number;
  /** Tickets, the Z report left out. */
  rung: number;
  payments: number;
  refunds: number;
}

interface MovedMoney {
  readonly amount_money: { readonly amount: number };
  readonly payment_id?: string;
  readonly tender_id?: string;
}

/** What the buyer owes by an order, or gets back with a minus. */
function totalOf(order: BookedOrder): number {
  const net = order['net_amounts'] as { readonly total_money: BookedMoney } | undefined;
  return (net?.total_money ?? (order['total_money'] as BookedMoney)).amount;
}

const dayKey = ({ store, register, businessDate }: TicketKey): string => `${store}/${register}/${businessDate}`;

const tenderTypes = { cash: 'CASH', card: 'CARD', 'gift-card': 'SQUARE_GIFT_CARD' } as const;

const tenderInput = ({ kind, amount }: TicketTender): TenderInput => ({ type: tenderTypes[kind], amount });

const soldLine = ({ sku, quantity, unitPrice, discount }: TillTicket['lines'][number]) => ({
  sku,
  quantity: String(quantity),
  price: unitPrice,
  discount,
});

/** A line that comes back has the number that it had in the sale. */
const lineBack = ({ id, quantity }: TillTicket['lines'][number]) => ({
  line: Number(id) - 1,
  quantity: String(-quantity),
});
