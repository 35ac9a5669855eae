import { type Tender } from '@crossdock/core';
import { type MovementReason, type TicketCharge, type TicketLine } from '../till-record.ts';

/** Where a dialect writes a discount that counts. */
export type DiscountSource = 'price-modifier' | 'extended-discount' | 'discount-line' | 'reward-line';

/** What becomes of a transaction in a state. `parked` ones are neither sold nor called off yet. */
export type StatusMeaning = 'sold' | 'void' | 'parked' | 'post-void';

/** What an item of a type is: goods of a kind, or something charged beside them. */
export type ItemMeaning = TicketLine['kind'] | { readonly charge: TicketCharge['kind'] };

/** What a tender of a type is. `rounding` is no money but the cash rounding; `ignore` repeats what is said elsewhere. */
export type TenderMeaning = Tender['kind'] | 'rounding' | 'ignore';

/**
 * How one till software writes POSLog. The same element means different things at different vendors, so all that differs is
 * said here and nothing is guessed: a word that no table has is refused, by name and place.
 */
export interface PosLogDialect {
  /** Name of the dialect. It is part of no id, so it may change. */
  readonly id: string;
  /** Elements that a file may begin with. @default ['POSLog', 'Transaction'] */
  readonly roots?: readonly string[];
  /** Namespaces beside the standard's own whose elements are the standard's. */
  readonly namespaces?: readonly string[];
  /** The prefix by which an extension's elements are named here, by its namespace. */
  readonly extensions?: Readonly<Record<string, string>>;

  /** Where the store is named. */
  readonly store: 'RetailStoreID' | 'BusinessUnit/UnitID';
  /** Whether the business date is written, or derived from the time by the store's zone and day cut. */
  readonly businessDate: 'element' | 'derive';
  /** Elements with the time of the sale, the best one first. @default ['EndDateTime', 'BeginDateTime'] */
  readonly times?: readonly string[];
  /** How a time without an offset is meant. */
  readonly timesWithoutOffset: 'store' | 'utc' | 'refuse';
  /** Where the receipt's number is. @default 'ReceiptNumber', else the sequence */
  readonly receiptNumber?: string;

  /**
   * A line with `VoidFlag`: `skip`, it is the dead original; `sum`, it is the negative reversal of a line that stays; `refuse`,
   * it does not occur. A wrong choice counts twice.
   */
  readonly voidLine: 'skip' | 'sum' | 'refuse';
  /** Whether amounts carry their sign, or have it from the kind of line. */
  readonly amounts: 'unsigned' | 'signed';
  /** Whether `ExtendedAmount` is before or after discounts. */
  readonly extendedAmount: 'gross' | 'net';
  /** Where discounts are written that count. Other places repeat them and are left alone. */
  readonly discounts: readonly DiscountSource[];
  /** Where taxes are written that count: at each line, or as lines of the ticket. */
  readonly taxes: 'line' | 'tax-line';
  /** Whether prices contain tax; `per-line`, as `TaxIncludedInPriceFlag` says. */
  readonly taxIncluded: boolean | 'per-line';
  /**
   * How change is written: `netted`, tenders are less change already; `nested`, inside the tender it is given on, which may be
   * one of nothing; `line`, as a line of its own.
   */
  readonly change: 'netted' | 'nested' | 'line';
  /** How cash rounding is written. */
  readonly rounding: 'none' | 'tender-line' | 'element';
  /** What `TransactionNetAmount` is, where no grand total says it. */
  readonly netTotal: 'with-tax' | 'without-tax' | 'ignore';
  /** `TotalType`s with what is to be paid, the best one first; `''` is a total without type. @default the grand total */
  readonly totals?: readonly string[];

  /** Kinds of item ids, the best one first: a `POSIDType`, `ItemID`, or `*` for any `POSItemID`. @default ['*', 'ItemID'] */
  readonly itemIds?: readonly string[];
  /** The currency where amounts name none, or `XXX`. @default the store's */
  readonly currency?: string;
  /** Beside `standardStatuses`. */
  readonly statuses?: Readonly<Record<string, StatusMeaning>>;
  /** Beside `standardTenders`. */
  readonly tenders?: Readonly<Record<string, TenderMeaning>>;
  /** Beside `standardItems`. */
  readonly items?: Readonly<Record<string, ItemMeaning>>;
  /** Units of measure by the words of the feed, beside the codes themselves: `{ KG: 'KGM' }`. */
  readonly units?: Readonly<Record<string, string>>;
  /** Lines that mean nothing here, by element: `['fu:Points']`. */
  readonly ignoredLines?: readonly string[];
  /** Control and inventory words beside the standard's. */
  readonly controls?: Readonly<Record<string, 'no-sale' | 'control' | 'day-end' | 'register-end' | 'post-void'>>;
  readonly movements?: Readonly<Record<string, MovementReason | 'counted'>>;
}

/** States of the standard. One that is not here is refused unless the dialect has it. `''` is none. */
export const standardStatuses: Readonly<Record<string, StatusMeaning>> = {
  '': 'sold',
  Finished: 'sold',
  Resumed: 'sold',
  Tendered: 'sold',
  Canceled: 'void',
  Voided: 'void',
  TransactionVoided: 'void',
  SuspendedDeleted: 'void',
  Suspended: 'parked',
  SuspendedRetrieved: 'parked',
  PostVoided: 'post-void',
};

/** Tenders of the standard whose meaning is the same everywhere. */
export const standardTenders: Readonly<Record<string, TenderMeaning>> = {
  Cash: 'cash',
  CreditDebit: 'card',
  CheckCard: 'card',
  InternationalMaestro: 'card',
  UKMaestro: 'card',
  EBTCash: 'card',
  EBTFoodstamps: 'card',
  Check: 'cheque',
  TravelersCheck: 'cheque',
  GiftCard: 'gift-card',
  GiftCertificate: 'gift-card',
  StoredValue: 'gift-card',
  Voucher: 'store-credit',
  StoreAccount: 'invoice',
  HouseAccount: 'invoice',
  CustomerAccount: 'invoice',
  AccountsReceivable: 'invoice',
  PurchaseOrder: 'invoice',
  Loyalty: 'loyalty',
  Mobile: 'wallet',
  OnlinePayment: 'wallet',
  ManufacturerCoupon: 'other',
  FoodStamps: 'other',
};

/** Types of item. `''` is none. */
export const standardItems: Readonly<Record<string, ItemMeaning>> = {
  '': 'goods',
  Stock: 'goods',
  BulkItem: 'goods',
  Service: 'service',
  GiftCard: 'gift-card',
  GiftCertificate: 'gift-card',
  Deposit: { charge: 'deposit' },
  Fee: { charge: 'fee' },
  Tip: { charge: 'tip' },
};

/** Units of measure as tills write them. */
export const standardUnits: Readonly<Record<string, string>> = {
  '': 'EA',
  Each: 'EA',
  each: 'EA',
  PCE: 'EA',
  PCS: 'EA',
  Stück: 'EA',
  kg: 'KGM',
  KG: 'KGM',
  lb: 'LBR',
  LB: 'LBR',
  m: 'MTR',
  M: 'MTR',
  L: 'LTR',
  l: 'LTR',
};
