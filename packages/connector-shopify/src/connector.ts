import { defineConnector } from '@crossdock/core';
import { createAftermathReader } from './aftermath-reader.ts';
import { adjustInventory } from './capabilities/adjust-inventory.ts';
import { findCustomers } from './capabilities/find-customers.ts';
import { getInventory } from './capabilities/get-inventory.ts';
import { getPrices } from './capabilities/get-prices.ts';
import { getProducts } from './capabilities/get-products.ts';
import { orderBackfill } from './backfill-orders.ts';
import { customerBackfill, productBackfill } from './backfill-shop.ts';
import { createBulkReader } from './bulk/bulk-reader.ts';
import { cancelOrder } from './capabilities/cancel-order.ts';
import { createOrder } from './capabilities/create-order.ts';
import { listOrders } from './capabilities/list-orders.ts';
import { listPayouts } from './capabilities/list-payouts.ts';
import { processReturn } from './capabilities/process-return.ts';
import { recordFulfillment } from './capabilities/record-fulfillment.ts';
import { getOrder } from './capabilities/get-order.ts';
import { listCustomers } from './capabilities/list-customers.ts';
import { listInventory } from './capabilities/list-inventory.ts';
import { listPrices } from './capabilities/list-prices.ts';
import { listProducts } from './capabilities/list-products.ts';
import { publishPrice } from './capabilities/publish-price.ts';
import { publishProduct } from './capabilities/publish-product.ts';
import { setInventory } from './capabilities/set-inventory.ts';
import { upsertCustomer } from './capabilities/upsert-customer.ts';
import { checkAccount } from './check.ts';
import { openCatalogRooms } from './catalog/catalog-rooms.ts';
import { createGraphqlClient } from './client.ts';
import type { ConnectorContext } from './context.ts';
import { changeMemory, eventNames } from './events.ts';
import { identify } from './identify.ts';
import { Options } from './options.ts';
import { inventorySweep, locationSweep } from './inventory/stock-sweeps.ts';
import { createOrderReader } from './order-reader.ts';
import { payoutSweep } from './payouts.ts';
import { subscriptionUpkeep } from './subscriptions.ts';
import { customerSweep, productSweep } from './shop-sweeps.ts';
import { orderSweep, tenderSweep } from './sweep.ts';
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
  capabilities: [
    'getInventory',
    'listInventory',
    'setInventory',
    'adjustInventory',
    'publishProduct',
    'publishPrice',
    'getProducts',
    'listProducts',
    'getPrices',
    'listPrices',
    'upsertCustomer',
    'findCustomers',
    'listCustomers',
    'getOrder',
    'listOrders',
    'createOrder',
    'cancelOrder',
    'recordFulfillment',
    'processReturn',
    'listPayouts',
  ],
  events: eventNames,
  connect(ports) {
    const { config } = ports;
    const client = createGraphqlClient(ports);
    const context: ConnectorContext = {
      name: ports.name,
      config,
      clock: ports.clock,
      client,
      rooms: openCatalogRooms(client),
      bulk: createBulkReader({ client, http: ports.http, clock: ports.clock, hosts: config.bulkHosts }),
      orders: createOrderReader(client, { patient: false }),
      patientOrders: createOrderReader(client, { patient: true }),
      aftermath: createAftermathReader(client, { patient: false }),
      patientAftermath: createAftermathReader(client, { patient: true }),
      changes: changeMemory(),
    };
    return {
      capabilities: {
        getInventory: getInventory(context),
        listInventory: listInventory(context),
        setInventory: setInventory(context),
        adjustInventory: adjustInventory(context),
        publishProduct: publishProduct(context),
        publishPrice: publishPrice(context),
        getProducts: getProducts(context),
        listProducts: listProducts(context),
        getPrices: getPrices(context),
        listPrices: listPrices(context),
        upsertCustomer: upsertCustomer(context),
        findCustomers: findCustomers(context),
        listCustomers: listCustomers(context),
        getOrder: getOrder(context),
        listOrders: listOrders(context),
        createOrder: createOrder(context),
        cancelOrder: cancelOrder(context),
        recordFulfillment: recordFulfillment(context),
        processReturn: processReturn(context),
        listPayouts: listPayouts(context),
      },
      events: {
        webhook: webhookSource(context),
        sweeps: {
          orders: orderSweep(context),
          tenders: tenderSweep(context),
          payouts: payoutSweep(context),
          products: productSweep(context),
          inventory: inventorySweep(context),
          locations: locationSweep(context),
          customers: customerSweep(context),
        },
        backfills: {
          orders: orderBackfill(context),
          products: productBackfill(context),
          customers: customerBackfill(context),
        },
      },
      ...(config.webhooks && { upkeep: { webhooks: subscriptionUpkeep(context, config.webhooks) } }),
      check: (signal) => checkAccount(context, signal),
      identify,
    };
  },
});
