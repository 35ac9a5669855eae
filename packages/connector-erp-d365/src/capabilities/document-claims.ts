import { type DocumentRef, negate, sum } from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import { JournalHeader, journalHeaderFields, journalSets } from '../api/journal.ts';
import { headerFields, SalesOrderHeader } from '../api/sales-order.ts';
import { type DocumentType, requireDocument, type Rooms } from '../context.ts';
import { fromWire } from '../mapping/amounts.ts';
import { type Claim, conflict, notFound, pending } from './claims.ts';
import { readJournalLines } from './journals.ts';
import { claimOfTransaction } from './statement-claims.ts';

type Claims = Readonly<
  Record<DocumentType, ((rooms: Rooms, id: string, signal: AbortSignal) => Promise<Claim>) | undefined>
>;

const claims: Claims = {
  salesOrder: claimOfOrder,
  salesInvoice: (rooms, id, signal) => claimOfInvoices(rooms, { InvoiceNumber: id }, signal),
  // An invoice of less than nothing is the credit of what went back.
  creditNote: async (rooms, id, signal) => {
    const { total, vouchers } = await claimOfInvoices(rooms, { InvoiceNumber: id }, signal);
    return { total: negate(total), vouchers };
  },
  ledgerJournal: (rooms, id, signal) => claimOfJournal(rooms, 'ledgerJournal', id, signal),
  paymentJournal: (rooms, id, signal) => claimOfJournal(rooms, 'paymentJournal', id, signal),
  retailTransaction: claimOfTransaction,
  packingSlip: undefined,
  inventoryJournal: undefined,
  customer: undefined,
  priceJournal: undefined,
};

/** What a document says of itself. One that is not posted yet is `posting-pending`; one that never will be is a `conflict`. */
export async function claimOf(
  rooms: Rooms,
  document: Pick<DocumentRef, 'system' | 'type' | 'id'>,
  signal: AbortSignal,
): Promise<Claim> {
  const type = (Object.keys(claims) as DocumentType[]).find((it) => it === document.type && claims[it] !== undefined);
  requireDocument(rooms, document, type ?? 'salesOrder', 'document');
  const claim = await claims[type ?? 'salesOrder']?.(rooms, document.id, signal);
  if (!claim) throw notFound(document.type);
  return claim;
}

async function claimOfOrder(rooms: Rooms, id: string, signal: AbortSignal): Promise<Claim> {
  const key = { dataAreaId: rooms.config.company, SalesOrderNumber: id };
  const order = await rooms.client.read('SalesOrderHeadersV4', key, {
    row: SalesOrderHeader,
    select: headerFields,
    signal,
  });
  if (!order) throw notFound('sales order');
  if (order.SalesOrderStatus === 'Canceled')
    throw conflict('The order is cancelled in Dynamics 365: it will never be posted');
  if (order.SalesOrderStatus !== 'Invoiced') throw pending('The order is not invoiced yet in Dynamics 365');
  return claimOfInvoices(rooms, { SalesOrderNumber: id }, signal);
}

async function claimOfInvoices(
  { client, config }: Rooms,
  by: { readonly InvoiceNumber: string } | { readonly SalesOrderNumber: string },
  signal: AbortSignal,
): Promise<Claim> {
  const filter = { dataAreaId: config.company, ...by };
  const rows = await client.list('SalesInvoiceHeadersV4', {
    filter,
    select: invoiceFields,
    row: InvoiceHeader,
    signal,
  });
  const invoices = rows.filter((row) =>
    'InvoiceNumber' in by ? row.InvoiceNumber === by.InvoiceNumber : row.SalesOrderNumber === by.SalesOrderNumber,
  );
  const [first] = invoices;
  if (!first) throw notFound('invoice');
  return {
    total: sum(
      invoices.map((it) => fromWire(it.TotalInvoiceAmount, it.CurrencyCode)),
      first.CurrencyCode,
    ),
    vouchers: invoices.map((it) => it.LedgerVoucher),
  };
}

async function claimOfJournal(
  rooms: Rooms,
  kind: keyof typeof journalSets,
  id: string,
  signal: AbortSignal,
): Promise<Claim> {
  const key = { dataAreaId: rooms.config.company, JournalBatchNumber: id };
  const header = await rooms.client.read(journalSets[kind].headers, key, {
    row: JournalHeader,
    select: journalHeaderFields,
    signal,
  });
  if (!header) throw notFound('journal');
  if (header.IsPosted === 'No') throw pending('The journal is not posted yet in Dynamics 365');
  const lines = await readJournalLines(rooms, kind, id, signal);
  const currency = lines[0]?.CurrencyCode ?? '';
  const side = kind === 'ledgerJournal' ? 'DebitAmount' : 'CreditAmount';
  return {
    total: sum(
      lines.map((line) => fromWire(line[side], currency)),
      currency,
    ),
    vouchers: [...new Set(lines.map((line) => line.Voucher))],
  };
}
