import { type ManualClock, manualClock, simulatorFetch } from '@crossdock/testing';
import { type OpenSystem, openSystem, type PostedDelivery } from '@crossdock/testing/contracts';
import { shopify, type ShopifyOptions } from '../../src/index.ts';
import {
  type PlaceOrderInput,
  shopifySimulator,
  type ShopifySimulator,
  type ShopifySimulatorOptions,
} from '../../src/testing/index.ts';

/** What a shop is opened with. */
export interface OpenShopOptions {
  readonly simulator?: Partial<ShopifySimulatorOptions>;
  readonly options?: Partial<ShopifyOptions>;
  /** @default the simulator in this process */
  readonly fetch?: (shop: ShopifySimulator) => typeof fetch;
}

/** A delivery that the shop posted. */
export interface Posted extends PostedDelivery {
  readonly topic: string;
}

/** A simulated shop, the connector connected to it, and what it posted. */
export interface OpenShop {
  readonly clock: ManualClock;
  readonly shop: ShopifySimulator;
  readonly system: OpenSystem;
  readonly posted: Posted[];
  /** The newest delivery of a topic. */
  delivery(topic: string): Promise<Posted>;
}

/** When every test begins. */
export const start = '2026-11-24T09:00:00.000Z';

/** An order of two lines with a discount, tax and shipping. */
export const usualOrder = {
  lines: [
    { sku: 'SHOE-42', quantity: 2, unitPrice: '79.90', discount: '10.00' },
    { sku: 'SOCK-M', quantity: 3, unitPrice: '6.33', properties: { engraving: 'A' } },
  ],
  shipping: { title: 'Standard', price: '5.00', code: 'STD' },
  taxes: [{ title: 'Sales tax', rate: '0.0825' }],
  customer: { email: 'ada@customer.example', firstName: 'Ada', lastName: 'Byrne' },
  shippingAddress: { firstName: 'Ada', address1: '4 Quay Lane', city: 'Reno', provinceCode: 'NV', countryCode: 'US' },
} satisfies PlaceOrderInput;

const topicsOfOrders = [
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/edited',
  'orders/cancelled',
  'order_transactions/create',
  'tender_transactions/create',
  'refunds/create',
  'returns/request',
  'returns/approve',
  'returns/process',
  'returns/close',
  'fulfillments/create',
  'fulfillments/update',
] as const;

/** Opens a shop with the connector before it, on a clock of its own. */
export function openShop({ simulator, options, fetch }: OpenShopOptions = {}): OpenShop {
  const clock = manualClock({ now: start });
  const shop = shopifySimulator({ clock, ...simulator });
  const posted: Posted[] = [];
  shop.webhooks.deliverTo(
    async (request) => {
      const headers = Object.fromEntries(request.headers);
      posted.push({ topic: headers['x-shopify-topic'] ?? '', headers, body: await request.text() });
      return new Response(null, { status: 200 });
    },
    { topics: topicsOfOrders },
  );
  const system = openSystem(
    shopify({
      shop: shop.shop,
      credentials: { accessToken: shop.credentials.staticToken },
      webhookSecrets: [shop.webhookSecret],
      ...options,
    }),
    { clock, name: 'shop', fetch: fetch?.(shop) ?? simulatorFetch(shop) },
  );
  const delivery = async (topic: string): Promise<Posted> => {
    await clock.advance(0);
    const found = posted.findLast((it) => it.topic === topic);
    if (!found) throw new Error(`The shop posted nothing about ${topic}`);
    return found;
  };
  return { clock, shop, system, posted, delivery };
}
