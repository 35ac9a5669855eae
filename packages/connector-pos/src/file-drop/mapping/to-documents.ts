import { Order, parse, Return } from '@crossdock/core';
import { type TicketLine, type TillTicket } from '../till-record.ts';
import { negated } from '../values.ts';
import { chargeOf, isGivenBack, present, returnedLine, soldLine, tenderOf } from './lines.ts';
import { proveTicket } from './proof.ts';
import { keyInWords, refOf } from './refs.ts';

/** How tickets become documents. */
export interface DocumentSetting {
  /** The system's name: references begin with it. */
  readonly system: string;
  /** What becomes of goods that come back, where the till does not say it. */
  readonly returnedGoods: 'restock' | 'undecided';
}

/** What a ticket is to the books. */
export type TillDocument =
  | { readonly name: 'sale.recorded'; readonly data: Order }
  | { readonly name: 'return.processed'; readonly data: Return };

/**
 * A ticket as a sale, or as a return when any goods came back: what the buyer took instead is its exchange, so that an
 * exchange is one document. A ticket without goods, such as an empty bottle's deposit, is a return of charges.
 *
 * @throws IntegrationError `unbalanced` when it does not add up
 */
export function documentOf(ticket: TillTicket, setting: DocumentSetting): TillDocument {
  proveTicket(ticket);
  const isSale = ticket.lines.length > 0 && ticket.lines.every((it) => it.direction === 'out');
  return isSale
    ? { name: 'sale.recorded', data: saleOf(ticket, setting) }
    : { name: 'return.processed', data: returnOf(ticket, setting) };
}

function saleOf(ticket: TillTicket, { system }: DocumentSetting): Order {
  const { currency, key } = ticket;
  const lines = ticket.lines.map((it) => soldLine(it, { currency, location: key.store }));
  const order = {
    ...headOf(ticket, system),
    number: ticket.number,
    source: system,
    register: key.register,
    lines,
    charges: ticket.charges.map((it) => chargeOf(it, currency)),
    rounding: ticket.rounding === undefined ? undefined : { amount: ticket.rounding, currency },
    total: { amount: ticket.total, currency },
    tenders: ticket.tenders.map((it) => tenderOf(it, currency)),
  };
  return parse(Order, present(order), { what: 'the sale', code: 'body-invalid' });
}

function returnOf(ticket: TillTicket, { system, returnedGoods }: DocumentSetting): Return {
  const { currency, key } = ticket;
  const setting = { currency, location: key.store, disposition: returnedGoods };
  const back = ticket.lines.filter((it) => it.direction === 'back');
  const out = ticket.lines.filter((it) => it.direction === 'out');
  const sold = soldOn(back);
  const lines = back.map((it) => returnedLine(sold ? it : { ...it, soldLine: undefined }, setting));
  const document = {
    ...headOf(ticket, system),
    number: ticket.number,
    orderRef: sold && refOf(system, sold),
    lines,
    charges: ticket.charges.filter(isGivenBack).map((it) => chargeOf(it, currency, true)),
    fees: ticket.charges.filter((it) => !isGivenBack(it)).map((it) => chargeOf(it, currency)),
    exchange: out.map((it) => soldLine(it, setting)),
    rounding: ticket.rounding === undefined ? undefined : { amount: negated(ticket.rounding), currency },
    total: { amount: negated(ticket.total), currency },
    tenders: ticket.tenders.map((it) => tenderOf(it, currency, true)),
  };
  return parse(Return, present(document), { what: 'the return', code: 'body-invalid' });
}

function headOf({ key, occurredAt, currency, taxIncluded }: TillTicket, system: string) {
  return {
    ref: refOf(system, key),
    refs: { [system]: keyInWords(key) },
    channel: 'store' as const,
    occurredAt,
    businessDate: key.businessDate,
    location: key.store,
    currency,
    taxIncluded,
    outstanding: { amount: '0', currency },
  };
}

/** The one sale that everything comes back from; goods of several sales have none in common. */
function soldOn(lines: readonly TicketLine[]): TicketLine['soldOn'] {
  const [first, ...others] = lines.map((it) => it.soldOn);
  return first && others.every((it) => it && keyInWords(it) === keyInWords(first)) ? first : undefined;
}
