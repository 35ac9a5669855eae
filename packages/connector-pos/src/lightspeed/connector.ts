import { defineConnector, toMs } from '@crossdock/core';
import { adjustInventory } from './capabilities/adjust-inventory.ts';
import { findCustomers } from './capabilities/find-customers.ts';
import { getOrder } from './capabilities/get-order.ts';
import { getInventory, listInventory } from './capabilities/inventory-reading.ts';
import { listCustomers } from './capabilities/list-customers.ts';
import { listOrders } from './capabilities/list-orders.ts';
import { listProducts } from './capabilities/list-products.ts';
import { publishPrice } from './capabilities/publish-price.ts';
import { publishProduct } from './capabilities/publish-product.ts';
import { setInventory } from './capabilities/set-inventory.ts';
import { transferInventory } from './capabilities/transfer-inventory.ts';
import { upsertCustomer } from './capabilities/upsert-customer.ts';
import { processReturn } from './capabilities/process-return.ts';
import { checkRetailer } from './check.ts';
import { createLightspeedClient, type LightspeedClient } from './client.ts';
import { createConsignments } from './consignments.ts';
import { type ConnectorContext, type Readers } from './context.ts';
import { Options } from './options.ts';
import { createProducts } from './products.ts';
import { createSaleReader } from './sale-reader.ts';
import { createStores } from './stores.ts';
import { backfillsOf, sweepsOf } from './sweeps.ts';
import { createVersionMarks } from './version-marks.ts';
import { webhookSource } from './webhooks.ts';

/**
 * Connects the tills of one Lightspeed X-Series retailer.
 *
 * @example
 * ```ts
 * import { fileClosures, fileTokenStore, lightspeed } from '@crossdock/connector-pos/lightspeed';
 *
 * const stores = lightspeed({
 *   domainPrefix: 'acme',
 *   credentials: {
 *     clientId: process.env['LIGHTSPEED_CLIENT_ID'] ?? '',
 *     clientSecret: process.env['LIGHTSPEED_CLIENT_SECRET'] ?? '',
 *     tokens: fileTokenStore('data/lightspeed.token'),
 *   },
 *   closures: fileClosures('data/lightspeed.closures'),
 *   webhooks: { secrets: [process.env['LIGHTSPEED_CLIENT_SECRET'] ?? ''] },
 *   outlets: { 'b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4': { code: 'store-17', dayCut: '04:00' } },
 * });
 * ```
 */
export const lightspeed = defineConnector({
  name: 'lightspeed',
  config: Options,
  // The budget grows with the registers of the retailer: the client learns it and keeps to it.
  limits: {
    concurrency: 8,
    attemptTimeoutMs: 60_000,
    // Each SKU takes four requests of its own, and a level wipes out what is sold while it is under way. So many go at once even where a
    // retailer has one register. Changes and transfers may be of any length: they are sent in requests of five hundred products.
    batchSizes: { getInventory: 15, setInventory: 15 },
  },
  capabilities: [
    'getOrder',
    'listOrders',
    'processReturn',
    'getInventory',
    'setInventory',
    'adjustInventory',
    'transferInventory',
    'listInventory',
    'publishProduct',
    'listProducts',
    'publishPrice',
    'findCustomers',
    'upsertCustomer',
    'listCustomers',
  ],
  events: [
    'sale.recorded',
    'return.processed',
    'inventory.moved',
    'inventory.counted',
    'storeday.closed',
    'customer.changed',
  ],
  connect(ports) {
    const { name, config, clock } = ports;
    const client = createLightspeedClient(ports);
    const readersOf = (speaking: LightspeedClient): Readers => {
      const stores = createStores(speaking, config, clock);
      const products = createProducts(speaking, clock);
      const reading = { client: speaking, stores, products, clock, pageSize: config.pageSize };
      return { client: speaking, stores, products, sales: createSaleReader(reading) };
    };
    const context: ConnectorContext = {
      ...readersOf(client),
      name,
      config,
      clock,
      marks: createVersionMarks(client.patient, clock),
      mapping: {
        name,
        paymentTypes: config.paymentTypes,
        onAccount: config.onAccount,
        returnedGoods: config.returnedGoods,
        giftCardProducts: config.giftCardProducts,
        offlineMs: toMs(config.offlineFor),
      },
      closing: {
        closeAfterMs: toMs(config.closeAfter),
        reviseEveryMs: toMs(config.reviseEvery),
        graceMs: toMs(config.offlineFor),
      },
      patient: readersOf(client.patient),
    };
    const consignments = createConsignments(context);
    return {
      capabilities: {
        getInventory: getInventory(context),
        setInventory: setInventory(context, consignments),
        adjustInventory: adjustInventory(context, consignments),
        transferInventory: transferInventory(context, consignments),
        listInventory: listInventory(context),
        publishProduct: publishProduct(context),
        listProducts: listProducts(context),
        publishPrice: publishPrice(context),
        findCustomers: findCustomers(context),
        upsertCustomer: upsertCustomer(context),
        listCustomers: listCustomers(context),
        getOrder: getOrder(context),
        listOrders: listOrders(context),
        processReturn: processReturn(context),
      },
      events: { webhook: webhookSource(context), sweeps: sweepsOf(context), backfills: backfillsOf(context) },
      check: (signal) => checkRetailer(context, signal),
      identify: (id) => (id.startsWith(`${name}-`) ? [id.slice(name.length + 1)] : [`${name}-${id}`]),
    };
  },
});
