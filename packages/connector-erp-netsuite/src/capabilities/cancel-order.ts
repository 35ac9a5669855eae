import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import type { SalesOrder, SalesOrderLine } from '../api/sales-order.ts';
import { documentOf, type Rooms } from './context.ts';
import { readOrder } from './sales-orders.ts';

type Request = CheckedInput<'cancelOrder'>;

/**
 * Closes every line that is still open: that is how the platform cancels an approved order, and how it cancels the rest
 * of a partly shipped one. A closed line commits no stock.
 */
export function cancelOrder(rooms: Rooms): Implementation<'cancelOrder'> {
  async function look(request: Request, signal: AbortSignal) {
    const order = await readOrder(rooms, request, signal);
    const open = await openLines(rooms, order, signal);
    const isCancelled =
      order.status.id === 'C' || (open.length === 0 && order.item.items.some((line) => line.isClosed));
    return { order, open, isCancelled };
  }

  return {
    once: {
      reference: 'externalId',
      async probe(request, { signal }) {
        const { order, isCancelled } = await look(request, signal);
        return isCancelled ? documentOf(rooms, 'salesOrder', order) : undefined;
      },
    },
    async run(request, { signal }) {
      const { order, open, isCancelled } = await look(request, signal);
      if (isCancelled) return documentOf(rooms, 'salesOrder', order);
      if (open.length === 0) {
        throw new IntegrationError('The order has shipped or is billed: nothing of it can be cancelled', {
          code: 'conflict',
        });
      }
      const items = open.map((line) => ({ line: line.line, isClosed: true }));
      await rooms.client.patchRecord('salesOrder', { id: order.id }, { item: { items } }, { signal });
      return documentOf(rooms, 'salesOrder', await readOrder(rooms, request, signal));
    },
  };
}

/** Lines with units that have not left, and, when nothing has left at all, the charges too. */
async function openLines(rooms: Rooms, order: SalesOrder, signal: AbortSignal): Promise<readonly SalesOrderLine[]> {
  const lines = order.item.items.filter((line) => !line.isClosed);
  const items = await rooms.items.byId(
    lines.map((line) => line.item.id),
    signal,
  );
  const nothingLeft = order.item.items.every(
    (line) => Number(line.quantityFulfilled) === 0 && Number(line.quantityBilled) === 0,
  );
  return lines.filter((line) => {
    const ships = items.get(line.item.id)?.ships ?? true;
    return ships ? Number(line.quantityFulfilled) < Number(line.quantity) : nothingLeft;
  });
}
