import type { Sweep } from '@crossdock/core';
import { z } from 'zod';
import {
  idOfTransaction,
  RetailTransaction,
  statementFields,
  StatementRow,
  transactionFields,
} from '../api/retail-transaction.ts';
import { documentOf, type Rooms } from '../context.ts';
import { dateOf } from '../odata/literals.ts';
import {
  ofInvoice,
  ofJournal,
  OriginInvoice,
  originInvoiceFields,
  type PostedDocument,
  postingEvent,
} from './posted-documents.ts';

/** A voucher in the general ledger, with the time at which it came there. */
const Entry = z.object({
  SubledgerVoucher: z.string(),
  SubledgerVoucherDataAreaId: z.string(),
  AccountingDate: z.string(),
  CreatedOn: z.string(),
});
const entryFields = Object.keys(Entry.shape);

const VoucherLine = z.object({ JournalBatchNumber: z.string(), Voucher: z.string() });
const voucherLineFields = Object.keys(VoucherLine.shape);

/**
 * Asks the general ledger which vouchers are new, and tells those of our documents. Invoices, journals and store transactions have no time of their
 * own that could be asked for.
 */
export function postingsSweep(rooms: Rooms): Sweep<'posting.confirmed'> {
  const { events, company } = rooms.config;
  return {
    emits: ['posting.confirmed'],
    every: events.every,
    overlap: events.overlap,
    async *run({ from, to, signal }) {
      if (events.of.length === 0) return;
      const invoicesOn = invoicesByDay(rooms, signal);
      const entries = rooms.client.rows('GeneralJournalEntryBiEntities', {
        filter: {
          SubledgerVoucherDataAreaId: company,
          CreatedOn: { from: { instant: from }, before: { instant: to } },
        },
        select: entryFields,
        row: Entry,
        signal,
      });
      for await (const entry of entries) {
        const day = dateOf(entry.AccountingDate);
        const { SubledgerVoucher: voucher } = entry;
        if (entry.SubledgerVoucherDataAreaId.toLowerCase() !== company || voucher === '' || day === undefined) continue;
        const invoices = events.of.some((it) => it === 'invoices' || it === 'statements') ? await invoicesOn(day) : [];
        const own = invoices.filter((it) => it.LedgerVoucher === voucher);
        for (const posted of await documentsOf(rooms, voucher, own, signal)) {
          yield await postingEvent(rooms, posted, new Date(entry.CreatedOn).toISOString(), signal);
        }
      }
    },
  };
}

async function documentsOf(
  rooms: Rooms,
  voucher: string,
  invoices: readonly OriginInvoice[],
  signal: AbortSignal,
): Promise<readonly PostedDocument[]> {
  const { of } = rooms.config.events;
  const found: PostedDocument[] = [];
  for (const invoice of invoices) {
    const own = of.includes('invoices') ? ofInvoice(rooms, invoice) : undefined;
    if (own) found.push(own);
    else if (of.includes('statements')) found.push(...(await transactionsOf(rooms, invoice.InvoiceNumber, signal)));
  }
  if (invoices.length > 0) return found;
  const ledger = of.includes('journals') ? await journalOf(rooms, 'ledgerJournal', voucher, signal) : undefined;
  if (ledger) return [ledger];
  const payment = of.includes('payments') ? await journalOf(rooms, 'paymentJournal', voucher, signal) : undefined;
  return payment ? [payment] : [];
}

/** The invoices of a day, each day asked once. */
function invoicesByDay({ client, config }: Rooms, signal: AbortSignal) {
  const known = new Map<string, readonly OriginInvoice[]>();
  return async (day: string): Promise<readonly OriginInvoice[]> => {
    const before = known.get(day);
    if (before) return before;
    const invoices = await client.list('SalesInvoiceHeadersV4', {
      filter: { dataAreaId: config.company, InvoiceDate: { date: day } },
      select: originInvoiceFields,
      row: OriginInvoice,
      signal,
    });
    known.set(day, invoices);
    return invoices;
  };
}

const journalLines = { ledgerJournal: 'LedgerJournalLines', paymentJournal: 'CustomerPaymentJournalLines' } as const;

async function journalOf(
  rooms: Rooms,
  type: keyof typeof journalLines,
  voucher: string,
  signal: AbortSignal,
): Promise<PostedDocument | undefined> {
  const [line] = await rooms.client.list(journalLines[type], {
    filter: { dataAreaId: rooms.config.company, Voucher: voucher },
    select: voucherLineFields,
    top: 1,
    row: VoucherLine,
    signal,
  });
  return line && line.Voucher === voucher ? ofJournal(rooms, type, line.JournalBatchNumber, signal) : undefined;
}

/** Our store transactions that the statement of an invoice posted. */
async function transactionsOf(rooms: Rooms, invoice: string, signal: AbortSignal): Promise<readonly PostedDocument[]> {
  const { client, config } = rooms;
  const rows = await client.list('RetailEodTransactionTableBIEntities', {
    filter: { dataAreaId: config.company, InvoiceId: invoice },
    select: statementFields,
    row: StatementRow,
    signal,
  });
  const found: PostedDocument[] = [];
  for (const { TransactionId, InvoiceId } of rows) {
    if (InvoiceId !== invoice || !TransactionId.startsWith(`${config.prefix}-`)) continue;
    const headers = await client.list('RetailTransactions', {
      filter: { dataAreaId: config.company, TransactionNumber: TransactionId },
      select: transactionFields,
      row: RetailTransaction,
      signal,
    });
    for (const header of headers) {
      const { ChannelReferenceId: reference } = header;
      if (header.TransactionNumber !== TransactionId || reference === '') continue;
      const id = idOfTransaction({ dataAreaId: config.company, ...header });
      found.push({ document: documentOf(rooms, 'retailTransaction', { id, reference }), key: reference });
    }
  }
  return found;
}
