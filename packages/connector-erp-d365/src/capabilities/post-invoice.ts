import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { InvoiceHeader, invoiceFields } from '../api/invoice.ts';
import { documentOf, postingDateOf, requireDocument, type Rooms } from '../context.ts';
import { inOpenPeriod } from '../environment/periods.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import { type FoundOrder, requireOrder } from './sales-orders.ts';

type Request = CheckedInput<'postInvoice'>;

const batchLookMs = 5 * 60_000;

/**
 * Invoices what was delivered and is not invoiced yet. Money is not part of an invoice here, so a `cash-sale` is an invoice too: its payments
 * are booked by `recordPayment`.
 *
 * With batch jobs the invoice of the whole order is waited for.
 */
export function postInvoice(rooms: Rooms): Implementation<'postInvoice'> {
  const { client, config } = rooms;

  async function byService(request: Request, signal: AbortSignal) {
    requireParcels(rooms, request);
    const order = await requireOrder(rooms, request, signal);
    const { SalesOrderNumber: documentNumber } = order.header;
    const invoice = await inOpenPeriod(
      rooms,
      postingDateOf(rooms, request),
      (postingDate) =>
        postingServiceOf(rooms).post(
          'postInvoice',
          { reference: request.ref, documentNumber, postingDate, ...slipOf(request) },
          signal,
        ),
      signal,
    );
    return documentOf(rooms, 'salesInvoice', { id: invoice.number, reference: request.ref, state: 'Posted' });
  }

  async function byBatch(request: Request, signal: AbortSignal) {
    if (request.fulfillment) {
      throw new IntegrationError('Batch jobs cannot invoice one parcel by itself; that needs the posting service', {
        code: 'unsupported-document',
        path: 'fulfillment',
      });
    }
    const order = await requireOrder(rooms, request, signal);
    requireDelivered(order);
    const invoices = await client.list('SalesInvoiceHeadersV4', {
      filter: { dataAreaId: config.company, SalesOrderNumber: order.header.SalesOrderNumber },
      select: invoiceFields,
      row: InvoiceHeader,
      signal,
    });
    const [invoice, ...others] = invoices.filter((row) => row.SalesOrderNumber === order.header.SalesOrderNumber);
    if (others.length > 0) {
      throw new IntegrationError('The order was invoiced in parts in Dynamics 365', {
        code: 'conflict',
        path: 'orderRef',
      });
    }
    if (invoice && order.header.SalesOrderStatus === 'Invoiced') {
      return documentOf(rooms, 'salesInvoice', { id: invoice.InvoiceNumber, reference: request.ref, state: 'Posted' });
    }
    throw new IntegrationError('The invoice waits for a batch job of Dynamics 365', {
      code: 'posting-pending',
      retryAfterMs: batchLookMs,
    });
  }

  if (config.posting.by === 'batch') {
    // Nothing is written: the batch job makes the one invoice, and this waits for it.
    return { once: { reference: 'SalesOrderNumber' }, run: (request, { signal }) => byBatch(request, signal) };
  }
  return {
    once: {
      reference: 'Reference',
      async probe({ ref }, { signal }) {
        const found = await postingServiceOf(rooms).find('postInvoice', ref, signal);
        return found && documentOf(rooms, 'salesInvoice', { id: found.number, reference: ref, state: 'Posted' });
      },
    },
    run: (request, { signal }) => byService(request, signal),
  };
}

/** Refuses to bill one parcel where the service cannot. */
function requireParcels(rooms: Rooms, { fulfillment }: Request): void {
  if (!fulfillment) return;
  requireDocument(rooms, fulfillment, 'packingSlip', 'fulfillment');
  const { posting } = rooms.config;
  if (posting.by === 'service' && posting.invoicesParcels) return;
  throw new IntegrationError('The posting service was not taught to invoice one parcel (posting.invoicesParcels)', {
    code: 'unsupported-document',
    path: 'fulfillment',
  });
}

/** Bills one parcel; without it, everything that is delivered and not billed. */
function slipOf({ fulfillment }: Request): { readonly packingSlip?: string } {
  return fulfillment ? { packingSlip: fulfillment.id } : {};
}

function requireDelivered({ header }: FoundOrder): void {
  if (header.SalesOrderStatus === 'Canceled') {
    throw new IntegrationError('The order is cancelled in Dynamics 365', { code: 'conflict', path: 'orderRef' });
  }
}
