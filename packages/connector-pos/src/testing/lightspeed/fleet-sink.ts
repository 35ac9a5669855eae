import { type TillSink } from '../fleet/fleet-options.ts';
import { type TicketKey, ticketId, type TicketTender, type TillTicket } from '../fleet/till-ticket.ts';
import { type BookedSale } from './entries.ts';
import { minorUnit } from './numbers.ts';
import { type TenderInput } from './sale-input.ts';
import { totalsOf } from './sale-totals.ts';
import { type LightspeedSimulator } from './simulator.ts';

/** What a store of the fleet rings into. */
export interface LightspeedFleetSinkOptions {
  readonly retailer: Pick<LightspeedSimulator, 'books' | 'till'>;
  /** The retailer's outlet that is the store: it needs as many registers. */
  readonly outletId: string;
}

/** Rings the tickets of a store into a retailer's books. */
export interface LightspeedFleetSink extends TillSink {
  /** The sale of a ticket, or the closure of a Z report; `undefined` when it is not rung, or leaves nothing there. */
  idOf(ticket: TicketKey): string | undefined;
  /** Tickets that wait: for the sale that they are about, or, a Z report, for the rest of its day. */
  readonly waiting: number;
}

/**
 * Rings what tills of a fleet do at one outlet of a simulated Lightspeed retailer: once each, however often a till sends it; a return
 * only after its sale; with the till's own clock as the time of the sale. A sale that was called off is voided under its own id. What is
 * paid in and out is known only when the register is counted, and a drawer that is opened leaves nothing.
 *
 * @throws RangeError when the retailer's total is not that of the ticket, or the outlet has fewer registers than the store
 *
 * @example
 * ```ts
 * import { createShelves, createTillFleet, lightspeedFleetSink, lightspeedSimulator } from '@crossdock/connector-pos/testing';
 * import { manualClock } from '@crossdock/testing';
 *
 * const clock = manualClock({ now: '2026-11-27T14:00:00Z' });
 * const outlets = [{ id: 'outlet-1', name: 'Chicago', timeZone: 'America/Chicago', registers: 2 }];
 * const retailer = lightspeedSimulator({ clock, outlets });
 * retailer.seed({ sku: 'SHOE-42', price: 8900, stock: 40 });
 * const fleet = createTillFleet({
 *   clock,
 *   seed: 1,
 *   stores: [{ code: 'store-1', timeZone: 'America/Chicago' }],
 *   products: [{ sku: 'SHOE-42', price: 8900 }],
 *   shelves: createShelves(['store-1'], ['SHOE-42'], 40),
 *   sinkOf: () => lightspeedFleetSink({ retailer, outletId: 'outlet-1' }),
 * });
 * fleet.start();
 * ```
 */
export function lightspeedFleetSink({ retailer, outletId }: LightspeedFleetSinkOptions): LightspeedFleetSink {
  const { books, till } = retailer;
  const outlet = books.outlets.get(outletId);
  if (!outlet) throw new RangeError(`The retailer has no outlet '${outletId}'`);
  const { currency } = outlet;
  const registers = books.registers.values().filter((it) => it.outletId === outletId);
  const registerIds = registers.map((it) => it.id).toSorted();
  /** By the fleet's name, in the order in which they are heard of. */
  const registerOf = new Map<string, string>();
  /** By ticket, what it was rung as; nothing for what leaves no document. */
  const rung = new Map<string, string | undefined>();
  const taken = new Set<string>();
  const waiting = new Map<string, TillTicket[]>();
  /** Tickets of a register's day that were rung, the Z report left out. */
  const rungInDay = new Map<string, number>();

  const registerFor = ({ register }: TillTicket): string => {
    const id = registerOf.get(register) ?? registerIds[registerOf.size];
    if (id === undefined) throw new RangeError(`The outlet has no register for '${register}'`);
    registerOf.set(register, id);
    return id;
  };

  const ring = (ticket: TillTicket): string | undefined => {
    const { kind, original } = ticket;
    if (kind === 'paid-in' || kind === 'paid-out' || kind === 'no-sale') return undefined;
    if (kind === 'z-report') return close(ticket);
    const saleId = (original && rung.get(ticketId(original))) ?? '';
    if (kind === 'void') return till.void(saleId).id;
    const common = {
      registerId: registerFor(ticket),
      rounding: ticket.rounding,
      payments: ticket.tenders.map(tenderInput),
      soldAt: new Date(ticket.deviceAt).toISOString(),
    };
    const out = ticket.lines.filter((it) => it.quantity > 0).map(soldLine);
    const lines = ticket.lines.filter((it) => it.quantity < 0).map(lineBack);
    const sale =
      kind === 'sale'
        ? till.sell({ ...common, lines: out })
        : till.takeBack({ ...common, saleId, lines, exchange: out });
    mustBeRight(ticket, sale);
    return sale.id;
  };

  const mustBeRight = (ticket: TillTicket, sale: BookedSale): void => {
    const minor = minorUnit(currency);
    const total = totalsOf(sale, currency).due / minor + ticket.rounding;
    if (Math.round(total) === ticket.total) return;
    throw new RangeError(`${ticketId(ticket)} came to ${total} at Lightspeed, not ${ticket.total}`);
  };

  const close = (ticket: TillTicket): string | undefined => {
    const { report } = ticket;
    if (!report) return undefined;
    const registerId = registerFor(ticket);
    till.open(registerId);
    const { opening, paidIn, paidOut, counted } = report;
    return till.close({ registerId, opening, withdrawn: paidOut - paidIn, counted: { Cash: counted } }).id;
  };

  /** What a ticket waits for; `undefined` when it can be rung. */
  const blockerOf = (ticket: TillTicket): string | undefined => {
    const day = dayKey(ticket);
    if (ticket.kind === 'z-report') return rungInDay.get(day) === ticket.sequence - 1 ? undefined : day;
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
    const day = dayKey(ticket);
    if (ticket.kind !== 'z-report') rungInDay.set(day, (rungInDay.get(day) ?? 0) + 1);
    for (const key of [ticketId(ticket), day]) {
      const freed = waiting.get(key) ?? [];
      waiting.delete(key);
      for (const it of freed) take(it);
    }
  };

  return {
    upload(ticket) {
      const id = ticketId(ticket);
      // A sale that is sent again has the id that the till gave it: the platform has it once.
      if (taken.has(id)) return;
      taken.add(id);
      take(ticket);
    },
    idOf: (ticket) => rung.get(ticketId(ticket)),
    get waiting() {
      return [...waiting.values()].reduce((sum, it) => sum + it.length, 0);
    },
  };
}

const dayKey = ({ store, register, businessDate }: TicketKey): string => `${store}/${register}/${businessDate}`;

const paymentTypes = { cash: 'Cash', card: 'Credit Card', 'gift-card': 'Gift Card' } as const;

const tenderInput = ({ kind, amount }: TicketTender): TenderInput => ({ type: paymentTypes[kind], amount });

const soldLine = ({ sku, quantity, unitPrice, discount, tax }: TillTicket['lines'][number]) => ({
  sku,
  quantity: String(quantity),
  price: unitPrice,
  discount,
  tax,
});

/** A line that comes back has the number that it had in the sale. */
const lineBack = ({ id, quantity }: TillTicket['lines'][number]) => ({
  line: Number(id) - 1,
  quantity: String(-quantity),
});
