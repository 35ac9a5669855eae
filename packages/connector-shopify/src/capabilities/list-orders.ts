import { type CapabilityOutput, type Implementation, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { Order } from '../api/graphql-order.ts';
import { type ConnectorContext, isWanted } from '../context.ts';
import { orderSubject } from '../events.ts';
import { readCursor, writeCursor } from '../listing-cursor.ts';
import { readGraphqlOrder } from '../mapping/order-reading.ts';
import { toOrder } from '../mapping/to-order.ts';
import { refusedItem } from '../refused-item.ts';
import { changedWithin, isWithin } from '../search.ts';

/** Where a listing goes on. */
const Place = z.object({ after: z.string() });

/** Lists orders by when they changed. Those that are not told as events are not listed either. */
export function listOrders(context: ConnectorContext): Implementation<'listOrders'> {
  return {
    run: async (request, { signal }) => {
      const after = request.cursor === undefined ? null : readCursor(Place, request.cursor).after;
      const asked = { query: changedWithin(request) ?? null, after, most: request.limit };
      const { orders, more } = await context.orders.page(asked, signal);
      const page: CapabilityOutput<'listOrders'> = { items: [], refused: [] };
      for (const { order } of orders) {
        if (isWithin(order.updatedAt, request) && isWanted(context, order)) await list(order, page, context, signal);
      }
      const last = orders.at(-1);
      return more && last ? { ...page, next: writeCursor({ after: last.cursor }) } : page;
    },
  };
}

async function list(
  order: Order,
  page: CapabilityOutput<'listOrders'>,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<void> {
  const { legacyResourceId: id, id: gid, name, reference } = order;
  try {
    const agreements = await context.aftermath.agreementsOf(order, signal);
    page.items.push(toOrder(readGraphqlOrder(order, context.config.currency, agreements), context));
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    const { key } = orderSubject({ id, gid, name, reference: reference?.value }, context);
    page.refused.push(refusedItem(error, { identifiers: [name, id, gid], ref: key }));
  }
}
