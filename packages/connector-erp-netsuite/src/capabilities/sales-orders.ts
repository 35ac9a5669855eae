import { type DocumentRef, IntegrationError } from '@crossdock/core';
import { SalesOrder } from '../api/sales-order.ts';
import type { RecordKey } from '../client.ts';
import { requireSameReference } from '../external-id.ts';
import { referenceOf, requireDocument, type Rooms } from './context.ts';

/** Names the order of a request: by its document if it is known, else by our external id. */
export interface OrderRequest {
  readonly orderRef: string;
  readonly order?: DocumentRef | undefined;
}

/** Reads the sales order that has our external id, or `undefined`. */
export async function findOrder(
  rooms: Rooms,
  externalId: string,
  signal: AbortSignal,
): Promise<SalesOrder | undefined> {
  const found = await rooms.client.readRecord('salesOrder', { externalId }, SalesOrder, signal);
  requireSameReference(externalId, found?.externalId);
  return found;
}

/** Reads the sales order of a request. Throws `not-found` when the account does not have it. */
export async function readOrder(rooms: Rooms, request: OrderRequest, signal: AbortSignal): Promise<SalesOrder> {
  const named = request.order;
  if (named) requireDocument(rooms, named, 'salesOrder', 'order');
  const key: RecordKey = named ? { id: named.id } : { externalId: referenceOf(rooms, 'salesOrder', request.orderRef) };
  const order = await rooms.client.readRecord('salesOrder', key, SalesOrder, signal);
  if (!order)
    throw new IntegrationError(`NetSuite has no sales order for ${request.orderRef}`, {
      code: 'not-found',
      path: 'orderRef',
    });
  if (!named) requireSameReference(referenceOf(rooms, 'salesOrder', request.orderRef), order.externalId);
  return order;
}
