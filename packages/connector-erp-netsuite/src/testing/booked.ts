/** What the readers of the books are told. Amounts are decimal strings in the transaction's currency. */
export interface BookedLine {
  readonly line: number;
  readonly sku: string;
  readonly quantity: number;
  readonly amount: string;
  readonly locationId?: string | undefined;
  /** Line of the sales order that this line was made from. */
  readonly orderLine?: number | undefined;
}

export interface BookedDocument {
  readonly id: string;
  readonly externalId?: string | undefined;
  readonly tranId: string;
  /** Status letter. */
  readonly status: string;
  /** Document date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly lines: readonly BookedLine[];
}

export interface BookedSalesOrder extends BookedDocument {
  readonly otherRefNum?: string | undefined;
  readonly customerId?: string | undefined;
  readonly shippingAddress?: unknown;
  readonly currency: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly total: string;
  readonly fulfilledUnits: number;
  readonly billedUnits: number;
}

export interface BookedFulfillment extends BookedDocument {
  /** External id of the sales order. */
  readonly orderExternalId?: string;
  readonly posted: boolean;
  readonly postingPeriod: string;
}

export interface BookedSale extends BookedDocument {
  readonly orderExternalId?: string;
  readonly currency: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly total: string;
  /** It reached the ledger. */
  readonly posted: boolean;
  readonly postingPeriod: string;
}

/** A bill or a credit, with what of it is still open. */
export interface BookedCredit extends BookedSale {
  readonly open: string;
}

/** Money in or out, or a deposit that was taken for an invoice. */
export interface BookedPayment {
  readonly id: string;
  readonly externalId?: string | undefined;
  readonly type: string;
  readonly date: string;
  readonly currency: string;
  readonly total: string;
  /** What of it settles nothing yet. */
  readonly open: string;
  readonly account?: string | undefined;
  readonly paymentOption?: string | undefined;
  readonly customerId?: string | undefined;
  /** Internal ids of the documents that it settles. */
  readonly settles: readonly string[];
  readonly postingPeriod: string;
}

/** A journal entry; sides and dimensions are read in the ledger and in its lines. */
export interface BookedJournal {
  readonly id: string;
  readonly externalId?: string | undefined;
  readonly date: string;
  readonly currency: string;
  readonly memo?: string | undefined;
  readonly subsidiary?: string | undefined;
  readonly postingPeriod: string;
  readonly debit: string;
  readonly credit: string;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Units that a document brought to a location or took from it. */
export interface BookedMove {
  readonly sku: string;
  readonly locationId: string;
  readonly units: number;
}

export interface BookedStockDocument {
  readonly id: string;
  readonly externalId?: string | undefined;
  readonly type: string;
  readonly date: string;
  readonly postingPeriod: string;
  readonly moves: readonly BookedMove[];
}

export interface BookedCustomer {
  readonly id: string;
  readonly externalId?: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One ledger line, in the account's base currency. */
export interface BookedLedgerLine {
  readonly transactionId: string;
  readonly externalId?: string | undefined;
  readonly type: string;
  readonly account: string;
  readonly debit: string;
  readonly credit: string;
}

/** Read-only view of everything the account has booked. */
export interface NetsuiteBooks {
  salesOrders(): readonly BookedSalesOrder[];
  itemFulfillments(): readonly BookedFulfillment[];
  cashSales(): readonly BookedSale[];
  invoices(): readonly BookedCredit[];
  returnAuthorizations(): readonly BookedSale[];
  itemReceipts(): readonly BookedFulfillment[];
  creditMemos(): readonly BookedCredit[];
  cashRefunds(): readonly BookedSale[];
  /** Deposits, payments, refunds and applications of deposits. */
  payments(): readonly BookedPayment[];
  journalEntries(): readonly BookedJournal[];
  /** Adjustments and transfers. */
  stockDocuments(): readonly BookedStockDocument[];
  /** What lies where, by all documents. */
  stock(): readonly BookedMove[];
  customers(): readonly BookedCustomer[];
  /** Custom fields of the transaction that has the external id. */
  customFields(externalId: string): Readonly<Record<string, unknown>>;
  /** Ledger lines of every posted transaction. */
  ledger(): readonly BookedLedgerLine[];
  /** True when the debits of every transaction equal its credits. */
  balances(): boolean;
}
