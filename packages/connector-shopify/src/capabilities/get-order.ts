import type { Implementation, Order } from '@crossdock/core';
import type { ConnectorContext } from '../context.ts';
import { findOrder } from '../find-order.ts';
import { type OrderReading, readGraphqlOrder } from '../mapping/order-reading.ts';
import { toOrder } from '../mapping/to-order.ts';

/** Reads an order with all its lines, as the shop has it now; test orders and old ones too. */
export function getOrder(context: ConnectorContext): Implementation<'getOrder'> {
  return {
    run: async (wanted, { signal }) => {
      const order = await context.orders.byId(await findOrder(wanted, context, signal), signal);
      const agreements = await context.aftermath.agreementsOf(order, signal);
      const reading = readGraphqlOrder(order, context.config.currency, agreements);
      return withSent(toOrder(reading, context), reading);
    },
  };
}

/**
 * The order with the units that were sent and did not come back. Events go without them: a parcel is a fact of its own, and no
 * change of the order.
 */
function withSent(order: Order, { facts }: OrderReading): Order {
  if (!facts.hasFulfillments) return order;
  const sent = new Map(facts.lines.map((it) => [it.id, it.currentQuantity - it.openQuantity]));
  const lines = order.lines.map((line) => {
    const units = sent.get(line.id) ?? 0;
    return units > 0 ? { ...line, fulfilled: String(units) } : line;
  });
  return { ...order, lines };
}
