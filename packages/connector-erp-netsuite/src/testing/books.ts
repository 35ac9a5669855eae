/** What the books of the account say, for tests and audits. Amounts are decimal strings in the transaction's currency. */
import type { AccountFeatures } from './account.ts';
import type {
  BookedCredit,
  BookedDocument,
  BookedFulfillment,
  BookedJournal,
  BookedLedgerLine,
  BookedLine,
  BookedPayment,
  BookedSale,
  BookedSalesOrder,
  BookedStockDocument,
  NetsuiteBooks,
} from './booked.ts';
import { toDecimal, toCents } from './cents.ts';
import { idOf, numberOf, textOf } from './json.ts';
import { itemOf, isPosting, takenUnits, totalsOf } from './sales.ts';
import { documentCents, openCents, partyOf } from './settlement.ts';
import { statusOf } from './status.ts';
import { movesOf, stockLevels } from './stock.ts';
import type { Store, StoredRecord } from './store.ts';

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
    customFields: (externalId) => {
      const values = store.findByExternalId('transaction', externalId)?.values ?? {};
      return Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('custbody_')));
    },
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
