import { type Implementation, IntegrationError, isIntegrationError } from '@crossdock/core';
import { SalesOrder, type SalesOrderLine } from '../api/documents.ts';
import { type BatchWrite, mostWrites } from '../client.ts';
import type { Rooms } from '../context.ts';
import { cancelledMarkOf, isCancelled } from '../references.ts';
import { isOpen } from './post-parcel.ts';
import { findInvoices, findOrder, noOrder, openDocument } from './sales-orders.ts';

/**
 * Cancels what of an order has not left. The platform has no such state: lines of which nothing left are deleted, the others are cut to what
 * left, and the external document number says so, all in one transaction. An order without lines stays as the trace of it.
 *
 * An order with more lines than a transaction has writes is marked in the first one, so that nothing of it is shipped any more, and finished by the next.
 */
export function cancelOrder(rooms: Rooms): Implementation<'cancelOrder'> {
  const { client } = rooms;
  return {
    once: {
      reference: 'externalDocumentNumber',
      async probe(request, { signal }) {
        const order = await findOrder(rooms, request, signal);
        const done =
          order && isCancelled(order.header.externalDocumentNumber) && order.lines.every((it) => !isOpen(it));
        return done ? openDocument(rooms, order.header, request.orderRef) : undefined;
      },
    },
    async run(request, { signal }) {
      const order = await findOrder(rooms, request, signal);
      if (!order) {
        if ((await findInvoices(rooms, request.orderRef, signal)).length === 0) throw noOrder();
        throw new IntegrationError('All of the order has left already; what comes back is a return', {
          code: 'conflict',
          path: 'orderRef',
        });
      }
      const { header, lines } = order;
      const place = { set: 'salesOrders', id: header.id };
      const mark = { externalDocumentNumber: cancelledMarkOf(request.orderRef) };
      const writes: readonly BatchWrite[] = [
        // The header's version stands for all of it: what changed since it was read, ends the batch.
        ...(isCancelled(header.externalDocumentNumber)
          ? []
          : [{ update: place, version: header['@odata.etag'], json: mark }]),
        ...lines.filter(isOpen).map(withoutRest),
      ];
      if (writes.length === 0) return openDocument(rooms, header, request.orderRef);
      for (let at = 0; at < writes.length; at += mostWrites) {
        await orAgain(() => client.batch(writes.slice(at, at + mostWrites), signal));
      }
      const cancelled = await client.read(place, { row: SalesOrder, signal });
      return openDocument(rooms, cancelled ?? { ...header, ...mark }, request.orderRef);
    },
  };
}

/** Behind the mark no version guards the lines: another process may finish the same order, and what is left is looked at again. */
async function orAgain(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'not-found') throw error;
    throw new IntegrationError('A line of the order went while it was cancelled in Business Central', {
      code: 'conflict',
      disposition: 'retry',
      cause: error,
    });
  }
}

/** Takes from a line what has not left of it. */
function withoutRest(line: SalesOrderLine): BatchWrite {
  const at = { set: 'salesOrderLines', id: line.id };
  const shipped = Number(line.shippedQuantity);
  if (shipped === 0) return { remove: at, version: '*' };
  return { update: at, version: '*', json: { quantity: shipped } };
}
