import { type CheckedInput, type Implementation } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { skusOf, toSalesOrder } from '../mapping/sales-order.ts';
import { findOrder, orderDocument, requireSame, type WantedOrder, writeOrder } from './write-order.ts';

type Order = CheckedInput<'createOrder'>;

/** Writes header and lines of a sale. What is there already is looked at first. */
export function createOrder(rooms: Rooms): Implementation<'createOrder'> {
  async function wantedFor(order: Order, signal: AbortSignal): Promise<WantedOrder> {
    const items = await rooms.items.bySku(skusOf(order.lines), signal);
    const body = toSalesOrder(order, { config: rooms.config, items });
    return { reference: order.ref, body, total: order.total };
  }
  return {
    once: {
      // A look by a field without an index may lag behind a write.
      visibleWithin: '1m',
      async probe(order, { signal }) {
        const wanted = await wantedFor(order, signal);
        const found = await findOrder(rooms, order.ref, signal);
        // A header without lines is not the order yet: `run` completes it.
        if (!found || found.lines.length === 0) return undefined;
        requireSame(found, wanted);
        return orderDocument(rooms, found, order.ref);
      },
    },
    async run(order, { signal }) {
      const booked = await writeOrder(rooms, await wantedFor(order, signal), signal);
      return orderDocument(rooms, booked, order.ref);
    },
  };
}
