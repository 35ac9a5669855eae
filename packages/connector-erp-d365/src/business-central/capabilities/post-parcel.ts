import { type DocumentRef, IntegrationError, type Quantity, quantity, subtractQuantities } from '@crossdock/core';
import { SalesInvoice, type SalesInvoice as Invoice, SalesShipment, type SalesOrderLine } from '../api/documents.ts';
import { type BatchWrite, mostWrites } from '../client.ts';
import { documentOf, type Rooms } from '../context.ts';
import type { OpenOrder } from './sales-orders.ts';

/** Units of lines that leave together. */
export interface Parcel {
  /** What its shipment and its invoice carry, and nothing else does. */
  readonly mark: string;
  readonly postingDate: string;
  /** Units by the id of a line. */
  readonly units: ReadonlyMap<string, Quantity>;
}

/**
 * Ships and invoices one parcel. The standard API has no posting that does only one of them.
 *
 * The units, the mark and the posting are one transaction under the version of the header that was read: neither another parcel of the order nor
 * a repetition can post what this one set, and what was posted carries the mark by which it is found.
 */
export async function postParcel(rooms: Rooms, order: OpenOrder, parcel: Parcel, signal: AbortSignal): Promise<void> {
  const { client, config } = rooms;
  const place = { set: 'salesOrders', id: order.header.id };
  const marked = { externalDocumentNumber: parcel.mark, postingDate: parcel.postingDate };
  const unitsOf = ({ id }: SalesOrderLine): number => Number(parcel.units.get(id)?.amount ?? 0);
  const lines = order.lines.filter((line) => isOpen(line) || parcel.units.has(line.id));
  // A transaction has room for so many writes: of an order with more lines, those that are as they should be are left out.
  const isShort = lines.length + writesBeside <= mostWrites;
  const writes: readonly BatchWrite[] = [
    { update: place, version: order.header['@odata.etag'], json: marked },
    ...lines
      .filter((line) => isShort || Number(line.shipQuantity) !== unitsOf(line))
      .map((line) => ({
        update: { set: 'salesOrderLines', id: line.id },
        // The version of the header stands for all of it, and its change may be one of the lines too.
        version: '*',
        json: { shipQuantity: unitsOf(line) },
      })),
  ];
  const action = 'shipAndInvoice';
  if (config.atomicPosting) {
    await client.batch([...writes, { act: place, action }], signal);
    return;
  }
  await client.batch(writes, signal);
  await client.act(place, action, signal);
}

/** The header and the posting. */
const writesBeside = 2;

/** Units of a line that have not left. */
export function openUnitsOf(line: SalesOrderLine): Quantity {
  return subtractQuantities(quantity(line.quantity), quantity(line.shippedQuantity));
}

export function isOpen(line: SalesOrderLine): boolean {
  return Number(openUnitsOf(line).amount) !== 0;
}

/** The shipment of a parcel. */
export async function findShipment(rooms: Rooms, mark: string, reference: string, signal: AbortSignal) {
  const filter = { externalDocumentNumber: mark };
  const rows = await rooms.client.list({ set: 'salesShipments' }, { filter, row: SalesShipment, signal });
  const found = rows.find((row) => row.externalDocumentNumber.toUpperCase() === mark);
  return found && documentOf(rooms, 'salesShipment', { id: found.id, number: found.number, reference });
}

/** The invoice of a parcel. */
export async function findInvoice(
  { client }: Pick<Rooms, 'client'>,
  mark: string,
  signal: AbortSignal,
): Promise<Invoice | undefined> {
  const filter = { externalDocumentNumber: mark };
  const rows = await client.list({ set: 'salesInvoices' }, { filter, row: SalesInvoice, signal });
  return rows.find((row) => row.externalDocumentNumber.toUpperCase() === mark && row.status !== 'Draft');
}

/** A posted invoice as a document. */
export function invoiceDocument(rooms: Pick<Rooms, 'system'>, invoice: Invoice, reference: string): DocumentRef {
  const { id, number, status } = invoice;
  return documentOf(rooms, 'salesInvoice', { id, number, reference, state: status });
}

/** What was taken and is not shown. */
export function notShown(what: string): IntegrationError {
  return new IntegrationError(`Business Central posted the ${what} and does not show it`, {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
}
