/** What a till did, as it happened. `z-report` ends a register's day. */
export type TicketKind = 'sale' | 'return' | 'exchange' | 'void' | 'no-sale' | 'paid-in' | 'paid-out' | 'z-report';

/** One line of a ticket. What comes back has a negative quantity; amounts are of the whole line, unsigned, in whole minor units. */
export interface TicketLine {
  readonly id: string;
  readonly sku: string;
  /** Whole units; negative comes back. */
  readonly quantity: number;
  /** Price of one unit. */
  readonly unitPrice: number;
  /** Before discount and without tax. */
  readonly gross: number;
  readonly discount: number;
  /** On top of the net. */
  readonly tax: number;
}

/** How a ticket was paid, net of change, in whole minor units; negative went back to the buyer. */
export interface TicketTender {
  readonly kind: 'cash' | 'card' | 'gift-card';
  readonly amount: number;
}

/** What a register took in its day, by means. */
export interface ZReport {
  readonly tickets: number;
  readonly returns: number;
  readonly voids: number;
  readonly noSales: number;
  readonly total: number;
  readonly tax: number;
  readonly rounding: number;
  readonly tenders: readonly TicketTender[];
  readonly opening: number;
  readonly paidIn: number;
  readonly paidOut: number;
  /** What was counted in the drawer. */
  readonly counted: number;
}

/** One ticket of a till: the truth about it, whatever reaches anybody, and when. */
export interface TillTicket {
  /** Our code of the store. */
  readonly store: string;
  readonly register: string;
  /** Rises by one with everything the register does, and starts again with each business date. */
  readonly sequence: number;
  readonly businessDate: string;
  readonly kind: TicketKind;
  /** When it happened, epoch milliseconds. */
  readonly at: number;
  /** What the till's own clock said, epoch milliseconds. */
  readonly deviceAt: number;
  readonly currency: string;
  readonly lines: readonly TicketLine[];
  /** Of cash, with its sign. */
  readonly rounding: number;
  /** What the buyer owes; negative goes back. */
  readonly total: number;
  readonly tenders: readonly TicketTender[];
  /** The sale that a return or a void is about. */
  readonly original?: TicketKey;
  /** Money put in or taken out beside sales. */
  readonly amount?: number;
  readonly report?: ZReport;
}

/** What names a ticket among all tickets of a chain. */
export type TicketKey = Pick<TillTicket, 'store' | 'register' | 'sequence' | 'businessDate'>;

/** A ticket's key as a text. */
export function ticketId({ store, register, sequence, businessDate }: TicketKey): string {
  return `${store}/${register}/${businessDate}/${sequence}`;
}

/** Units of each SKU that a ticket moves off the shelf; negative comes back. A void takes back what its sale took. */
export function unitsOf({ lines }: Pick<TillTicket, 'lines'>): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}
