import { defineConnector } from '@crossdock/core';
import { signIn } from '../entra/sign-in.ts';
import { cancelOrder } from './capabilities/cancel-order.ts';
import { confirmPosting } from './capabilities/confirm-posting.ts';
import { createOrder } from './capabilities/create-order.ts';
import { findCustomers, listCustomers, upsertCustomer } from './capabilities/customers.ts';
import { getPostingPeriods } from './capabilities/get-posting-periods.ts';
import { adjustInventory, getInventory } from './capabilities/inventory.ts';
import { postInvoice } from './capabilities/post-invoice.ts';
import { postJournal } from './capabilities/post-journal.ts';
import { processReturn } from './capabilities/process-return.ts';
import { getPrices, getProducts, listProducts } from './capabilities/products.ts';
import { publishPrice } from './capabilities/publish-price.ts';
import { publishProduct } from './capabilities/publish-product.ts';
import { getOrder, listOrders } from './capabilities/read-orders.ts';
import { recordFulfillment } from './capabilities/record-fulfillment.ts';
import { recordPayment } from './capabilities/record-payment.ts';
import { checkCompany } from './check.ts';
import { createClient } from './client.ts';
import type { Rooms } from './context.ts';
import { eventNames, sources, sweepOf } from './events/changes.ts';
import { createReceiver } from './events/receiver.ts';
import { subscriptionUpkeep } from './events/subscriptions.ts';
import { createItemCatalog } from './item-catalog.ts';
import { createLocationIds } from './locations.ts';
import { BusinessCentralOptions } from './options.ts';

/** What tokens are for, wherever the API itself is reached. */
const scope = 'https://api.businesscentral.dynamics.com/.default';

/** One call may make several requests and wait for its turn among those of others. */
const attemptTimeoutMs = 900_000;

/**
 * Connects a company of Dynamics 365 Business Central: sales orders, shipments with their invoices, credit memos, journals, payments, items,
 * stock and customers, over the standard API v2.0.
 *
 * @example
 * ```ts
 * import { businessCentral } from '@crossdock/connector-erp-d365/business-central';
 *
 * const erp = businessCentral({
 *   tenant: 'contoso.onmicrosoft.com',
 *   clientId: process.env['BC_CLIENT_ID'] ?? '',
 *   credentials: { clientSecret: process.env['BC_CLIENT_SECRET'] ?? '' },
 *   environment: 'Production',
 *   company: '7dbba574-5f69-4167-a43e-fb975045de15',
 *   currency: 'USD',
 *   customer: 'WEB',
 *   locations: { 'store-17': 'S17' },
 *   defaultLocation: 'store-17',
 *   tax: { mode: 'tax-line', line: { account: '2310' }, taxCode: 'NONTAXABLE' },
 *   items: { charges: { shipping: { account: '4410' } } },
 * });
 * ```
 */
export const businessCentral = defineConnector({
  name: 'business-central',
  config: BusinessCentralOptions,
  limits: { concurrency: 5, attemptTimeoutMs, batchSizes: { adjustInventory: 100 } },
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
    'getProducts',
    'listProducts',
    'publishProduct',
    'getPrices',
    'publishPrice',
    'upsertCustomer',
    'findCustomers',
    'listCustomers',
  ],
  events: eventNames,
  connect({ config, name, http, clock, random }) {
    const auth = signIn({ app: config, scope, http, clock, random });
    const client = createClient({ ...config, http, auth, clock });
    const rooms: Rooms = {
      client,
      config,
      clock,
      system: name,
      items: createItemCatalog(client, config),
      locations: createLocationIds(client, config),
    };
    const { webhooks } = config;
    return {
      capabilities: {
        createOrder: createOrder(rooms),
        cancelOrder: cancelOrder(rooms),
        getOrder: getOrder(rooms),
        listOrders: listOrders(rooms),
        recordFulfillment: recordFulfillment(rooms),
        postInvoice: postInvoice(rooms),
        processReturn: processReturn(rooms),
        confirmPosting: confirmPosting(rooms),
        recordPayment: recordPayment(rooms),
        postJournal: postJournal(rooms),
        getPostingPeriods: getPostingPeriods(rooms),
        getInventory: getInventory(rooms),
        adjustInventory: adjustInventory(rooms),
        getProducts: getProducts(rooms),
        listProducts: listProducts(rooms),
        publishProduct: publishProduct(rooms),
        getPrices: getPrices(rooms),
        publishPrice: publishPrice(rooms),
        upsertCustomer: upsertCustomer(rooms),
        findCustomers: findCustomers(rooms),
        listCustomers: listCustomers(rooms),
      },
      events: {
        ...(webhooks && { webhook: createReceiver(rooms, webhooks.clientStates) }),
        sweeps: {
          items: sweepOf(sources.items, rooms),
          customers: sweepOf(sources.customers, rooms),
          invoices: sweepOf(sources.salesInvoices, rooms),
          creditMemos: sweepOf(sources.salesCreditMemos, rooms),
        },
      },
      ...(webhooks && { upkeep: { subscriptions: subscriptionUpkeep(rooms, webhooks) } }),
      check: (signal) => checkCompany(rooms, signal),
    };
  },
});
