import { type Implementation, IntegrationError } from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { type ConnectorContext } from '../context.ts';
import { kindOf } from '../mapping/sale-facts.ts';
import { toOrder } from '../mapping/to-order.ts';
import { mustBeSale } from '../sale-events.ts';

/** Reads a sale as Lightspeed has it now, paid or not yet. Returns and exchanges are documents of their own. */
export function getOrder(context: ConnectorContext): Implementation<'getOrder'> {
  return {
    run: async ({ orderRef, order }, { signal }) => {
      const own = order?.system === context.name ? order.id : ownIdIn(context.name, orderRef);
      if (own === undefined) {
        throw new IntegrationError('The reference is not one of a sale of this retailer', { code: 'not-found' });
      }
      const read = await context.sales.byId(own, signal);
      mustBeSale(kindOf(read, context.mapping));
      return toOrder(read, context.mapping);
    },
  };
}
