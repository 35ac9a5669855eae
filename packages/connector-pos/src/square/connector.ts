import { defineConnector, toMs } from '@crossdock/core';
import { adjustInventory } from './capabilities/adjust-inventory.ts';
import { findCustomers } from './capabilities/find-customers.ts';
import { getOrder } from './capabilities/get-order.ts';
import { changesPerRequest } from './capabilities/inventory-changes.ts';
import { getInventory, listInventory } from './capabilities/inventory-reading.ts';
import { listCustomers } from './capabilities/list-customers.ts';
import { listOrders } from './capabilities/list-orders.ts';
import { listPayouts } from './capabilities/list-payouts.ts';
import { listProducts } from './capabilities/list-products.ts';
import { processReturn } from './capabilities/process-return.ts';
import { publishPrice } from './capabilities/publish-price.ts';
import { publishProduct } from './capabilities/publish-product.ts';
import { setInventory } from './capabilities/set-inventory.ts';
import { transferInventory } from './capabilities/transfer-inventory.ts';
import { upsertCustomer } from './capabilities/upsert-customer.ts';
import { createCatalogWriter } from './catalog-writer.ts';
import { checkSeller } from './check.ts';
import { createSquareClient, type SquareClient } from './client.ts';
import { type ConnectorContext, type Readers } from './context.ts';
import { Options } from './options.ts';
import { createOrderReader } from './order-reader.ts';
import { createStores } from './stores.ts';
import { sweepsOf } from './sweeps.ts';
import { createVariations } from './variations.ts';
import { webhookSource } from './webhooks.ts';

/**
 * Connects the tills of one Square seller.
 *
 * @example
 * ```ts
 * import { square } from '@crossdock/connector-pos/square';
 *
 * const stores = square({
 *   credentials: {
 *     clientId: process.env['SQUARE_APPLICATION_ID'] ?? '',
 *     clientSecret: process.env['SQUARE_APPLICATION_SECRET'] ?? '',
 *     refreshToken: process.env['SQUARE_REFRESH_TOKEN'] ?? '',
 *   },
 *   webhooks: {
 *     url: 'https://retail.example/webhooks/stores',
 *     signatureKeys: [process.env['SQUARE_SIGNATURE_KEY'] ?? ''],
 *   },
 *   locations: { L8XKXQ2GJ7F1M: { code: 'store-17', dayCut: '04:00' } },
 * });
 * ```
 */
export const square = defineConnector({
  name: 'square',
  config: Options,
  // Square publishes no limits: it says 429 when it is too much.
  limits: {
    concurrency: 8,
    attemptTimeoutMs: 60_000,
    batchSizes: {
      setInventory: changesPerRequest,
      adjustInventory: changesPerRequest,
      transferInventory: changesPerRequest,
    },
  },
  capabilities: [
    'getOrder',
    'listOrders',
    'processReturn',
    'getInventory',
    'listInventory',
    'setInventory',
    'adjustInventory',
    'transferInventory',
    'publishProduct',
    'listProducts',
    'publishPrice',
    'findCustomers',
    'upsertCustomer',
    'listCustomers',
    'listPayouts',
  ],
  events: [
    'sale.recorded',
    'return.processed',
    'inventory.moved',
    'inventory.counted',
    'storeday.closed',
    'customer.changed',
    'payout.paid',
  ],
  connect(ports) {
    const { name, config, clock } = ports;
    const client = createSquareClient(ports);
    const readersOf = (speaking: SquareClient): Readers => {
      const stores = createStores(speaking, config, clock);
      const variations = createVariations(speaking, clock);
      return { client: speaking, stores, variations, orders: createOrderReader(speaking, stores, variations) };
    };
    const offlineMs = toMs(config.offlineFor);
    const context: ConnectorContext = {
      ...readersOf(client),
      name,
      config,
      clock,
      catalog: createCatalogWriter(client),
      mapping: {
        name,
        giftCardSku: config.giftCardSku,
        customAmountSku: config.customAmountSku,
        returnedGoods: config.returnedGoods,
        soldElsewhere: config.soldElsewhere,
        offlineMs,
      },
      closing: {
        closeAfterMs: toMs(config.closeAfter),
        reviseEveryMs: toMs(config.reviseEvery),
        graceMs: offlineMs,
      },
      patient: readersOf(client.patient),
    };
    return {
      capabilities: {
        getOrder: getOrder(context),
        listOrders: listOrders(context),
        processReturn: processReturn(context),
        getInventory: getInventory(context),
        listInventory: listInventory(context),
        setInventory: setInventory(context),
        adjustInventory: adjustInventory(context),
        transferInventory: transferInventory(context),
        publishProduct: publishProduct(context),
        listProducts: listProducts(context),
        publishPrice: publishPrice(context),
        findCustomers: findCustomers(context),
        upsertCustomer: upsertCustomer(context),
        listCustomers: listCustomers(context),
        listPayouts: listPayouts(context),
      },
      events: { webhook: webhookSource(context), sweeps: sweepsOf(context) },
      check: (signal) => checkSeller(context, signal),
      identify: (id) => (id.startsWith(`${name}-`) ? [id.slice(name.length + 1)] : [`${name}-${id}`]),
    };
  },
});
