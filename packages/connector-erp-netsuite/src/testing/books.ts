/** What the books of the account say, for tests and audits. Amounts are decimal strings in the transaction's currency. */
import type { AccountFeatures } from './account.ts';
import { toDecimal, toCents } from './cents.ts';
import { idOf, numberOf, textOf } from './json.ts';
import { itemOf, isPosting, statusOf, takenUnits, totalsOf } from './sales.ts';
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
  invoices(): readonly BookedSale[];
  /** Ledger lines of every posted transaction. */
  ledger(): readonly BookedLedgerLine[];
  /** True when the debits of every transaction equal its credits. */
  balances(): boolean;
}

export function readBooks(store: Store, features: AccountFeatures): NetsuiteBooks {
  const document = (record: StoredRecord): BookedDocument => ({
    id: record.id,
    tranId: textOf(record.values['tranId']) ?? '',
    status: statusOf(record, store).id,
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
  const order = (record: StoredRecord): BookedSalesOrder => ({
    ...document(record),
    ...amounts(record),
    ...unitsOf(record, store),
    otherRefNum: textOf(record.values['otherRefNum']),
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
    invoices: () => store.all('invoice').map(sale),
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
