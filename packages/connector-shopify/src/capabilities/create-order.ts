import {
  type CheckedInput,
  equals,
  type Implementation,
  IntegrationError,
  isIntegrationError,
  money,
} from '@crossdock/core';
import { OrderCreateData } from '../api/write-data.ts';
import { orderCreate } from '../api/write-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { documentOf } from '../document-of.ts';
import { findImported } from '../find-order.ts';
import { fromOrder, skusToFind, unbalanced } from '../mapping/from-order.ts';

type Order = CheckedInput<'createOrder'>;

/** How the stock of an imported order is treated, in the platform's words. */
const behaviours = {
  bypass: 'BYPASS',
  decrement: 'DECREMENT_IGNORING_POLICY',
  'decrement-if-available': 'DECREMENT_OBEYING_POLICY',
} as const;

/**
 * Imports an order that was sold elsewhere: at a till, on a marketplace. The platform takes no idempotency key for it, so
 * the order carries our reference in a metafield that only one order can have: we look for it before, and a second
 * creation at the same time is refused by the platform.
 */
export function createOrder(context: ConnectorContext): Implementation<'createOrder'> {
  const { client, rooms, config, name } = context;

  const look = async (order: Order, signal: AbortSignal) => {
    const found = await findImported(order.ref, context, signal);
    if (!found) return undefined;
    const { amount, currencyCode } = found.totalPriceSet.shopMoney;
    const total = money(amount, currencyCode);
    if (currencyCode === order.currency && equals(total, order.total)) {
      return documentOf(context, 'Order', found, order.ref);
    }
    throw unbalanced(total, order.total);
  };

  const prepare = async (signal: AbortSignal): Promise<void> => {
    try {
      await rooms.ensureReferences('ORDER', signal);
    } catch (error) {
      if (!isIntegrationError(error) || error.disposition !== 'unknown') throw error;
      // The definition is there or not; the order was not sent.
      throw new IntegrationError('The reference of orders could not be defined', {
        code: error.code,
        disposition: 'retry',
        cause: error,
      });
    }
  };

  return {
    once: { probe: (order, { signal }) => look(order, signal) },
    async run(order, { signal }) {
      await prepare(signal);
      const found = await rooms.catalog.bySkus(skusToFind(order), signal);
      const variants = new Map(found.map(({ variant }) => [variant.sku ?? '', variant.id]));
      const input = fromOrder(order, { name, config, variants });
      const options = { inventoryBehaviour: behaviours[config.importedStock] };
      try {
        await client.mutate(orderCreate, { variables: { order: input, options }, data: OrderCreateData, signal });
      } catch (error) {
        // Another process was faster, or an earlier attempt landed meanwhile: the reference is taken then.
        const isTaken =
          isIntegrationError(error) && error.disposition === 'reject' && error.path?.includes('metafields');
        const other = isTaken === true ? await look(order, signal) : undefined;
        if (!other) throw error;
        return other;
      }
      const document = await look(order, signal);
      if (document) return document;
      throw new IntegrationError('Shopify took the order and does not show it yet', {
        code: 'outcome-unknown',
        retryAfterMs: 10_000,
      });
    },
  };
}
