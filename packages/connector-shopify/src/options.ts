import { type Duration, isTimeZone, secret, Tender, toMs } from '@crossdock/core';
import { z } from 'zod';
import type { TokenStore } from './auth/token-store.ts';

/** The Admin API version that the connector is written and tested against. */
export const apiVersion = '2026-10';

const Span = z.custom<Duration>(isDuration, "must be a duration like '5m'");

const Tokens = z.custom<TokenStore>(isTokenStore, 'must be a token store, like fileTokenStore(path)');

const TenderKind = Tender.shape.kind;

/** What of a shop changes are told of, beside its orders. */
const changingThings = ['products', 'customers', 'inventory', 'locations'] as const;

/** What a shop is connected with. */
export const Options = z.object({
  /** The permanent domain of the shop, `acme.myshopify.com`. */
  shop: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'must be the permanent domain, like acme.myshopify.com'),
  /**
   * How the app proves who it is: a token that does not expire (custom app); the client id and secret of a Dev Dashboard
   * app of the same organisation, with which the connector asks for tokens itself; or, for a public app, these and the store
   * of the offline token that `exchangeSessionToken` put there.
   */
  credentials: z.union([
    z.strictObject({ accessToken: secret() }),
    z.strictObject({ clientId: z.string().min(1), clientSecret: secret() }),
    z.strictObject({ clientId: z.string().min(1), clientSecret: secret(), tokens: Tokens }),
  ]),
  /**
   * The client secrets that webhooks may be signed with. While a secret is rotated both are named: the platform goes
   * on with the old one for up to an hour.
   */
  webhookSecrets: z.array(secret()).min(1),
  /** The shop's time zone, `Europe/Zurich`. With it orders carry the business day that they belong to. */
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like Europe/Zurich').optional(),
  /**
   * Our codes of the shop's locations, by the number of the location: `{ '70000000001': 'store-17' }`. A location that is
   * not named is refused.
   *
   * @default the numbers are the codes
   */
  locations: z.record(z.string().regex(/^\d+$/, 'must be the number of a location'), z.string().min(1)).optional(),
  /**
   * What kind of payment a gateway is, by its name: `{ klarna: 'wallet' }`. An order that was paid through a gateway that is
   * neither named here nor one of the platform's own is refused with the gateway's name.
   *
   * @default only the platform's own gateways
   */
  gateways: z.record(z.string().min(1), TenderKind).default({}),
  /**
   * Which amounts of an order in two currencies are booked: those of the shop's currency, with the buyer's beside them as
   * `presentment`, or only those of the buyer's. They are never mixed.
   *
   * @default 'shop'
   */
  currency: z.enum(['shop', 'presentment']).default('shop'),
  /**
   * Names of the channels that an active product is published to, as the shop's admin shows them: `['Online Store']`. With
   * channels that can wait, a product's `effectiveFrom` is the day from which it is published.
   *
   * @default products are not published to any channel by crossdock
   */
  publications: z.array(z.string().min(1)).default([]),
  /** Which changes are told beside those of orders; what no flow waits for need not be read. */
  changes: z
    .object({
      /**
       * `products` with their prices, `customers` with their merges, `inventory` as levels, `locations`. Stock changes with
       * every sale, and each change is read: leave `inventory` out where no flow waits for it.
       *
       * @default all
       */
      of: z.array(z.enum(changingThings)).default([...changingThings]),
    })
    .prefault({}),
  /** The SKU of gift cards that are sold without one. Without it such a line is refused. */
  giftCardSku: z.string().min(1).optional(),
  /**
   * Orders created before this instant are left alone: they were handled before crossdock was connected. Without it,
   * any old order that changes is told as new.
   */
  ordersFrom: z.iso.datetime({ offset: true }).optional(),
  /**
   * Test orders are dropped, or told like real ones.
   *
   * @default 'ignore'
   */
  testOrders: z.enum(['ignore', 'include']).default('ignore'),
  /**
   * Whether orders that are imported take their goods out of the shop's stock: never, always, or only what is there. Goods
   * whose sale is also told as a change of stock must not be taken twice.
   *
   * @default 'bypass'
   */
  importedStock: z.enum(['bypass', 'decrement', 'decrement-if-available']).default('bypass'),
  /**
   * A webhook that was triggered longer ago than this is not believed any more: the order is read again.
   *
   * @default 600_000
   */
  rereadAfterMs: z.int().min(0).default(600_000),
  /**
   * How often the shop is asked for what changed, as a backstop for lost webhooks.
   *
   * @default '5m'
   */
  sweepEvery: Span.default('5m'),
  /**
   * How often the shop is asked whose money moved: the way to payments and refunds that settle late.
   *
   * @default '1h'
   */
  tenderSweepEvery: Span.default('1h'),
  /**
   * How often the shop is asked for payouts that reached the bank.
   *
   * @default '6h'
   */
  payoutSweepEvery: Span.default('6h'),
  /**
   * How long after it was issued a payout may still reach the bank: every look for payouts reaches back so far.
   *
   * @default '14d'
   */
  payoutReach: Span.default('14d'),
  /**
   * How far each of these looks reaches back into the last one. The platform's search index may lag behind.
   *
   * @default '10m'
   */
  sweepOverlap: Span.default('10m'),
  /**
   * Keeps the webhook subscriptions in order: Shopify removes one without a word when a delivery fails eight times. What is
   * missing is made, what leads to another address or tells less than everything is mended, and what is not ours is told and
   * left alone. Leave it out for an app whose configuration file declares its webhooks.
   *
   * @default subscriptions are left alone
   */
  webhooks: z
    .strictObject({
      /** Where this shop's webhooks are received, as the shop reaches it. */
      address: z.url({ protocol: /^https$/, error: 'must be an https address' }),
      /**
       * Mends what is wrong, or only tells it.
       *
       * @default true
       */
      heal: z.boolean().default(true),
      /**
       * How often they are looked at.
       *
       * @default '1h'
       */
      every: Span.default('1h'),
    })
    .optional(),
  /**
   * Hosts at which the results of bulk operations may lie. A result elsewhere is not fetched.
   *
   * @default ['storage.googleapis.com']
   */
  bulkHosts: z.array(z.hostname()).default(['storage.googleapis.com']),
  /**
   * Where the Admin API is, for tests against a simulator.
   *
   * @default `https://${shop}`
   */
  baseUrl: z.url().optional(),
});

/** The options, resolved. */
export type ResolvedOptions = z.output<typeof Options>;

/** What a user gives. */
export type ShopifyOptions = z.input<typeof Options>;

function isTokenStore(value: unknown): boolean {
  const store = value as Partial<TokenStore> | null | undefined;
  return typeof store?.load === 'function' && typeof store.save === 'function';
}

function isDuration(value: unknown): value is Duration {
  try {
    return (typeof value === 'string' || typeof value === 'number') && toMs(value as Duration) >= 0;
  } catch {
    return false;
  }
}
