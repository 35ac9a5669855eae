import { exponentOf } from '@crossdock/core';
import { type TicketKey, type TillRecord } from '../../file-drop/till-record.ts';
import { someRounding } from '../../file-drop/worth.ts';
import { type TillSink } from '../fleet/fleet-options.ts';
import { type TicketKey as FleetKey, type TillTicket } from '../fleet/till-ticket.ts';

/** Where the tickets of a store become files. */
export interface DropSink extends TillSink {
  /** Writes what is held into a file of its own. */
  flush(): void;
}

/** How tickets become files. */
export interface DropSinkOptions {
  /** Begins the names of files: `store-17`. */
  readonly name: string;
  /** Tickets in one file. */
  readonly ticketsPerFile: number;
  /** The text of a file with these records, in the words of a dialect or mapping. */
  readonly textOf: (records: readonly TillRecord[]) => string;
  /** Takes a file: writes it into a folder, as tills do. */
  readonly write: (name: string, text: string) => void;
  /** @default '.xml' */
  readonly ending?: string;
}

/** Gathers what the tills of a store send into files, in the order in which it comes. */
export function dropSink({ name, ticketsPerFile, textOf, write, ending = '.xml' }: DropSinkOptions): DropSink {
  let held: TillRecord[] = [];
  let files = 0;
  const flush = (): void => {
    if (held.length === 0) return;
    files += 1;
    write(`${name}-${String(files).padStart(5, '0')}${ending}`, textOf(held));
    held = [];
  };
  return {
    upload(ticket) {
      held.push(recordOf(ticket));
      if (held.length >= ticketsPerFile) flush();
    },
    flush,
  };
}

/** What a till of the fleet did, as a file tells it: by the till's own clock, and a sale called off by its number alone. */
export function recordOf(ticket: TillTicket): TillRecord {
  const { currency, kind } = ticket;
  const money = (units: number): string => amountOf(units, currency);
  const key = keyOf(ticket);
  const head = {
    key,
    number: `${ticket.register}-${ticket.sequence}`,
    occurredAt: new Date(ticket.deviceAt).toISOString(),
  };
  if (kind === 'no-sale') return { ...head, kind };
  if (kind === 'paid-in' || kind === 'paid-out')
    return { ...head, kind: 'drawer', movement: kind, amount: money(Math.abs(ticket.amount ?? 0)), currency };
  if (kind === 'z-report')
    return { ...head, kind: 'day-end', scope: 'register', currency, totals: totalsOf(ticket, money) };
  if (kind === 'void' && ticket.original) return { ...head, kind: 'post-void', voids: keyOf(ticket.original) };
  const original = ticket.original && keyOf(ticket.original);
  return {
    ...head,
    kind: 'ticket',
    currency,
    taxIncluded: false,
    lines: ticket.lines.map(({ id, sku, quantity, unitPrice, gross, discount, tax }) => ({
      id,
      direction: quantity < 0 ? ('back' as const) : ('out' as const),
      kind: 'goods' as const,
      sku,
      quantity: { amount: String(Math.abs(quantity)), unit: 'EA' },
      unitPrice: money(unitPrice),
      gross: money(gross),
      discounts: discount === 0 ? [] : [{ amount: money(discount), scope: 'line' as const }],
      taxes: tax === 0 ? [] : [{ name: 'tax', amount: money(tax) }],
      soldOn: quantity < 0 ? original : undefined,
    })),
    charges: [],
    ...someRounding(money(ticket.rounding)),
    total: money(ticket.total),
    tenders: ticket.tenders.map((it, index) => ({ id: `t${index + 1}`, kind: it.kind, amount: money(it.amount) })),
  };
}

function totalsOf({ report }: TillTicket, money: (units: number) => string) {
  if (!report) return {};
  const tenders = report.tenders.map(({ kind, amount }) => ({ kind, amount: money(amount) }));
  return { tickets: report.tickets, total: money(report.total - report.rounding), tenders };
}

function keyOf({ store, register, businessDate, sequence }: FleetKey): TicketKey {
  return { store, register, businessDate, sequence: String(sequence) };
}

function amountOf(units: number, currency: string): string {
  const places = exponentOf(currency);
  const sign = units < 0 ? '-' : '';
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
