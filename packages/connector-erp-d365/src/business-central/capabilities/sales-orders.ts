import { type DocumentRef, IntegrationError, isIntegrationError } from '@crossdock/core';
import {
  SalesInvoice,
  SalesOrder,
  type SalesInvoice as Invoice,
  type SalesOrder as Order,
  SalesOrderLine,
} from '../api/documents.ts';
import { documentOf, requireDocument, type Rooms } from '../context.ts';
import { noId, requireId } from '../query.ts';
import { isCancelled, orderKeyIn, orderKeyOf } from '../references.ts';

/** An order that is open: it goes when all of it is invoiced. */
export interface OpenOrder {
  readonly header: Order;
  readonly lines: readonly SalesOrderLine[];
}

/** Looks for an open order by its external document number, which the platform does not check. Two of them are a `conflict`. */
export async function findOpen(
  { client }: Pick<Rooms, 'client'>,
  orderRef: string,
  signal: AbortSignal,
): Promise<Order | undefined> {
  const key = orderKeyOf(orderRef);
  const filter = { externalDocumentNumber: { startsWith: key } };
  const rows = await client.list({ set: 'salesOrders' }, { filter, row: SalesOrder, signal });
  const found = rows.filter((row) => orderKeyIn(row.externalDocumentNumber) === key);
  if (found.length > 1) throw several(found.map((row) => row.number));
  return found[0];
}

/** The invoices that parcels of an order were posted with. What is a draft is none yet. Those of several orders are a `conflict`. */
export async function findInvoices(
  { client }: Pick<Rooms, 'client'>,
  orderRef: string,
  signal: AbortSignal,
): Promise<readonly Invoice[]> {
  const key = orderKeyOf(orderRef);
  const filter = { externalDocumentNumber: { startsWith: key } };
  const rows = await client.list({ set: 'salesInvoices' }, { filter, row: SalesInvoice, signal });
  const invoices = rows.filter(
    (row) => orderKeyIn(row.externalDocumentNumber) === key && row.orderNumber !== '' && row.status !== 'Draft',
  );
  const orders = [...new Set(invoices.map((row) => row.orderNumber))];
  if (orders.length > 1) throw several(orders);
  return invoices;
}

/** Refuses an open order beside another one that is invoiced under the same reference. */
export function requireOneOrder(header: Pick<Order, 'number'>, invoices: readonly Invoice[]): void {
  const others = invoices.flatMap(({ orderNumber }) => (orderNumber === header.number ? [] : orderNumber));
  if (others.length > 0) throw several([header.number, ...new Set(others)]);
}

/** Which of them is meant, a person has to say: the platform does not check references. */
function several(numbers: readonly string[]): IntegrationError {
  return new IntegrationError(`Business Central has several orders under this reference: ${numbers.join(', ')}`, {
    code: 'conflict',
    path: 'orderRef',
  });
}

/** The lines of an open order; `undefined` when it was posted whole since its header was read. */
export async function readLines(
  { client }: Pick<Rooms, 'client'>,
  id: string,
  signal: AbortSignal,
): Promise<readonly SalesOrderLine[] | undefined> {
  try {
    return await client.list({ set: 'salesOrders', id, part: 'salesOrderLines' }, { row: SalesOrderLine, signal });
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** The open order of a request: the document that is named, or the one under the reference. `undefined` when it is posted whole. */
export async function findOrder(
  rooms: Rooms,
  { order, orderRef }: { readonly order?: DocumentRef | undefined; readonly orderRef: string },
  signal: AbortSignal,
): Promise<OpenOrder | undefined> {
  const header = order ? await readNamed(rooms, order, signal) : await findOpen(rooms, orderRef, signal);
  const lines = header && (await readLines(rooms, header.id, signal));
  return lines && { header, lines };
}

async function readNamed(rooms: Rooms, order: DocumentRef, signal: AbortSignal): Promise<Order | undefined> {
  requireDocument(rooms, order, 'salesOrder', 'order');
  const id = requireId(order.id, 'order.id');
  return rooms.client.read({ set: 'salesOrders', id }, { row: SalesOrder, signal });
}

export const noOrder = (): IntegrationError =>
  new IntegrationError('Business Central has no such order', { code: 'not-found', path: 'orderRef' });

/** An open order as a document. */
export function openDocument(rooms: Pick<Rooms, 'system'>, header: Order, reference: string): DocumentRef {
  const state = isCancelled(header.externalDocumentNumber) ? 'Cancelled' : header.status;
  return documentOf(rooms, 'salesOrder', { id: header.id, number: header.number, reference, state });
}

/** An order that is posted whole, by one of its invoices. */
export function postedDocument(rooms: Pick<Rooms, 'system'>, invoice: Invoice, reference: string): DocumentRef {
  const id = invoice.orderId === noId ? invoice.id : invoice.orderId;
  return documentOf(rooms, 'salesOrder', { id, number: invoice.orderNumber, reference, state: 'Posted' });
}
