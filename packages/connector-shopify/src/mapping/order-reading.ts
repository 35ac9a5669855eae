import type { Order } from '../api/graphql-order.ts';
import type { WebhookOrder } from '../api/webhook-order.ts';
import type { Agreement } from '../api/aftermath-data.ts';
import { agreedFacts } from './agreed-lines.ts';
import type { CurrencySide } from './amounts.ts';
import { factsFromGraphql } from './facts-from-graphql.ts';
import { factsFromWebhook } from './facts-from-webhook.ts';
import type { OrderFacts } from './order-facts.ts';

/** An order in the currency that it is booked in, and beside it in the buyer's where that is another one. */
export interface OrderReading {
  readonly facts: OrderFacts;
  /** The same order with every amount in the buyer's currency. */
  readonly buyers: OrderFacts | undefined;
  /** The order with every line that it ever had, also those that were edited away or taken in exchange. */
  readonly all: OrderFacts;
}

/**
 * Reads a GraphQL answer that holds all lines of the order.
 *
 * @param agreements the journal of an order that was edited or partly sent back; empty for any other
 */
export function readGraphqlOrder(
  order: Order,
  side: CurrencySide,
  agreements: readonly Agreement[] = [],
): OrderReading {
  const beside = side === 'shop' && order.currencyCode !== order.presentmentCurrencyCode;
  const all = factsFromGraphql(order, side);
  return {
    all,
    facts: agreedFacts(all, agreements, side),
    buyers: beside ? agreedFacts(factsFromGraphql(order, 'presentment'), agreements, 'presentment') : undefined,
  };
}

/** Reads a webhook, if it holds all there is to know; else the order has to be read. */
export function readWebhookOrder(order: WebhookOrder, side: CurrencySide): OrderReading | undefined {
  const facts = factsFromWebhook(order, side);
  if (!facts) return undefined;
  if (side !== 'shop' || order.currency === order.presentment_currency) return { facts, buyers: undefined, all: facts };
  const buyers = factsFromWebhook(order, 'presentment');
  return buyers && { facts, buyers, all: facts };
}
