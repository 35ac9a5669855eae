import { type Clock, systemClock } from '@crossdock/core';
import {
  createFaults,
  type DeliveryTarget,
  type Faults,
  type Simulator,
  type WebhookCourier,
  webhookCourier,
} from '@crossdock/testing';
import { GraphQLError } from 'graphql';
import { AccessTokens, type Credentials } from './access-tokens.ts';
import { AdminApi } from './admin-api.ts';
import type { BookedLocation } from './book-entries.ts';
import { Books } from './books.ts';
import { CatalogBooks } from './catalog/catalog-books.ts';
import { catalogControls, type CatalogControls } from './catalog/domain.ts';
import { CustomerBooks } from './customers/customer-books.ts';
import { customerControls, type CustomerControls } from './customers/domain.ts';
import { CostBucket, type Plan } from './cost-bucket.ts';
import type { ShopContext } from './domain.ts';
import { openDomains, rootOf } from './domains.ts';
import { locationControls, type LocationControls } from './inventory/locations.ts';
import { stockControls, type StockControls } from './inventory/domain.ts';
import { StockBooks } from './inventory/stock-books.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { orderControls, type OrderControls } from './orders/domain.ts';
import { paymentControls, type PaymentControls } from './payments/domain.ts';
import { returnControls, type ReturnControls } from './returns/controls.ts';
import { type BulkFailure, BulkOperations } from './platform/bulk-operations.ts';
import { bodyFor, Subscriptions } from './platform/subscriptions.ts';
import type { WebhookTopic } from './topics.ts';
import { WebhookSigner } from './webhook-sender.ts';

/** The shop to simulate. */
export interface ShopifySimulatorOptions {
  /** @default 'demo.myshopify.com' */
  readonly shop?: string;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /**
   * Decides which faults strike, when `faults` is not given.
   *
   * @default 1
   */
  readonly seed?: number | string;
  /** @default none strikes */
  readonly faults?: Faults;
  /**
   * Version that webhooks are sent in.
   *
   * @default '2026-10'
   */
  readonly apiVersion?: string;
  /** @default 'standard' */
  readonly plan?: Plan;
  /** @default 'USD' */
  readonly currency?: string;
  /**
   * The shop's distance from UTC in minutes; webhook payloads print instants in it.
   *
   * @default -300
   */
  readonly offsetMinutes?: number;
  /** @default one, named 'Warehouse' */
  readonly locations?: readonly { readonly id: string; readonly name: string; readonly country?: string }[];
  /** @default '5500000000001' */
  readonly firstOrderId?: string;
  readonly credentials?: Partial<Credentials>;
  /** @default 'simulated-webhook-secret' */
  readonly webhookSecret?: string;
  /** @default all that the connector can make use of; who may write may read */
  readonly scopes?: readonly string[];
  /** Types that the app is not approved for: reading them is ACCESS_DENIED. */
  readonly denied?: readonly string[];
}

/** Where the shop sends its webhooks, and what happened to them. */
export interface SimulatedWebhooks {
  /**
   * Subscribes and sends from now on, with retries and the faults of the road.
   *
   * @param options.topics by default orders/create, orders/updated, orders/cancelled and fulfillments/create; empty when
   *   the connector subscribes by itself
   * @param options.address what the subscriptions name, and by which those of the connector find this target
   */
  deliverTo(
    target: DeliveryTarget,
    options?: {
      readonly topics?: readonly WebhookTopic[];
      readonly address?: string;
      readonly courier?: Partial<Omit<Parameters<typeof webhookCourier>[0], 'target'>>;
    },
  ): WebhookCourier;
}

/** A simulated shop. See {@link shopifySimulator}. */
export interface ShopifySimulator
  extends
    Simulator,
    OrderControls,
    ReturnControls,
    PaymentControls,
    CatalogControls,
    StockControls,
    LocationControls,
    CustomerControls {
  readonly shop: string;
  readonly credentials: Credentials;
  /** The secret that webhooks are signed with first. */
  readonly webhookSecret: string;
  /** The shop's own records. */
  readonly books: Books;
  /** Its products, prices and channels. */
  readonly catalog: CatalogBooks;
  /** What lies where. */
  readonly stock: StockBooks;
  /** Its customers. */
  readonly customers: CustomerBooks;
  readonly webhooks: SimulatedWebhooks;
  /** The query budget, to look at or to drain. */
  readonly bucket: CostBucket;
  /** How many access tokens were asked for. */
  readonly tokensIssued: number;
  /** Removes a product from the catalogue; past lines remain. */
  deleteProduct(sku: string): void;
  /** Changes the webhook secret and returns the new one. For an hour both are in use. */
  rotateWebhookSecret(): string;
  /** Lets every issued token expire now. */
  expireTokens(): void;
  /** Makes the next bulk operation fail, perhaps with a part of its result. */
  failNextBulkOperation(failure: BulkFailure): void;
  /** A session token, as the app's page in the shop's admin sends it along; it can be exchanged once. */
  sessionToken(): string;
  /** Takes the app out of the shop: no credentials are accepted any more. */
  uninstallApp(): void;
}

const usualTopics = [
  'orders/create',
  'orders/updated',
  'orders/cancelled',
  'fulfillments/create',
] as const satisfies readonly WebhookTopic[];

/** What an app that does everything asks for. */
const usualScopes = [
  'read_all_orders',
  'write_orders',
  'write_order_edits',
  'write_returns',
  'write_products',
  'write_publications',
  'write_inventory',
  'write_customers',
  'read_locations',
  'write_assigned_fulfillment_orders',
  'write_merchant_managed_fulfillment_orders',
  'write_third_party_fulfillment_orders',
  'read_shopify_payments_accounts',
  'read_shopify_payments_payouts',
  'write_gift_cards',
  'write_store_credit_account_transactions',
];

/**
 * Simulates a shop: its books, its Admin GraphQL API with the rules that the real one enforces, and its webhooks.
 *
 * @example
 * ```ts
 * import { shopifySimulator } from '@crossdock/connector-shopify/testing';
 *
 * const shop = shopifySimulator({ currency: 'EUR' });
 * const order = shop.placeOrder({
 *   lines: [{ sku: 'SHOE-42', quantity: 1, unitPrice: '79.90' }],
 *   taxes: [{ title: 'VAT', rate: '0.19' }],
 *   taxesIncluded: true,
 * });
 * shop.fulfil(order.id, undefined, { company: 'DHL', numbers: ['00340434161094042557'] });
 * ```
 */
export function shopifySimulator(options: ShopifySimulatorOptions = {}): ShopifySimulator {
  const {
    shop = 'demo.myshopify.com',
    clock = systemClock,
    seed = 1,
    apiVersion = '2026-10',
    plan = 'standard',
    currency = 'USD',
  } = options;
  const {
    offsetMinutes = -300,
    webhookSecret = 'simulated-webhook-secret',
    scopes = usualScopes,
    denied = [],
  } = options;
  const faults = options.faults ?? createFaults({ seed });
  const now = (): number => clock.now();
  const credentials: Credentials = {
    clientId: 'simulated-client',
    clientSecret: 'simulated-client-secret',
    staticToken: 'shpat_simulated_static',
    ...options.credentials,
  };
  const locations: readonly BookedLocation[] = (options.locations ?? [{ id: '70000000001', name: 'Warehouse' }]).map(
    ({ id, name, country = null }) => ({ id: BigInt(id), name, country, active: true, createdAt: 0, updatedAt: 0 }),
  );
  const books = new Books({
    shopCurrency: currency,
    now,
    firstOrderId: BigInt(options.firstOrderId ?? '5500000000001'),
    locations,
  });
  const subscriptions = new Subscriptions({ now, apiVersion });
  const signer = new WebhookSigner({ shopDomain: shop, apiVersion, secret: webhookSecret, now });
  const tokens = new AccessTokens(credentials, now, scopes);
  const bucket = new CostBucket(plan, now);
  const couriers = new Map<string, WebhookCourier>();
  let lastId = 21_000_000_000_000n;
  const nextId = (): bigint => (lastId += 41n);
  const catalog = new CatalogBooks({ books, currency, now, nextId });
  const stock = new StockBooks(catalog, now);
  const customers = new CustomerBooks({ books, now, nextId });
  const context: ShopContext = {
    shopDomain: shop,
    shopCurrency: currency,
    timeZone: 'America/New_York',
    apiVersion,
    plus: plan === 'plus',
    offsetMinutes,
    scopes,
    faults,
    books,
    catalog,
    stock,
    customers,
    now,
    nextId,
    nextEvent: () => signer.nextEvent(),
    tell({ topics, subject, payload, event = signer.nextEvent() }) {
      for (const topic of topics) {
        for (const subscription of subscriptions.to(topic)) {
          const courier = couriers.get(subscription.uri);
          if (!courier) continue;
          const signed = signer.sign(topic, subject, event, bodyFor(payload(), subscription), subscription.name);
          subscriptions.sent(signed.id, subscription);
          courier.send(signed);
        }
      }
    },
    refuseDenied(type) {
      if (!denied.includes(type)) return;
      throw new GraphQLError(`This app is not approved to access the ${type} object.`, {
        extensions: { code: 'ACCESS_DENIED' },
      });
    },
  };
  const bulk = new BulkOperations({ now });
  const root = rootOf(openDomains(context, subscriptions, bulk), new IdempotencyKeys({ now, faults }));
  bulk.readFrom(root);
  const api = new AdminApi({ tokens, bucket, root, bulk, faults, clock });

  return {
    name: 'shopify',
    shop,
    credentials,
    webhookSecret,
    faults,
    books,
    catalog,
    stock,
    customers,
    bucket,
    get tokensIssued() {
      return tokens.issued;
    },
    handle: (request) => api.handle(request),
    webhooks: {
      deliverTo(target, { topics = usualTopics, address, courier: settingsOfCourier = {} } = {}) {
        const uri = address ?? (typeof target === 'string' ? target : 'https://crossdock.example/webhooks');
        subscriptions.subscribe(topics, uri);
        const courier = webhookCourier({
          faults,
          clock,
          ...settingsOfCourier,
          target: counting(target, subscriptions),
        });
        couriers.set(uri, courier);
        return courier;
      },
    },
    ...orderControls(context),
    ...returnControls(context),
    ...paymentControls(context),
    ...catalogControls(context),
    ...stockControls(context),
    ...locationControls(context),
    ...customerControls(context),
    deleteProduct: (sku) => books.deleteProduct(sku),
    rotateWebhookSecret: () => signer.rotate(),
    expireTokens: () => tokens.expireAll(),
    failNextBulkOperation: (failure) => bulk.failNext(failure),
    sessionToken: () => tokens.sessionToken(),
    uninstallApp: () => tokens.uninstall(),
  };
}

/** Lets the subscriptions see how each delivery ended. */
function counting(target: DeliveryTarget, subscriptions: Subscriptions): DeliveryTarget {
  return async (request) => {
    const id = request.headers.get('x-shopify-webhook-id') ?? '';
    try {
      const response = typeof target === 'string' ? await fetch(new Request(target, request)) : await target(request);
      subscriptions.delivered(id, response.ok);
      return response;
    } catch (error) {
      subscriptions.delivered(id, false);
      throw error;
    }
  };
}
