import { type Order, type Tender } from '@crossdock/core';

/** Which record of which till: the natural key of everything that a till writes. Sequences begin again every day or never. */
export interface TicketKey {
  /** The store as the file names it. */
  readonly store: string;
  readonly register: string;
  readonly businessDate: string;
  readonly sequence: string;
}

/** A decimal text and what it is for. */
export interface TicketDiscount {
  readonly amount: string;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly scope: 'line' | 'order';
}

export interface TicketTax {
  readonly name: string;
  /** A share: `0.19`. */
  readonly rate?: string | undefined;
  readonly amount: string;
}

/** Goods over the counter, one way or the other. Quantities and amounts are positive; `direction` is the sign. */
export interface TicketLine {
  readonly id: string;
  readonly direction: 'out' | 'back';
  readonly kind: Order['lines'][number]['kind'];
  readonly sku: string;
  readonly name?: string | undefined;
  readonly quantity: { readonly amount: string; readonly unit: string };
  readonly unitPrice: string;
  /** Before discounts; contains tax if the ticket's prices do. */
  readonly gross: string;
  readonly discounts: readonly TicketDiscount[];
  readonly taxes: readonly TicketTax[];
  /** The sale that goods come back from, and its line. */
  readonly soldOn?: TicketKey | undefined;
  readonly soldLine?: string | undefined;
  readonly reason?: string | undefined;
}

/** What is charged beside goods; negative when it is given back: a bottle deposit. */
export interface TicketCharge {
  readonly id: string;
  readonly kind: Order['charges'][number]['kind'];
  readonly name?: string | undefined;
  readonly gross: string;
  readonly taxes: readonly TicketTax[];
}

/** Money over the counter; negative when it goes back to the buyer. */
export interface TicketTender {
  readonly id: string;
  readonly kind: Tender['kind'];
  readonly name?: string | undefined;
  readonly amount: string;
}

/** What every record of a till has. */
export interface RecordHead {
  readonly key: TicketKey;
  /** What is printed: a receipt number. */
  readonly number: string;
  /** ISO instant, by the till's own clock. */
  readonly occurredAt: string;
}

/** Goods and money: a sale, a return, or both at once. */
export interface TillTicket extends RecordHead {
  readonly kind: 'ticket';
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly lines: readonly TicketLine[];
  readonly charges: readonly TicketCharge[];
  /** Cash rounding, part of the total. */
  readonly rounding?: string | undefined;
  /** What the buyer owes; negative when money goes back. */
  readonly total: string;
  readonly tenders: readonly TicketTender[];
  /** Set on a ticket that takes back another one as if it had never been. */
  readonly voids?: TicketKey | undefined;
}

/** Something that only takes a number: called off before it was paid, a training sale, a reprint. */
export interface BlankRecord extends RecordHead {
  readonly kind: 'void' | 'training' | 'no-sale' | 'control';
}

/** An earlier ticket is taken back, by its key alone. */
export interface PostVoid extends RecordHead {
  readonly kind: 'post-void';
  readonly voids: TicketKey;
}

/** Cash in or out of a drawer beside sales. */
export interface DrawerRecord extends RecordHead {
  readonly kind: 'drawer';
  readonly movement: 'opening' | 'paid-in' | 'paid-out' | 'counted' | 'deposit';
  readonly amount: string;
  readonly currency: string;
  readonly reference?: string | undefined;
}

/** A register or the store closes its day, and says what it counts by itself. */
export interface DayEnd extends RecordHead {
  readonly kind: 'day-end';
  readonly scope: 'register' | 'store';
  readonly currency: string;
  /** Goods and money of the day as the till adds them up, as far as it says. */
  readonly totals: {
    readonly tickets?: number | undefined;
    readonly total?: string | undefined;
    readonly tenders?: readonly { readonly kind: Tender['kind']; readonly amount: string }[] | undefined;
  };
}

/** Why stock moved without a sale. */
export type MovementReason = 'receipt' | 'transfer-out' | 'transfer-in' | 'damaged' | 'lost' | 'correction' | 'other';

/** Stock that was counted, or moved without a sale. */
export interface StockRecord extends RecordHead {
  readonly kind: 'stock';
  readonly lines: readonly {
    readonly id: string;
    readonly sku: string;
    readonly quantity: { readonly amount: string; readonly unit: string };
    /** `counted`: the quantity is a level, not a change. */
    readonly what: MovementReason | 'counted';
  }[];
}

/** One record of a till, whatever file it came in. */
export type TillRecord = TillTicket | BlankRecord | PostVoid | DrawerRecord | DayEnd | StockRecord;
