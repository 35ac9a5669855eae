import { type CheckedInput, type DocumentRef, type Implementation, IntegrationError } from '@crossdock/core';
import { type SalesInvoice, SalesShipment } from '../api/documents.ts';
import { dayOf, requireDocument, type Rooms } from '../context.ts';
import { inOpenPeriod } from '../periods.ts';
import { requireId } from '../query.ts';
import { isCancelled, parcelMarkOf } from '../references.ts';
import { findInvoice, invoiceDocument, notShown, openUnitsOf, postParcel } from './post-parcel.ts';
import { unlessPosted } from './refused-yet-posted.ts';
import { findInvoices, findOrder, noOrder, type OpenOrder } from './sales-orders.ts';

type Request = CheckedInput<'postInvoice'>;

/**
 * Answers with the invoice of what was shipped: a parcel is invoiced as it is shipped, so there is nothing left to bill. Only a cash sale of
 * which nothing has left is posted here, all of it: the goods were carried out.
 */
export function postInvoice(rooms: Rooms): Implementation<'postInvoice'> {
  const own = ({ orderRef, ref }: Request, signal: AbortSignal) =>
    findInvoice(rooms, parcelMarkOf(orderRef, ref), signal);

  async function billed(request: Request, signal: AbortSignal): Promise<DocumentRef | undefined> {
    const found = (await own(request, signal)) ?? (await billOf(rooms, request, signal));
    return found && invoiceDocument(rooms, found, request.ref);
  }

  return {
    once: { visibleWithin: '1m', probe: (request, { signal }) => billed(request, signal) },
    async run(request, { signal }) {
      // The version first and the look after it: what another process posts in between ends the batch, or is found.
      const order = await findOrder(rooms, request, signal);
      const there = await billed(request, signal);
      if (there) return there;
      if (!order) throw noOrder();
      requireCarriedOut(request, order);
      const mark = parcelMarkOf(request.orderRef, request.ref);
      const units = new Map(order.lines.map((line) => [line.id, openUnitsOf(line)]));
      const post = (postingDate: string) => postParcel(rooms, order, { mark, postingDate, units }, signal);
      await unlessPosted(
        () => inOpenPeriod(rooms, dayOf(rooms, request), post, signal),
        async () => (await own(request, signal)) !== undefined,
      );
      const invoice = await own(request, signal);
      if (!invoice) throw notShown('invoice');
      return invoiceDocument(rooms, invoice, request.ref);
    },
  };
}

/** The invoice of the named parcel, or the only one of the order. */
async function billOf(rooms: Rooms, request: Request, signal: AbortSignal): Promise<SalesInvoice | undefined> {
  const { fulfillment, orderRef } = request;
  if (fulfillment) {
    requireDocument(rooms, fulfillment, 'salesShipment', 'fulfillment');
    const id = requireId(fulfillment.id, 'fulfillment.id');
    const shipment = await rooms.client.read({ set: 'salesShipments', id }, { row: SalesShipment, signal });
    if (!shipment) {
      throw new IntegrationError('Business Central has no such shipment', { code: 'not-found', path: 'fulfillment' });
    }
    return findInvoice(rooms, shipment.externalDocumentNumber.toUpperCase(), signal);
  }
  const [only, ...others] = await findInvoices(rooms, orderRef, signal);
  if (others.length > 0) {
    throw new IntegrationError('The order was invoiced parcel by parcel: name the fulfillment', {
      code: 'conflict',
      path: 'fulfillment',
    });
  }
  return only;
}

function requireCarriedOut({ kind, fulfillment }: Request, { header }: OpenOrder): void {
  const refuse = (message: string) => new IntegrationError(message, { code: 'conflict', path: 'orderRef' });
  if (isCancelled(header.externalDocumentNumber)) throw refuse('The order is cancelled in Business Central');
  if (kind === 'cash-sale' && !fulfillment) return;
  throw refuse('Nothing of the order has left yet, so there is nothing to bill');
}
