import { type DocumentRef, IntegrationError } from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import { inOpenPeriod } from '../environment/periods.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import type { FoundOrder } from './sales-orders.ts';

const batchLookMs = 5 * 60_000;

/** A document whose order is delivered and invoiced as a whole: a till sale, or a return. */
export interface WholeDocument {
  readonly ref: string;
  readonly occurredAt: string;
  readonly businessDate?: string | undefined;
}

/**
 * Delivers and invoices all of an order on its business date, each once: by the posting service, or by batch jobs, which are waited for
 * (`posting-pending`).
 */
export function postWhole(
  rooms: Rooms,
  document: WholeDocument,
  order: FoundOrder,
  signal: AbortSignal,
): Promise<DocumentRef> {
  return (rooms.config.posting.by === 'service' ? postByService : postByBatch)(rooms, document, order, signal);
}

async function postByService(
  rooms: Rooms,
  document: WholeDocument,
  order: FoundOrder,
  signal: AbortSignal,
): Promise<DocumentRef> {
  const { ref: reference } = document;
  const { SalesOrderNumber: documentNumber } = order.header;
  const service = postingServiceOf(rooms);
  const date = postingDateOf(rooms, document);
  const lines = order.lines.map((line) => ({
    lot: line.InventoryLotId,
    quantity: Number(line.OrderedSalesQuantity),
  }));
  await inOpenPeriod(
    rooms,
    date,
    (postingDate) => service.post('postPackingSlip', { reference, documentNumber, postingDate, lines }, signal),
    signal,
  );
  const invoice = await inOpenPeriod(
    rooms,
    date,
    (postingDate) => service.post('postInvoice', { reference, documentNumber, postingDate }, signal),
    signal,
  );
  return postedInvoice(rooms, invoice.number, reference);
}

/** Batch jobs deliver and invoice it; this waits for it. */
async function postByBatch(
  rooms: Rooms,
  { ref }: WholeDocument,
  order: FoundOrder,
  signal: AbortSignal,
): Promise<DocumentRef> {
  const { client, config } = rooms;
  const asked = order.lines.filter((line) => Number(line.SalesDeliverNow) !== Number(line.OrderedSalesQuantity));
  if (order.header.SalesOrderStatus === 'Backorder' && asked.length > 0) {
    const writes = asked.map((line) => ({
      update: 'SalesOrderLinesV3',
      key: { dataAreaId: config.company, InventoryLotId: line.InventoryLotId },
      changes: { SalesDeliverNow: Number(line.OrderedSalesQuantity) },
    }));
    await client.changeset(writes, signal);
  }
  const found = order.header.SalesOrderStatus === 'Invoiced' ? await invoiceOf(rooms, order, signal) : undefined;
  if (found !== undefined) return postedInvoice(rooms, found, ref);
  throw new IntegrationError('The invoice waits for a batch job of Dynamics 365', {
    code: 'posting-pending',
    retryAfterMs: batchLookMs,
  });
}

/** The invoice of an order that was posted as a whole, as a document. */
export function postedInvoice(rooms: Rooms, id: string, reference: string): DocumentRef {
  return documentOf(rooms, 'salesInvoice', { id, reference, state: 'Posted' });
}

/** Number of the invoice of an order, if there is one. */
export async function invoiceOf(
  { client, config }: Rooms,
  { header }: FoundOrder,
  signal: AbortSignal,
): Promise<string | undefined> {
  const rows = await client.list('SalesInvoiceHeadersV4', {
    filter: { dataAreaId: config.company, SalesOrderNumber: header.SalesOrderNumber },
    select: invoiceFields,
    row: InvoiceHeader,
    signal,
  });
  return rows.find((row) => row.SalesOrderNumber === header.SalesOrderNumber)?.InvoiceNumber;
}
