import { type Implementation, IntegrationError } from '@crossdock/core';
import { cancelledName, isCancelled } from '../api/sales-order.ts';
import { documentOf, type Rooms } from '../context.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import { findHeader, requireOrder } from './sales-orders.ts';

/**
 * Cancels what of an order has not left.
 *
 * OData has no action for it. The posting service sets the remainder to zero, and the order becomes *Canceled*. With batch jobs the
 * lines are deleted and the order's name is set to `CANCELLED` in one atomic write; that is only possible before anything has left.
 */
export function cancelOrder(rooms: Rooms): Implementation<'cancelOrder'> {
  const { client, config } = rooms;
  const reference = (orderRef: string): string => `${orderRef}/cancel`;
  return {
    once: {
      reference: 'SalesOrderNumber',
      async probe({ orderRef }, { signal }) {
        const header = await findHeader(rooms, orderRef, signal);
        return header && isCancelled(header)
          ? documentOf(rooms, 'salesOrder', { id: header.SalesOrderNumber, reference: orderRef, state: 'Canceled' })
          : undefined;
      },
    },
    async run(request, { signal }) {
      const { header, lines } = await requireOrder(rooms, request, signal);
      const document = documentOf(rooms, 'salesOrder', {
        id: header.SalesOrderNumber,
        reference: request.orderRef,
        state: 'Canceled',
      });
      if (isCancelled(header)) return document;
      if (header.SalesOrderStatus === 'Invoiced' || header.SalesOrderStatus === 'Delivered') {
        throw new IntegrationError('All of the order has left already; what comes back is a return', {
          code: 'conflict',
          path: 'orderRef',
        });
      }
      if (config.posting.by === 'service') {
        const asked = { reference: reference(request.orderRef), documentNumber: header.SalesOrderNumber };
        await postingServiceOf(rooms).post('cancelRemainder', asked, signal);
        return document;
      }
      const key = { dataAreaId: config.company, SalesOrderNumber: header.SalesOrderNumber };
      const removals = lines.map((line) => ({
        remove: 'SalesOrderLinesV3',
        key: { dataAreaId: config.company, InventoryLotId: line.InventoryLotId },
      }));
      const marked = { update: 'SalesOrderHeadersV4', key, changes: { SalesOrderName: cancelledName } };
      await client.changeset([...removals, marked], signal);
      return document;
    },
  };
}
