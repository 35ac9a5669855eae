import { cents } from './cents.ts';
import type { Books, Row } from './entity-model.ts';
import { entriesOf } from './entities/inventory.ts';
import { linesOf as journalLinesOf } from './entities/journals.ts';
import { keyOf } from './entities/retail.ts';
import { deliveredOf, invoicedOf, linesOf } from './entities/sales.ts';
import { trialBalance } from './ledger.ts';

/** An order as the books have it. */
export interface BookedOrder {
  readonly number: string;
  readonly reference: string;
  readonly status: string;
  readonly total: number;
  readonly currency: string;
  readonly lines: readonly {
    readonly item: string;
    readonly quantity: number;
    readonly amount: number;
    readonly delivered: number;
    readonly invoiced: number;
  }[];
}

/** A posted invoice. */
export interface BookedInvoice {
  readonly number: string;
  readonly order: string;
  readonly total: number;
  readonly tax: number;
  readonly voucher: string;
}

/** A journal with its lines, amounts in whole cents. */
export interface BookedJournal {
  readonly number: string;
  readonly description: string;
  readonly posted: boolean;
  readonly debit: number;
  readonly credit: number;
}

/** Units that an inventory journal moved, by warehouse; negative left. */
export interface BookedMove {
  readonly journal: string;
  readonly description: string;
  readonly posted: boolean;
  readonly changes: readonly { readonly item: string; readonly warehouse: string; readonly quantity: number }[];
}

/** A line of a general journal, amounts in whole cents. */
export interface BookedJournalLine {
  readonly journal: string;
  readonly account: string;
  readonly dimensions: string;
  readonly text: string;
  readonly method: string;
  /** `2026-11-27` */
  readonly date: string;
  readonly debit: number;
  readonly credit: number;
}

/** A store transaction; positive is what was sold and what was taken. */
export interface BookedTill {
  readonly number: string;
  readonly reference: string;
  readonly status: string;
  readonly businessDate: string;
  /** Invoice of the statement that posted it; empty before. */
  readonly invoice: string;
  readonly paid: number;
  readonly lines: readonly { readonly item: string; readonly quantity: number; readonly amount: number }[];
}

/** A price of a list: one that holds, or one that waits in a journal. */
export interface BookedPrice {
  readonly item: string;
  readonly group: string;
  readonly customer: string;
  readonly warehouse: string;
  readonly currency: string;
  readonly price: number;
  /** `2026-11-27`; `1900-01-01` for none. */
  readonly from: string;
  readonly to: string;
  readonly posted: boolean;
}

/** What an auditor may look at. */
export interface D365Books {
  orders(): readonly BookedOrder[];
  packingSlips(): readonly { readonly number: string; readonly order: string; readonly quantity: number }[];
  invoices(): readonly BookedInvoice[];
  ledgerJournals(): readonly BookedJournal[];
  paymentJournals(): readonly BookedJournal[];
  /** Lines of general journals. */
  ledgerLines(): readonly BookedJournalLine[];
  tillTransactions(): readonly BookedTill[];
  customers(): readonly { readonly account: string; readonly email: string; readonly lastName: string }[];
  /** Inventory adjustments and transfers. */
  inventoryJournals(): readonly BookedMove[];
  /** Prices of trade agreements, those that wait last. */
  prices(): readonly BookedPrice[];
  /** Units of an item in a warehouse. */
  onHand(item: string, warehouse: string): number;
  /** Sum of debits and of credits in the general ledger, in whole cents. */
  trialBalance(): { readonly debit: number; readonly credit: number };
}

/** What the books say, to an auditor. */
export function readBooks(books: Books, retailSigns: 'negative' | 'positive'): D365Books {
  const journal = (set: string, lines: string) => (): readonly BookedJournal[] =>
    books.rows(set).map((row) => {
      const sum = (field: string) =>
        journalLinesOf(row, books, lines).reduce((total, line) => total + Math.round(Number(line[field]) * 100), 0);
      return {
        number: String(row['JournalBatchNumber']),
        description: String(row['Description']),
        posted: row['IsPosted'] === 'Yes',
        debit: sum('DebitAmount'),
        credit: sum('CreditAmount'),
      };
    });
  return {
    orders: () => books.rows('SalesOrderHeadersV4').map((row) => bookedOrder(row, books)),
    packingSlips: () =>
      books.rows('CustPackingSlipJourBiEntities').map((row) => ({
        number: String(row['PackingSlipId']),
        order: String(row['SalesId']),
        quantity: Number(row['Qty']),
      })),
    invoices: () =>
      books.rows('SalesInvoiceHeadersV4').map((row) => ({
        number: String(row['InvoiceNumber']),
        order: String(row['SalesOrderNumber']),
        total: Number(row['TotalInvoiceAmount']),
        tax: Number(row['TotalTaxAmount']),
        voucher: String(row['LedgerVoucher']),
      })),
    ledgerJournals: journal('LedgerJournalHeaders', 'LedgerJournalLines'),
    paymentJournals: journal('CustomerPaymentJournalHeaders', 'CustomerPaymentJournalLines'),
    ledgerLines: () => books.rows('LedgerJournalLines').map(bookedLine),
    tillTransactions: () => books.rows('RetailTransactions').map((row) => bookedTill(row, books, retailSigns)),
    customers: () =>
      books.rows('CustomersV3').map((row) => ({
        account: String(row['CustomerAccount']),
        email: String(row['PrimaryContactEmail']),
        lastName: String(row['PersonLastName']),
      })),
    prices: () => [
      ...books.rows('SalesPriceAgreements').map((row) => bookedPrice(row, true)),
      ...books.rows('OpenSalesPriceJournalLinesV2').map((row) => bookedPrice(row, false)),
    ],
    inventoryJournals: () => [...adjustmentsIn(books), ...transfersIn(books)],
    onHand: (item, warehouse) =>
      books
        .where('WarehousesOnHandV2', { ItemNumber: item, InventoryWarehouseId: warehouse })
        .reduce((sum, row) => sum + Number(row['OnHandQuantity']), 0),
    trialBalance: () => trialBalance(books),
  };
}

function bookedPrice(row: Row, posted: boolean): BookedPrice {
  return {
    item: String(row['ItemNumber']),
    group: String(row['PriceCustomerGroupCode']),
    customer: String(row['CustomerAccountNumber']),
    warehouse: String(row['PriceWarehouseId']),
    currency: String(row['PriceCurrencyCode']),
    price: Number(row['Price']),
    from: String(row['PriceApplicableFromDate']).slice(0, 10),
    to: String(row['PriceApplicableToDate']).slice(0, 10),
    posted,
  };
}

function adjustmentsIn(books: Books): readonly BookedMove[] {
  return books.rows('InventoryServiceAdjustmentJournalHeaders').map((header) => ({
    ...moveHead(header),
    changes: entriesOf(header, books, 'InventoryServiceAdjustmentJournalEntries').map((entry) => ({
      item: String(entry['ItemNumber']),
      warehouse: String(entry['InventoryWarehouseId']),
      quantity: Number(entry['InventoryQuantity']),
    })),
  }));
}

function transfersIn(books: Books): readonly BookedMove[] {
  return books.rows('InventoryTransferJournalHeaders').map((header) => ({
    ...moveHead(header),
    changes: entriesOf(header, books, 'InventoryTransferJournalEntries').flatMap((entry) => {
      const item = String(entry['ItemNumber']);
      const quantity = Number(entry['InventoryQuantity']);
      return [
        { item, warehouse: String(entry['SourceWarehouseId']), quantity },
        { item, warehouse: String(entry['DestinationWarehouseId']), quantity: -quantity },
      ];
    }),
  }));
}

const moveHead = (header: Row) => ({
  journal: String(header['JournalNumber']),
  description: String(header['Description']),
  posted: header['IsPosted'] === 'Yes',
});

function bookedOrder(row: Row, books: Books): BookedOrder {
  return {
    number: String(row['SalesOrderNumber']),
    reference: String(row['CustomersOrderReference']),
    status: String(row['SalesOrderStatus']),
    total: Number(books.sets.get('SalesOrderHeadersV4')?.view?.(row, books)['OrderTotalAmount'] ?? 0),
    currency: String(row['CurrencyCode']),
    lines: linesOf(row, books).map((line) => ({
      item: String(line['ItemNumber']),
      quantity: Number(line['OrderedSalesQuantity']),
      amount: Number(line['LineAmount']),
      delivered: deliveredOf(line, books),
      invoiced: invoicedOf(line, books),
    })),
  };
}

function bookedTill(row: Row, books: Books, signs: 'negative' | 'positive'): BookedTill {
  const sign = signs === 'negative' ? -1 : 1;
  return {
    number: String(row['TransactionNumber']),
    reference: String(row['ChannelReferenceId']),
    status: String(row['TransactionStatus']),
    businessDate: String(row['businessDate']).slice(0, 10),
    invoice: String(row['InvoiceId']),
    paid: Number(row['PaymentAmount']),
    lines: books.where('RetailTransactionSalesLinesV2', keyOf(row)).map((line) => ({
      item: String(line['ItemId']),
      quantity: sign * Number(line['Quantity']),
      amount: sign * Number(line['NetAmountInclusiveTax']),
    })),
  };
}

function bookedLine(row: Row): BookedJournalLine {
  return {
    journal: String(row['JournalBatchNumber']),
    account: String(row['AccountDisplayValue']),
    dimensions: String(row['DefaultDimensionDisplayValue']),
    text: String(row['Text']),
    method: String(row['PaymentMethod']),
    date: String(row['TransDate']).slice(0, 10),
    debit: cents(row['DebitAmount']),
    credit: cents(row['CreditAmount']),
  };
}
