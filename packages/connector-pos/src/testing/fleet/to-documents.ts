import { type EventData, exponentOf, money, type Money } from '@crossdock/core';
import { naturalRef } from '../../rules/index.ts';
import { type TicketKey, ticketId, type TicketLine, type TillTicket } from './till-ticket.ts';

/** What names the documents of a ticket: the system they come from. */
export interface DocumentNames {
  /** The system's name in the wiring: `stores`. */
  readonly system: string;
}

/** The reference of a ticket's document: system, store, register, day and number. */
export function referenceOf({ system }: DocumentNames, ticket: TicketKey): string {
  const { store, register, businessDate, sequence } = ticket;
  const plain = (text: string): string => text.replaceAll('-', '_');
  return naturalRef(system, [plain(store), plain(register), plain(businessDate), String(sequence)]);
}

/** The canonical sale of a ticket. Throws for a ticket of another kind. */
export function saleOf(ticket: TillTicket, names: DocumentNames): EventData<'sale.recorded'> {
  if (ticket.kind !== 'sale') throw new RangeError(`A ${ticket.kind} is no sale`);
  const { amount, refs } = toolsFor(ticket, names);
  return {
    ref: referenceOf(names, ticket),
    number: ticketId(ticket),
    refs,
    channel: 'store',
    test: false,
    occurredAt: new Date(ticket.at).toISOString(),
    businessDate: ticket.businessDate,
    location: ticket.store,
    register: ticket.register,
    currency: ticket.currency,
    taxIncluded: false,
    lines: ticket.lines.map((line) => saleLine(line, amount)),
    charges: [],
    rounding: amount(ticket.rounding),
    total: amount(ticket.total),
    tenders: ticket.tenders.map(({ kind, amount: paid }) => ({ kind, amount: amount(paid) })),
    outstanding: amount(0),
  };
}

/** The canonical return of a ticket: of a return, an exchange, or a sale that was called off. Throws for a ticket of another kind. */
export function returnOf(ticket: TillTicket, names: DocumentNames): EventData<'return.processed'> {
  if (!['return', 'exchange', 'void'].includes(ticket.kind)) throw new RangeError(`A ${ticket.kind} is no return`);
  const { amount, refs } = toolsFor(ticket, names);
  const back = ticket.lines.filter((line) => line.quantity < 0);
  return {
    ref: referenceOf(names, ticket),
    number: ticketId(ticket),
    ...(ticket.original && { orderRef: referenceOf(names, ticket.original) }),
    refs,
    channel: 'store',
    occurredAt: new Date(ticket.at).toISOString(),
    businessDate: ticket.businessDate,
    location: ticket.store,
    currency: ticket.currency,
    taxIncluded: false,
    lines: back.map((line): EventData<'return.processed'>['lines'][number] => {
      const { kind: _, unitPrice: _price, refs: _refs, ...goods } = saleLine(line, amount);
      return { ...goods, orderLineId: line.id, disposition: 'restock', location: ticket.store };
    }),
    charges: [],
    fees: [],
    exchange: ticket.lines.filter((line) => line.quantity > 0).map((line) => saleLine(line, amount)),
    rounding: amount(-ticket.rounding),
    total: amount(-ticket.total),
    tenders: ticket.tenders.map(({ kind, amount: paid }) => ({ kind, amount: amount(-paid) })),
    outstanding: amount(0),
  };
}

function toolsFor(ticket: TillTicket, { system }: DocumentNames) {
  const amount = (minorUnits: number): Money => fromMinorUnits(minorUnits, ticket.currency);
  return { amount, refs: { [system]: ticketId(ticket) } };
}

function saleLine(line: TicketLine, amount: (minorUnits: number) => Money) {
  return {
    id: line.id,
    kind: 'goods' as const,
    sku: line.sku,
    quantity: { amount: String(Math.abs(line.quantity)), unit: 'EA' as const },
    unitPrice: amount(line.unitPrice),
    gross: amount(line.gross),
    discounts: line.discount === 0 ? [] : [{ amount: amount(line.discount) }],
    taxes: line.tax === 0 ? [] : [{ name: 'Sales tax', amount: amount(line.tax) }],
    refs: {},
  };
}

/** Whole minor units as an amount: `1999` cents are `19.99`. */
function fromMinorUnits(units: number, currency: string): Money {
  const digits = exponentOf(currency);
  const text = String(Math.abs(units)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const part = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return money(`${units < 0 ? '-' : ''}${whole}${part}`, currency);
}
