import { type Clock, systemClock } from '@crossdock/core';
import {
  createFaults,
  type DeliveryTarget,
  type Faults,
  type Simulator,
  type WebhookCourier,
  webhookCourier,
} from '@crossdock/testing';
import { AccessTokens, type Credentials } from './access-tokens.ts';
import { AdminApi } from './admin-api.ts';
import type { BookedFulfillment, BookedLocation, BookedOrder } from './book-entries.ts';
import { Books } from './books.ts';
import { CostBucket, type Plan } from './cost-bucket.ts';
import type { EditOrderInput, PlaceOrderInput, TrackingInput } from './order-input.ts';
import { financialStatusOf } from './order-totals.ts';
import { gid } from './platform-formats.ts';
import { queryRoot } from './query-root.ts';
import { Subscriptions } from './subscriptions.ts';
import { fulfillmentPayload, orderPayload } from './webhook-payloads.ts';
import { WebhookSigner, type WebhookTopic } from './webhook-sender.ts';

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
  readonly locations?: readonly { readonly id: string; readonly name: string }[];
  /** @default '5500000000001' */
  readonly firstOrderId?: string;
  readonly credentials?: Partial<Credentials>;
  /** @default 'simulated-webhook-secret' */
  readonly webhookSecret?: string;
  /** @default read_orders, read_all_orders, read_products, read_customers, read_locations */
  readonly scopes?: readonly string[];
  /** Types that the app is not approved for: reading them is ACCESS_DENIED. */
  readonly denied?: readonly string[];
}

/** Where the shop sends its webhooks, and what happened to them. */
export interface SimulatedWebhooks {
  /**
   * Subscribes and sends from now on, with retries and the faults of the road.
   *
   * @param options.topics by default orders/create, orders/updated, orders/cancelled and fulfillments/create
   */
  deliverTo(
    target: DeliveryTarget,
    options?: {
      readonly topics?: readonly WebhookTopic[];
      readonly courier?: Partial<Omit<Parameters<typeof webhookCourier>[0], 'target'>>;
    },
  ): WebhookCourier;
}

/** A simulated shop. See {@link shopifySimulator}. */
export interface ShopifySimulator extends Simulator {
  readonly shop: string;
  readonly credentials: Credentials;
  /** The secret that webhooks are signed with first. */
  readonly webhookSecret: string;
  /** The shop's own records. */
  readonly books: Books;
  readonly webhooks: SimulatedWebhooks;
  /** The query budget, to look at or to drain. */
  readonly bucket: CostBucket;
  /** How many access tokens were asked for. */
  readonly tokensIssued: number;
  /** Places an order; returns it as booked. */
  placeOrder(input: PlaceOrderInput): BookedOrder;
  /** Sends all that is open, or the named quantities by line position. */
  fulfil(
    order: bigint | string,
    lines?: readonly { readonly line: number; readonly quantity: number }[],
    tracking?: TrackingInput,
  ): BookedFulfillment;
  /** Cancels an order and pays back what was received. */
  cancel(order: bigint | string): void;
  editOrder(order: bigint | string, change: EditOrderInput): void;
  /** Receives the rest of the money. */
  pay(order: bigint | string, gateway?: string): void;
  /** Removes a product from the catalogue; past lines remain. */
  deleteProduct(sku: string): void;
  /** Changes the webhook secret and returns the new one. For an hour both are in use. */
  rotateWebhookSecret(): string;
  /** Lets every issued token expire now. */
  expireTokens(): void;
  /** Takes the app out of the shop: no credentials are accepted any more. */
  uninstallApp(): void;
}

const usualTopics = [
  'orders/create',
  'orders/updated',
  'orders/cancelled',
  'fulfillments/create',
] as const satisfies readonly WebhookTopic[];
const usualScopes = ['read_orders', 'read_all_orders', 'read_products', 'read_customers', 'read_locations'];

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
    ({ id, name }) => ({ id: BigInt(id), name }),
  );
  const books = new Books({
    shopCurrency: currency,
    now,
    firstOrderId: BigInt(options.firstOrderId ?? '5500000000001'),
    locations,
  });
  const subscriptions = new Subscriptions({ now, apiVersion });
  const signer = new WebhookSigner({ shopDomain: shop, apiVersion, secret: webhookSecret, now });
  const tokens = new AccessTokens(credentials, now);
  const bucket = new CostBucket(plan, now);
  const timeZone = 'America/New_York';
  const root = queryRoot({
    books,
    subscriptions,
    shopDomain: shop,
    shopCurrency: currency,
    timeZone,
    plus: plan === 'plus',
    scopes,
    denied: new Set(denied),
  });
  const api = new AdminApi({ tokens, bucket, root, faults, clock });
  const couriers: WebhookCourier[] = [];
  const settings = { offsetMinutes };

  const orderOf = (id: bigint | string): BookedOrder => {
    const order = books.order(BigInt(id));
    if (!order) throw new RangeError(`There is no order ${id}`);
    return order;
  };
  const tell = (topics: readonly WebhookTopic[], subject: string, payload: unknown, event: string): void => {
    for (const topic of topics) {
      if (!subscriptions.wants(topic)) continue;
      const signed = signer.sign(topic, subject, event, payload);
      for (const courier of couriers) courier.send(signed);
    }
  };
  const tellOrder = (order: BookedOrder, topics: readonly WebhookTopic[], event = signer.nextEvent()): void =>
    tell(topics, `${gid('Order', order.id)} ${order.updatedAt}`, orderPayload(order, settings), event);

  return {
    name: 'shopify',
    shop,
    credentials,
    webhookSecret,
    faults,
    books,
    bucket,
    get tokensIssued() {
      return tokens.issued;
    },
    handle: (request) => api.handle(request),
    webhooks: {
      deliverTo(target, { topics = usualTopics, courier: settingsOfCourier = {} } = {}) {
        subscriptions.subscribe(topics, typeof target === 'string' ? target : 'https://crossdock.example/webhooks');
        const courier = webhookCourier({
          faults,
          clock,
          ...settingsOfCourier,
          target: counting(target, subscriptions),
        });
        couriers.push(courier);
        return courier;
      },
    },
    placeOrder(input) {
      const order = books.place(input);
      tellOrder(order, ['orders/create', ...paidTopic(order), 'orders/updated']);
      return order;
    },
    fulfil(id, lines, tracking) {
      const order = orderOf(id);
      const parcel = books.fulfil(order, lines, tracking);
      const event = signer.nextEvent();
      tell(['fulfillments/create'], gid('Fulfillment', parcel.id), fulfillmentPayload(order, parcel, settings), event);
      tellOrder(order, ['orders/updated'], event);
      return parcel;
    },
    cancel(id) {
      const order = orderOf(id);
      books.cancel(order);
      tellOrder(order, ['orders/cancelled', 'orders/updated']);
    },
    editOrder(id, change) {
      const order = orderOf(id);
      books.edit(order, change);
      tellOrder(order, ['orders/edited', 'orders/updated']);
    },
    pay(id, gateway) {
      const order = orderOf(id);
      books.pay(order, gateway);
      tellOrder(order, [...paidTopic(order), 'orders/updated']);
    },
    deleteProduct: (sku) => books.deleteProduct(sku),
    rotateWebhookSecret: () => signer.rotate(),
    expireTokens: () => tokens.expireAll(),
    uninstallApp: () => tokens.uninstall(),
  };
}

function paidTopic(order: BookedOrder): WebhookTopic[] {
  return financialStatusOf(order) === 'PAID' ? ['orders/paid'] : [];
}

/** Lets the subscriptions see how each delivery ended. */
function counting(target: DeliveryTarget, subscriptions: Subscriptions): DeliveryTarget {
  return async (request) => {
    const topic = request.headers.get('x-shopify-topic') ?? '';
    const id = request.headers.get('x-shopify-webhook-id') ?? '';
    try {
      const response = typeof target === 'string' ? await fetch(new Request(target, request)) : await target(request);
      subscriptions.delivered(topic, id, response.ok);
      return response;
    } catch (error) {
      subscriptions.delivered(topic, id, false);
      throw error;
    }
  };
}
