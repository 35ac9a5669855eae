import { type Implementation, IntegrationError } from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { type ConnectorContext } from '../context.ts';
import { kindOf } from '../mapping/order-facts.ts';
import { toOrder } from '../mapping/to-order.ts';
import { mustBeSale } from '../order-events.ts';

/** Reads a sale as Square has it now, paid or not yet. Returns and exchanges are documents of their own. */
export function getOrder(context: ConnectorContext): Implementation<'getOrder'> {
  return {
    run: async ({ orderRef, order }, { signal }) => {
      const own = order?.system === context.name ? order.id : ownIdIn(context.name, orderRef);
      if (own === undefined) {
        throw new IntegrationError('The reference is not one of an order of this seller', { code: 'not-found' });
      }
      const read = await context.orders.byId(own, signal);
      mustBeSale(kindOf(read.order));
      return toOrder(read, context.mapping);
    },
  };
}
