import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import type { ConnectorContext } from '../context.ts';
import { gidOf } from '../mapping/ids.ts';
import { readGraphqlOrder } from '../mapping/order-reading.ts';
import { toOrder } from '../mapping/to-order.ts';

/** Reads an order with all its lines, as the shop has it now; test orders and old ones too. */
export function getOrder(context: ConnectorContext): Implementation<'getOrder'> {
  return {
    run: async (wanted, { signal }) => {
      const order = await context.orders.byId(gidOf('Order', orderNumber(wanted, context.name)), signal);
      const agreements = await context.aftermath.agreementsOf(order, signal);
      return toOrder(readGraphqlOrder(order, context.config.currency, agreements), context);
    },
  };
}

/** The order's number in the shop: it is what our references are made of. */
function orderNumber({ orderRef, order }: CheckedInput<'getOrder'>, name: string): string {
  const told = order?.system === name ? /^(?:gid:\/\/shopify\/Order\/)?(\d{1,20})$/.exec(order.id)?.[1] : undefined;
  const own = orderRef.startsWith(`${name}-`) ? /^\d{1,20}$/.exec(orderRef.slice(name.length + 1))?.[0] : undefined;
  const number = own ?? told;
  if (number !== undefined && (told === undefined || told === number)) return number;
  throw new IntegrationError('The reference is not one of an order of this shop', { code: 'not-found' });
}
