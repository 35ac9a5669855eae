import { createHash } from 'node:crypto';
import type { Books, Row } from './entity-model.ts';

/** A business event as an HTTPS endpoint of the environment posts it: nothing in it is signed. */
export interface BusinessEventDelivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Names that the simulated environment's catalog has. */
const journalPostedEvent = 'LedgerJournalPostedBusinessEvent';
const invoicePostedEvent = 'SalesInvoicePostedBusinessEvent';

/** Every business event so far, oldest first, for an endpoint with this URL. Control numbers rise with gaps. */
export function businessEventsOf(books: Books, url: string): readonly BusinessEventDelivery[] {
  const invoices = books.rows('SalesInvoiceHeadersV4').map((row) => ({
    id: invoicePostedEvent,
    row,
    payload: { InvoiceId: row['InvoiceNumber'], SalesOrderId: row['SalesOrderNumber'] },
  }));
  const journals = books.where('LedgerJournalHeaders', { IsPosted: 'Yes' }).map((row) => ({
    id: journalPostedEvent,
    row,
    payload: { JournalBatchNumber: row['JournalBatchNumber'] },
  }));
  return [...invoices, ...journals].map(({ id, row, payload }, index) => ({
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...envelopeOf(id, row, books, index), ...payload }),
  }));
}

function envelopeOf(id: string, row: Row, books: Books, index: number): object {
  const number = String(row['InvoiceNumber'] ?? row['JournalBatchNumber']);
  const at = books.now();
  return {
    BusinessEventId: id,
    BusinessEventLegalEntity: String(row['dataAreaId']).toUpperCase(),
    ContextRecordSubject: '',
    ControlNumber: 5_637_166_326 + 7 * index,
    EventId: guidOf(`${id}/${number}`),
    EventTime: `/Date(${at})/`,
    EventTimeIso8601: new Date(at).toISOString(),
    InitiatingUserAADObjectId: '{11111111-2222-3333-4444-555555555555}',
    MajorVersion: 0,
    MinorVersion: 0,
    ParentContextRecordSubjects: [],
  };
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
