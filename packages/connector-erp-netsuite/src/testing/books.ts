/** What the books of the account say, for tests and audits. Amounts are decimal strings in the transaction's currency. */
import type { AccountFeatures } from './account.ts';
import { toDecimal, toCents } from './cents.ts';
import { idOf, numberOf, textOf } from './json.ts';
import { itemOf, isPosting, takenUnits, totalsOf } from './sales.ts';
import { documentCents, openCents, partyOf } from './settlement.ts';
import { statusOf } from './status.ts';
import { movesOf, stockLevels } from './stock.ts';
import type { Store, StoredRecord } from './store.ts';

export interface BookedLine {
  readonly line: number;
  readonly sku: string;
  readonly quantity: number;
  readonly amount: string;
  readonly locationId?: string | undefined;
  /** Line of the sales order that this line was made from. */
  readonly orderLine?: number | undefined;
}

interface BookedDocument {
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
  /** Ledger lines of every posted transaction. */
  ledger(): readonly BookedLedgerLine[];
  /** True when the debits of every transaction equal its credits. */
  balances(): boolean;
}

export function readBooks(store: Store, features: AccountFeatures): NetsuiteBooks {
  const document = (record: StoredRecord): BookedDocument => ({
    id: record.id,
    tranId: textOf(record.values['tranId']) ?? '',
    status: statusOf(record, store, features).id,
    date: textOf(record.values['tranDate']) ?? '',
    lines: linesOf(record, store),
    externalId: record.externalId,
  });
  const amounts = (record: StoredRecord) => {
    const totals = totalsOf(record, features);
    const currency = store.get(idOf(record.values['currency']) ?? '');
    return {
      currency: textOf(currency?.values['symbol']) ?? '',
      subtotal: toDecimal(totals.subtotalCents),
      tax: toDecimal(totals.taxCents),
      total: toDecimal(totals.totalCents),
    };
  };
  const posting = (record: StoredRecord) => ({
    posted: isPosting(record),
    postingPeriod: textOf(store.get(idOf(record.values['postingPeriod']) ?? '')?.values['periodName']) ?? '',
    ...originOf(record, store),
  });
  const sale = (record: StoredRecord): BookedSale => ({ ...document(record), ...amounts(record), ...posting(record) });
  const fulfillment = (record: StoredRecord): BookedFulfillment => ({ ...document(record), ...posting(record) });
  const open = (record: StoredRecord) => toDecimal(openCents(record, store, features));
  const credit = (record: StoredRecord): BookedCredit => ({ ...sale(record), open: open(record) });
  const common = (record: StoredRecord) => ({
    id: record.id,
    externalId: record.externalId,
    date: textOf(record.values['tranDate']) ?? '',
    currency: textOf(store.get(idOf(record.values['currency']) ?? '')?.values['symbol']) ?? '',
    postingPeriod: posting(record).postingPeriod,
  });
  const payment = (record: StoredRecord): BookedPayment => ({
    ...common(record),
    type: record.type,
    total: toDecimal(documentCents(record, features)),
    open: open(record),
    customerId: partyOf(record),
    account: idOf(record.values['account']),
    paymentOption: idOf(record.values['paymentOption']),
    settles: [...(record.lines['apply'] ?? []), ...(record.lines['deposit'] ?? [])].map((it) => idOf(it['doc']) ?? ''),
  });
  const side = (record: StoredRecord, name: 'debit' | 'credit') =>
    toDecimal((record.lines['line'] ?? []).reduce((cents, it) => cents + toCents(numberOf(it[name]) ?? 0), 0));
  const journal = (record: StoredRecord): BookedJournal => ({
    ...common(record),
    memo: textOf(record.values['memo']),
    subsidiary: idOf(record.values['subsidiary']),
    debit: side(record, 'debit'),
    credit: side(record, 'credit'),
    lines: record.lines['line'] ?? [],
  });
  const skuOf = (item: string): string => textOf(store.get(item)?.values['itemId']) ?? '';
  const stockDocument = (record: StoredRecord): BookedStockDocument => ({
    ...common(record),
    type: record.type,
    moves: movesOf(record, store).map(({ item, location, units }) => ({
      sku: skuOf(item),
      locationId: location,
      units,
    })),
  });
  const all = (...types: readonly string[]) => types.flatMap((type) => store.all(type));
  const order = (record: StoredRecord): BookedSalesOrder => ({
    ...document(record),
    ...amounts(record),
    ...unitsOf(record, store),
    otherRefNum: textOf(record.values['otherRefNum']),
    customerId: partyOf(record),
    shippingAddress: record.values['shippingAddress'],
  });
  const ledger = (): readonly BookedLedgerLine[] =>
    store.all('transaction').flatMap((record) =>
      store.ledgerOf(record.id).map((line) => ({
        transactionId: record.id,
        type: record.type,
        account: line.account,
        debit: toDecimal(line.debitCents),
        credit: toDecimal(line.creditCents),
        externalId: record.externalId,
      })),
    );
  return {
    salesOrders: () => store.all('salesOrder').map(order),
    itemFulfillments: () => store.all('itemFulfillment').map(fulfillment),
    cashSales: () => store.all('cashSale').map(sale),
    invoices: () => store.all('invoice').map(credit),
    returnAuthorizations: () => store.all('returnAuthorization').map(sale),
    itemReceipts: () => store.all('itemReceipt').map(fulfillment),
    creditMemos: () => store.all('creditMemo').map(credit),
    cashRefunds: () => store.all('cashRefund').map(sale),
    payments: () => all('customerDeposit', 'customerPayment', 'customerRefund', 'depositApplication').map(payment),
    journalEntries: () => store.all('journalEntry').map(journal),
    stockDocuments: () => all('inventoryAdjustment', 'inventoryTransfer').map(stockDocument),
    stock: () =>
      stockLevels(store).map(({ item, location, onHand }) => ({
        sku: skuOf(item),
        locationId: location,
        units: onHand,
      })),
    customers: () =>
      store.all('customer').map(({ id, externalId, values, lines }) => ({
        id,
        externalId,
        fields: { ...values, ...lines },
      })),
    ledger,
    balances: () =>
      store.all('transaction').every((record) => {
        const lines = store.ledgerOf(record.id);
        return lines.reduce((cents, line) => cents + line.debitCents - line.creditCents, 0) === 0;
      }),
  };
}

function linesOf(record: StoredRecord, store: Store): readonly BookedLine[] {
  return (record.lines['item'] ?? []).map((line) => {
    const locationId = idOf(line['location']);
    const orderLine = numberOf(line['orderLine']);
    return {
      line: line.line,
      sku: textOf(itemOf(line, store)?.values['itemId']) ?? '',
      quantity: numberOf(line['quantity']) ?? 0,
      amount: toDecimal(toCents(numberOf(line['amount']) ?? 0)),
      locationId,
      orderLine,
    };
  });
}

function unitsOf(
  record: StoredRecord,
  store: Store,
): { readonly fulfilledUnits: number; readonly billedUnits: number } {
  let fulfilledUnits = 0;
  let billedUnits = 0;
  for (const line of record.lines['item'] ?? []) {
    const taken = takenUnits(record, line.line, store);
    fulfilledUnits += taken.shipped;
    billedUnits += taken.billed;
  }
  return { fulfilledUnits, billedUnits };
}

function originOf(record: StoredRecord, store: Store): { readonly orderExternalId?: string } {
  const externalId = record.createdFrom === undefined ? undefined : store.get(record.createdFrom)?.externalId;
  return externalId === undefined ? {} : { orderExternalId: externalId };
}
