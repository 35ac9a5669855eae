import { defineConnector } from '@crossdock/core';
import { customerBackfill } from './bulk/backfills.ts';
import { createDataManagement } from './bulk/data-management.ts';
import { adjustInventory } from './capabilities/adjust-inventory.ts';
import { cancelOrder } from './capabilities/cancel-order.ts';
import { confirmPosting } from './capabilities/confirm-posting.ts';
import { createOrder } from './capabilities/create-order.ts';
import { findCustomers, listCustomers, upsertCustomer } from './capabilities/customers.ts';
import { getInventory } from './capabilities/get-inventory.ts';
import { getPostingPeriods } from './capabilities/get-posting-periods.ts';
import { listInventory } from './capabilities/list-inventory.ts';
import { postInvoice } from './capabilities/post-invoice.ts';
import { postJournal } from './capabilities/post-journal.ts';
import { processReturn } from './capabilities/process-return.ts';
import { publishPrice } from './capabilities/publish-price.ts';
import { getOrder, listOrders } from './capabilities/read-orders.ts';
import { getPrices, listPrices } from './capabilities/read-prices.ts';
import { getProducts, listProducts } from './capabilities/read-products.ts';
import { recordFulfillment } from './capabilities/record-fulfillment.ts';
import { recordPayment } from './capabilities/record-payment.ts';
import { tillRoomsOf } from './capabilities/till-transactions.ts';
import { transferInventory } from './capabilities/transfer-inventory.ts';
import { businessEvents } from './changes/business-events.ts';
import { customersSweep } from './changes/customers.ts';
import { postingsSweep } from './changes/postings-sweep.ts';
import { checkEnvironment } from './check/check-environment.ts';
import type { Rooms } from './context.ts';
import { signIn } from './entra/sign-in.ts';
import { createItemCatalog } from './lookups/item-catalog.ts';
import { createODataClient } from './odata/client.ts';
import { D365Options } from './options/options.ts';

/** One call may make several requests and wait for its turn among those of others. */
const attemptTimeoutMs = 600_000;

/**
 * Connects an environment of Dynamics 365 Finance & Operations: sales orders, packing slips, invoices, general and payment journals, and what
 * the ledger says.
 *
 * @example
 * ```ts
 * import { d365 } from '@crossdock/connector-erp-d365';
 *
 * const erp = d365({
 *   url: 'https://contoso.operations.dynamics.com',
 *   tenant: 'contoso.onmicrosoft.com',
 *   clientId: process.env['D365_CLIENT_ID'] ?? '',
 *   credentials: { clientSecret: process.env['D365_CLIENT_SECRET'] ?? '' },
 *   company: 'usmf',
 *   customer: 'WEB-001',
 *   locations: { 'store-17': { site: '1', warehouse: '11' } },
 *   defaultLocation: 'store-17',
 *   tax: { mode: 'tax-item', item: 'TAX' },
 *   items: { charges: { shipping: 'SHIPPING' } },
 * });
 * ```
 */
export const d365 = defineConnector({
  name: 'd365',
  config: D365Options,
  limits: { attemptTimeoutMs },
  capabilities: [
    'createOrder',
    'cancelOrder',
    'getOrder',
    'listOrders',
    'recordFulfillment',
    'postInvoice',
    'processReturn',
    'confirmPosting',
    'recordPayment',
    'postJournal',
    'getPostingPeriods',
    'getInventory',
    'adjustInventory',
    'transferInventory',
    'upsertCustomer',
    'findCustomers',
    'listCustomers',
    'listInventory',
    'getProducts',
    'listProducts',
    'getPrices',
    'listPrices',
    'publishPrice',
  ],
  events: ['posting.confirmed', 'customer.changed'],
  connect({ config, name, http, clock, random }) {
    const auth = signIn({ app: config, scope: `${config.url}/.default`, http, clock, random });
    const { url: origin, concurrency, timeoutMs } = config;
    const client = createODataClient({ origin, http, auth, concurrency, timeoutMs });
    const rooms: Rooms = { client, config, clock, system: name, items: createItemCatalog(client, config) };
    const till = tillRoomsOf(rooms);
    const webhook = businessEvents(rooms);
    const data = createDataManagement({ http, auth, clock, config });
    const { customers } = config.bulk.exports;
    return {
      capabilities: {
        createOrder: createOrder(rooms, till),
        cancelOrder: cancelOrder(rooms),
        getOrder: getOrder(rooms),
        listOrders: listOrders(rooms),
        recordFulfillment: recordFulfillment(rooms),
        postInvoice: postInvoice(rooms),
        processReturn: processReturn(rooms, till),
        confirmPosting: confirmPosting(rooms),
        recordPayment: recordPayment(rooms),
        postJournal: postJournal(rooms),
        getPostingPeriods: getPostingPeriods(rooms),
        getInventory: getInventory(rooms),
        adjustInventory: adjustInventory(rooms),
        transferInventory: transferInventory(rooms),
        upsertCustomer: upsertCustomer(rooms),
        findCustomers: findCustomers(rooms),
        listCustomers: listCustomers(rooms),
        listInventory: listInventory(rooms),
        getProducts: getProducts(rooms),
        listProducts: listProducts(rooms),
        getPrices: getPrices(rooms),
        listPrices: listPrices(rooms),
        publishPrice: publishPrice(rooms),
      },
      events: {
        ...(webhook && { webhook }),
        sweeps: { postings: postingsSweep(rooms), customers: customersSweep(rooms) },
        backfills: customers === undefined ? {} : { customers: customerBackfill(customers, { ...rooms, data }) },
      },
      check: (signal) => checkEnvironment(rooms, signal),
    };
  },
});
