import { centsOf } from './decimals.ts';
import { type Books, noId, type Row } from './entity-model.ts';
import { stockOf } from './stock.ts';

/** A document as the books have it, amounts as they are. */
export interface BookedDocument {
  /** By which the API names it. */
  readonly id: string;
  readonly number: string;
  readonly externalDocumentNumber: string;
  readonly status: string;
  readonly postingDate: string;
  readonly total: number;
  readonly currencyCode: string;
  /** Number of the order that it belongs to; empty for one that stands alone. */
  readonly orderNumber: string;
  readonly lines: readonly BookedLine[];
}

export interface BookedLine {
  readonly object: string;
  /** Code of the variant; empty for none. */
  readonly variant: string;
  readonly description: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly invoiced: number;
}

/** Entries of one document number in the general ledger, in whole cents. */
export interface BookedEntry {
  readonly documentNumber: string;
  readonly postingDate: string;
  readonly debit: number;
  readonly credit: number;
  readonly accounts: readonly string[];
}

/** What an auditor may look at. */
export interface BusinessCentralBooks {
  orders(): readonly BookedDocument[];
  invoices(): readonly BookedDocument[];
  creditMemos(): readonly BookedDocument[];
  shipments(): readonly BookedDocument[];
  /** Journals that are still there. */
  journals(): readonly { readonly code: string; readonly lines: number }[];
  /** Lines of customer payment journals that nobody posted yet. */
  payments(): readonly { readonly documentNumber: string; readonly amount: number; readonly bill: string }[];
  ledger(): readonly BookedEntry[];
  /** Dimensions that journal lines were given. */
  dimensions(): readonly { readonly code: string; readonly value: string }[];
  stockChanges(): readonly {
    readonly documentNumber: string;
    readonly item: string;
    readonly location: string;
    readonly quantity: number;
  }[];
  items(): readonly { readonly number: string; readonly displayName: string; readonly unitPrice: number }[];
  customers(): readonly { readonly number: string; readonly email: string; readonly displayName: string }[];
  variants(): readonly { readonly item: string; readonly code: string; readonly description: string }[];
  /** Units of an item at a location, of one of its variants or of all. */
  onHand(item: string, location: string, variant?: string): number;
  /** Sum of debits and of credits in the general ledger, in whole cents. */
  trialBalance(): { readonly debit: number; readonly credit: number };
}

export function readBooks(books: Books): BusinessCentralBooks {
  const documents = (set: string, lines: string) => (): readonly BookedDocument[] =>
    books.rows(set).map((row) => ({
      id: text(row, 'id'),
      number: text(row, 'number'),
      externalDocumentNumber: text(row, 'externalDocumentNumber'),
      status: text(row, 'status'),
      postingDate: text(row, 'postingDate'),
      total: Number(books.sets.get(set)?.view?.(row, books)['totalAmountIncludingTax'] ?? 0),
      currencyCode: text(row, 'currencyCode'),
      orderNumber: text(row, 'orderNumber'),
      lines: books.where(lines, { documentId: row['id'] ?? noId }).map((line) => ({
        object: text(line, 'lineObjectNumber'),
        variant: text(books.find('itemVariants', { id: line['itemVariantId'] ?? noId }) ?? {}, 'code'),
        description: text(line, 'description'),
        quantity: Number(line['quantity']),
        shipped: Number(line['shippedQuantity'] ?? 0),
        invoiced: Number(line['invoicedQuantity'] ?? 0),
      })),
    }));
  const sumOf = (rows: readonly Row[], field: string) =>
    rows.reduce((sum, row) => sum + centsOf(Number(row[field])), 0);
  return {
    orders: documents('salesOrders', 'salesOrderLines'),
    invoices: documents('salesInvoices', 'salesInvoiceLines'),
    creditMemos: documents('salesCreditMemos', 'salesCreditMemoLines'),
    shipments: documents('salesShipments', 'salesShipmentLines'),
    journals: () =>
      books.rows('journals').map((row) => ({
        code: text(row, 'code'),
        lines: books.where('journalLines', { journalId: row['id'] ?? noId }).length,
      })),
    payments: () =>
      books.rows('customerPayments').map((row) => ({
        documentNumber: text(row, 'documentNumber'),
        amount: Number(row['amount']),
        bill: text(row, 'appliesToInvoiceNumber'),
      })),
    ledger() {
      const rows = books.rows('generalLedgerEntries');
      return [...new Set(rows.map((row) => text(row, 'documentNumber')))].map((documentNumber) => {
        const own = rows.filter((row) => row['documentNumber'] === documentNumber);
        return {
          documentNumber,
          postingDate: text(own[0] ?? {}, 'postingDate'),
          debit: sumOf(own, 'debitAmount'),
          credit: sumOf(own, 'creditAmount'),
          accounts: own.map((row) => text(row, 'accountNumber')),
        };
      });
    },
    dimensions: () =>
      books.rows('dimensionSetLines').map((row) => ({ code: text(row, 'code'), value: text(row, 'valueCode') })),
    stockChanges: () =>
      books.rows('stockChanges').map((row) => ({
        documentNumber: text(row, 'documentNumber'),
        item: text(row, 'itemNumber'),
        location: text(row, 'locationCode'),
        quantity: Number(row['quantity']),
      })),
    items: () =>
      books.rows('items').map((row) => ({
        number: text(row, 'number'),
        displayName: text(row, 'displayName'),
        unitPrice: Number(row['unitPrice']),
      })),
    customers: () =>
      books.rows('customers').map((row) => ({
        number: text(row, 'number'),
        email: text(row, 'email'),
        displayName: text(row, 'displayName'),
      })),
    variants: () =>
      books.rows('itemVariants').map((row) => ({
        item: text(row, 'itemNumber'),
        code: text(row, 'code'),
        description: text(row, 'description'),
      })),
    onHand: (itemNumber, locationCode, variantCode) =>
      stockOf(books, { itemNumber, locationCode, ...(variantCode !== undefined && { variantCode }) }),
    trialBalance: () => ({
      debit: sumOf(books.rows('generalLedgerEntries'), 'debitAmount'),
      credit: sumOf(books.rows('generalLedgerEntries'), 'creditAmount'),
    }),
  };
}

const text = (row: Row, field: string): string => String(row[field] ?? '');
