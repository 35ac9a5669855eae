import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isZero,
  negate,
} from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import { skusOfReturn, toReturnOrder } from '../mapping/return-order.ts';
import { inOpenPeriod } from '../periods.ts';
import { postingServiceOf } from '../posting-service.ts';
import type { FoundOrder } from './sales-orders.ts';
import { areRefundsBooked, bookRefunds } from './refunds.ts';
import { findOrder, writeOrder } from './write-order.ts';

type Back = CheckedInput<'processReturn'>;

const batchLookMs = 5 * 60_000;

/**
 * Books a return as an order the other way round: its packing slip takes the goods in, its invoice is the credit note. Money that went
 * back is a payment each, from the customer's account. A return whose goods come back later is two returns.
 *
 * Every document has a reference of its own, so whatever was made before an answer was lost is found and not made again.
 */
export function processReturn(rooms: Rooms): Implementation<'processReturn'> {
  const { config } = rooms;

  async function written(back: Back, signal: AbortSignal): Promise<FoundOrder> {
    const items = await rooms.items.bySku(skusOfReturn(back), signal);
    const body = toReturnOrder(back, { config, items });
    return writeOrder(rooms, { reference: back.ref, body, total: negate(back.total) }, signal);
  }

  async function credited(back: Back, order: FoundOrder, signal: AbortSignal): Promise<DocumentRef> {
    const { SalesOrderNumber: documentNumber } = order.header;
    const service = postingServiceOf(rooms);
    const date = postingDateOf(rooms, back);
    const lines = order.lines.map((line) => ({
      lot: line.InventoryLotId,
      quantity: Number(line.OrderedSalesQuantity),
    }));
    await inOpenPeriod(
      rooms,
      date,
      (postingDate) =>
        service.post('postPackingSlip', { reference: back.ref, documentNumber, postingDate, lines }, signal),
      signal,
    );
    const invoice = await inOpenPeriod(
      rooms,
      date,
      (postingDate) => service.post('postInvoice', { reference: back.ref, documentNumber, postingDate }, signal),
      signal,
    );
    return creditNote(rooms, invoice.number, back.ref);
  }

  /** Batch jobs take the goods in and credit them; this waits for it. */
  async function creditedByBatch(back: Back, order: FoundOrder, signal: AbortSignal): Promise<DocumentRef> {
    const asked = order.lines.filter((line) => Number(line.SalesDeliverNow) !== Number(line.OrderedSalesQuantity));
    if (order.header.SalesOrderStatus === 'Backorder' && asked.length > 0) {
      const writes = asked.map((line) => ({
        update: 'SalesOrderLinesV3',
        key: { dataAreaId: config.company, InventoryLotId: line.InventoryLotId },
        changes: { SalesDeliverNow: Number(line.OrderedSalesQuantity) },
      }));
      await rooms.client.changeset(writes, signal);
    }
    const found = order.header.SalesOrderStatus === 'Invoiced' ? await invoiceOf(rooms, order, signal) : undefined;
    if (found) return creditNote(rooms, found, back.ref);
    throw new IntegrationError('The credit note waits for a batch job of Dynamics 365', {
      code: 'posting-pending',
      retryAfterMs: batchLookMs,
    });
  }

  async function run(back: Back, { signal }: { readonly signal: AbortSignal }): Promise<DocumentRef> {
    if (isZero(back.total) && back.lines.length === 0 && back.exchange.length === 0) {
      throw new IntegrationError('A return without goods and without money has nothing to book', {
        code: 'unsupported-document',
        path: 'lines',
      });
    }
    const order = await written(back, signal);
    const credit = await (config.posting.by === 'service' ? credited : creditedByBatch)(back, order, signal);
    await bookRefunds(rooms, back, credit, signal);
    return credit;
  }

  /** The credit note, once it and every refund are there. */
  async function probe(back: Back, { signal }: { readonly signal: AbortSignal }): Promise<DocumentRef | undefined> {
    const order = await findOrder(rooms, back.ref, signal);
    const number = order && order.lines.length > 0 ? await invoiceOf(rooms, order, signal) : undefined;
    if (number === undefined || !(await areRefundsBooked(rooms, back, signal))) return undefined;
    return creditNote(rooms, number, back.ref);
  }

  return { once: { visibleWithin: '1m', probe }, run };
}

function creditNote(rooms: Rooms, id: string, reference: string): DocumentRef {
  return documentOf(rooms, 'salesInvoice', { id, reference, state: 'Posted' });
}

async function invoiceOf(
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
