import { type SaleStatus } from './entries.ts';

/** A line at a till. Amounts are minor units, unsigned, without tax. */
export interface SoldLineInput {
  readonly sku: string;
  /** Negative comes back. @default '1' */
  readonly quantity?: string;
  /** Of one unit, before discount. */
  readonly price: number;
  /** Of the whole line. */
  readonly discount?: number;
  /** Of the whole line. @default computed from the tax of the sale, with five places */
  readonly tax?: number;
  /** A line that was removed again before the sale was paid. */
  readonly voided?: boolean;
}

/** A means of payment, by the name of its type. */
export interface TenderInput {
  /** `Cash`, `Credit Card`, `Gift Card`, … */
  readonly type: string;
  /** Net of change; negative goes back. @default what is left to pay */
  readonly amount?: number;
}

/** A sale at a till. */
export interface SellInput {
  /** @default the first register of the outlet */
  readonly registerId?: string;
  /** @default the first outlet */
  readonly outletId?: string;
  readonly lines: readonly SoldLineInput[];
  /** Name of the tax of all lines. @default the default of the outlet */
  readonly tax?: string;
  /** A fee beside the lines. */
  readonly surcharge?: number;
  /** Of cash, with its sign: what the buyer pays more than the sale comes to. It becomes a payment of its own. */
  readonly rounding?: number;
  /** @default one `Credit Card` */
  readonly payments?: readonly TenderInput[];
  /** `SAVED` and `OPEN` are paid by nothing. @default 'CLOSED' */
  readonly status?: SaleStatus;
  /** By the till's clock, as an ISO instant. @default now */
  readonly soldAt?: string;
  readonly customerId?: string;
  readonly note?: string;
}

/** Goods that come back to a till. */
export interface TakeBackInput {
  /** The sale; absent for goods without a receipt, whose lines are then given with prices. */
  readonly saleId?: string;
  /** Which lines, by place, and how many units. @default all of all lines */
  readonly lines?: readonly { readonly line: number; readonly quantity: string }[];
  /** Lines of a return without receipt, with quantities above zero. */
  readonly unlinked?: readonly SoldLineInput[];
  /** Goods that go out in exchange, in the same sale. */
  readonly exchange?: readonly SoldLineInput[];
  readonly tax?: string;
  /** @default the register of the sale */
  readonly registerId?: string;
  /** As for a sale: with its sign. */
  readonly rounding?: number;
  /** @default one `Credit Card`; negative amounts go back */
  readonly payments?: readonly TenderInput[];
  /** A parked return counts for nothing before it is paid. @default 'CLOSED' */
  readonly status?: 'SAVED' | 'CLOSED';
  readonly soldAt?: string;
}

/** The end of a register's day. */
export interface CloseInput {
  readonly registerId: string;
  /** What was counted, in minor units by the name of the payment type. @default what was expected */
  readonly counted?: Readonly<Record<string, number>>;
  /** Cash that was in the drawer at the beginning, in minor units. @default what was said when it was opened */
  readonly opening?: number;
  /** Cash that was taken out, in minor units; negative was put in. @default 0 */
  readonly withdrawn?: number;
}
