import {
  BusinessRef,
  type DocumentRef,
  isIntegrationError,
  type RefusedEvent,
  type SourceEvent,
} from '@crossdock/core';
import { z } from 'zod';
import { JournalHeader, journalHeaderFields, journalSets } from '../api/journal.ts';
import { claimOf } from '../capabilities/document-claims.ts';
import { postingOf } from '../capabilities/confirm-posting.ts';
import { documentOf, type Rooms } from '../context.ts';

export type PostingEvent = SourceEvent<'posting.confirmed'> | RefusedEvent<'posting.confirmed'>;

/** A document of ours that the ledger has, and the transaction that it belongs to. */
export interface PostedDocument {
  readonly document: DocumentRef;
  readonly key: string;
}

/** An invoice with what says whose it is. */
export const OriginInvoice = z.object({
  InvoiceNumber: z.string().min(1),
  LedgerVoucher: z.string(),
  SalesOrderNumber: z.string(),
  SalesOrderOriginCode: z.string(),
  CustomersOrderReference: z.string(),
  TotalInvoiceAmount: z.string(),
});
export type OriginInvoice = z.output<typeof OriginInvoice>;

export const originInvoiceFields = Object.keys(OriginInvoice.shape);

/** An invoice as a document of ours; `undefined` for somebody else's. */
export function ofInvoice(rooms: Rooms, invoice: OriginInvoice): PostedDocument | undefined {
  const ref = BusinessRef.safeParse(invoice.CustomersOrderReference);
  const { originCode } = rooms.config;
  if (!ref.success || originCode === undefined || invoice.SalesOrderOriginCode !== originCode) return undefined;
  const type = invoice.TotalInvoiceAmount.startsWith('-') ? 'creditNote' : 'salesInvoice';
  return { document: documentOf(rooms, type, { id: invoice.InvoiceNumber, reference: ref.data }), key: ref.data };
}

const marks = { ledgerJournal: 'GJ', paymentJournal: 'PAY' } as const;

/** A journal as a document of ours; `undefined` for somebody else's, and for one whose reference is told by its hash only. */
export async function ofJournal(
  rooms: Rooms,
  type: keyof typeof marks,
  number: string,
  signal: AbortSignal,
): Promise<PostedDocument | undefined> {
  const key = { dataAreaId: rooms.config.company, JournalBatchNumber: number };
  const header = await rooms.client.read(journalSets[type].headers, key, {
    row: JournalHeader,
    select: journalHeaderFields,
    signal,
  });
  const mark = `${rooms.config.prefix}_${marks[type]}_`;
  if (!header?.Description.startsWith(mark)) return undefined;
  const ref = BusinessRef.safeParse(header.Description.slice(mark.length));
  if (!ref.success) return undefined;
  return { document: documentOf(rooms, type, { id: number, reference: ref.data }), key: ref.data };
}

/** A document reaches the ledger once, so the fact has no version, whoever tells it and however often. */
export async function postingEvent(
  rooms: Rooms,
  { document, key }: PostedDocument,
  occurredAt: string,
  signal: AbortSignal,
): Promise<PostingEvent> {
  const name = 'posting.confirmed';
  const id = `posting/${document.type}/${document.id}`;
  try {
    const claim = await claimOf(rooms, document, signal);
    const data = await postingOf(rooms, { document, claim, at: occurredAt }, signal);
    return { name, id, key, occurredAt, data, identifiers: [document.id, key] };
  } catch (error) {
    // What may pass is tried again with the whole span; what may not parks by itself, and the others go on.
    if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
    return { name, id, key, refused: error };
  }
}
