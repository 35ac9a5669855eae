import type { Implementation } from '@crossdock/core';
import type { ConnectorContext } from '../context.ts';
import { findOrder } from '../find-order.ts';
import { readGraphqlOrder } from '../mapping/order-reading.ts';
import { toOrder } from '../mapping/to-order.ts';

/** Reads an order with all its lines, as the shop has it now; test orders and old ones too. */
export function getOrder(context: ConnectorContext): Implementation<'getOrder'> {
  return {
    run: async (wanted, { signal }) => {
      const order = await context.orders.byId(await findOrder(wanted, context, signal), signal);
      const agreements = await context.aftermath.agreementsOf(order, signal);
      return toOrder(readGraphqlOrder(order, context.config.currency, agreements), context);
    },
  };
}
