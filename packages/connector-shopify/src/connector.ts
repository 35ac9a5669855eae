import { defineConnector } from '@crossdock/core';
import { getOrder } from './capabilities/get-order.ts';
import { checkAccount } from './check.ts';
import { createGraphqlClient } from './client.ts';
import type { ConnectorContext } from './context.ts';
import { eventNames } from './events.ts';
import { identify } from './identify.ts';
import { Options } from './options.ts';
import { createOrderReader } from './order-reader.ts';
import { subscriptionUpkeep } from './subscriptions.ts';
import { orderSweep } from './sweep.ts';
import { webhookSource } from './webhooks.ts';

/**
 * Connects one Shopify shop.
 *
 * @example
 * ```ts
 * import { shopify } from '@crossdock/connector-shopify';
 *
 * const shop = shopify({
 *   shop: 'acme.myshopify.com',
 *   credentials: { clientId: process.env['SHOPIFY_CLIENT_ID'] ?? '', clientSecret: process.env['SHOPIFY_CLIENT_SECRET'] ?? '' },
 *   webhookSecrets: [process.env['SHOPIFY_CLIENT_SECRET'] ?? ''],
 *   timeZone: 'Europe/Zurich',
 * });
 * ```
 */
export const shopify = defineConnector({
  name: 'shopify',
  config: Options,
  // The pace is set by the cost of the queries, not by their number; the wait for points counts into an attempt.
  limits: { concurrency: 8, attemptTimeoutMs: 60_000 },
  capabilities: ['getOrder'],
  events: eventNames,
  connect(ports) {
    const { config } = ports;
    const client = createGraphqlClient(ports);
    const context: ConnectorContext = {
      name: ports.name,
      config,
      clock: ports.clock,
      client,
      orders: createOrderReader(client, { patient: false }),
      patientOrders: createOrderReader(client, { patient: true }),
    };
    return {
      capabilities: { getOrder: getOrder(context) },
      events: { webhook: webhookSource(context), sweeps: { orders: orderSweep(context) } },
      ...(config.webhooks && { upkeep: { webhooks: subscriptionUpkeep(context, config.webhooks) } }),
      check: (signal) => checkAccount(context, signal),
      identify,
    };
  },
});
