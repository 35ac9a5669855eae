import { type CheckedInput, equals, type Implementation, negate, sum } from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import { JournalHeader, journalHeaderFields, journalSets } from '../api/journal.ts';
import { headerFields, SalesOrderHeader } from '../api/sales-order.ts';
import { type DocumentType, requireDocument, type Rooms } from '../context.ts';
import { readLedger } from '../ledger.ts';
import { fromWire } from '../mapping/amounts.ts';
import { unbalanced } from '../mapping/refusals.ts';
import { readPeriods } from '../periods.ts';
import { type Claim, conflict, notFound, pending } from './claims.ts';
import { readJournalLines } from './journals.ts';
import { claimOfTransaction } from './statement-claims.ts';

type Request = CheckedInput<'confirmPosting'>;

/** Asks the general ledger for the vouchers of a document. An order counts as posted when all of it is invoiced and every invoice is there. */
export function confirmPosting(rooms: Rooms): Implementation<'confirmPosting'> {
  const claims: Readonly<Record<DocumentType, ((id: string, signal: AbortSignal) => Promise<Claim>) | undefined>> = {
    salesOrder: (id, signal) => claimOfOrder(rooms, id, signal),
    salesInvoice: (id, signal) => claimOfInvoices(rooms, { InvoiceNumber: id }, signal),
    // An invoice of less than nothing is the credit of what went back.
    creditNote: async (id, signal) => {
      const { total, vouchers } = await claimOfInvoices(rooms, { InvoiceNumber: id }, signal);
      return { total: negate(total), vouchers };
    },
    ledgerJournal: (id, signal) => claimOfJournal(rooms, 'ledgerJournal', id, signal),
    paymentJournal: (id, signal) => claimOfJournal(rooms, 'paymentJournal', id, signal),
    retailTransaction: (id, signal) => claimOfTransaction(rooms, id, signal),
    packingSlip: undefined,
    inventoryJournal: undefined,
    customer: undefined,
    priceJournal: undefined,
  };
  return {
    async run({ document, expected }: Request, { signal }) {
      const type = (Object.keys(claims) as DocumentType[]).find(
        (it) => it === document.type && claims[it] !== undefined,
      );
      requireDocument(rooms, document, type ?? 'salesOrder', 'document');
      const claim = await claims[type ?? 'salesOrder']?.(document.id, signal);
      if (!claim) throw notFound(document.type);
      if (expected && !equals(claim.total, expected.total))
        throw unbalanced('The posting in Dynamics 365', claim.total, expected.total);
      const entry = await readLedger(rooms, claim.vouchers, claim.total.currency, signal);
      if (!entry) throw pending('The document is posted in Dynamics 365 and its entries are not in the ledger yet');
      const { postingDate, debit, credit } = entry;
      const [period] = await readPeriods(rooms, { from: postingDate, to: postingDate }, signal);
      return {
        document,
        postingDate,
        ...(period && { period: period.name }),
        total: claim.total,
        debit,
        credit,
        confirmedAt: new Date(rooms.clock.now()).toISOString(),
      };
    },
  };
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
