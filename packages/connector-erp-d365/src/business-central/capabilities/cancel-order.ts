import { type Implementation, IntegrationError } from '@crossdock/core';
import { SalesOrder } from '../api/documents.ts';
import type { BatchWrite } from '../client.ts';
import type { Rooms } from '../context.ts';
import { cancelledMarkOf, isCancelled } from '../references.ts';
import { findInvoices, findOpen, findOrder, noOrder, openDocument } from './sales-orders.ts';

/**
 * Cancels what of an order has not left. The platform has no such state: lines of which nothing left are deleted, the others are cut to what
 * left, and the external document number says so, all in one transaction. An order without lines stays as the trace of it.
 */
export function cancelOrder(rooms: Rooms): Implementation<'cancelOrder'> {
  return {
    once: {
      reference: 'externalDocumentNumber',
      async probe({ orderRef }, { signal }) {
        const header = await findOpen(rooms, orderRef, signal);
        const done = header !== undefined && isCancelled(header.externalDocumentNumber);
        return done ? openDocument(rooms, header, orderRef) : undefined;
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
      if (isCancelled(header.externalDocumentNumber)) return openDocument(rooms, header, request.orderRef);
      const place = { set: 'salesOrders', id: header.id };
      const mark = { externalDocumentNumber: cancelledMarkOf(request.orderRef) };
      const writes: readonly BatchWrite[] = [
        { update: place, version: header['@odata.etag'], json: mark },
        // The header's version stands for all of it: what changed since it was read, ends the batch.
        ...lines.flatMap((line): readonly BatchWrite[] => {
          const at = { set: 'salesOrderLines', id: line.id };
          if (Number(line.shippedQuantity) === 0) return [{ remove: at, version: '*' }];
          if (Number(line.shippedQuantity) === Number(line.quantity)) return [];
          return [{ update: at, version: '*', json: { quantity: Number(line.shippedQuantity) } }];
        }),
      ];
      await rooms.client.batch(writes, signal);
      const cancelled = await rooms.client.read(place, { row: SalesOrder, signal });
      return openDocument(rooms, cancelled ?? { ...header, ...mark }, request.orderRef);
    },
  };
}
