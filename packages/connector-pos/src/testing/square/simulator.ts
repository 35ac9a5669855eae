import { type Clock, systemClock } from '@crossdock/core';
import {
  createFaults,
  type DeliveryTarget,
  type Faults,
  type Simulator,
  type WebhookCourier,
  webhookCourier,
  withTransportFaults,
} from '@crossdock/testing';
import { AccessTokens, type Credentials } from './access-tokens.ts';
import { errorAnswer, Refusal } from './answers.ts';
import { Books } from './books.ts';
import { catalogApi } from './catalog-api.ts';
import { seedArticle, type SeedArticleInput } from './catalog-seeds.ts';
import { customersApi } from './customers-api.ts';
import { type BookedLocation, type BookedPayout, type BookedShift } from './entries.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { inventoryApi } from './inventory-api.ts';
import { ordersApi } from './orders-api.ts';
import { bookPayout, type PayoutInput, payoutsApi } from './payouts-api.ts';
import { salesApi } from './sales-api.ts';
import { refundsApi } from './refunds-api.ts';
import { bodyOf, findRoute, type Route } from './router.ts';
import { Stock } from './stock.ts';
import { bookShift, type ShiftInput, storesApi } from './stores-api.ts';
import { Till } from './till.ts';
import { WebhookSender } from './webhook-sender.ts';

/** The seller to simulate. */
export interface SquareSimulatorOptions {
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
  /** @default three stores: in Chicago, New York and Honolulu */
  readonly locations?: readonly (Pick<BookedLocation, 'id'> & Partial<BookedLocation>)[];
  readonly credentials?: Partial<Credentials>;
  /** @default 'https://crossdock.example/webhooks' */
  readonly webhookUrl?: string;
  /** @default 'simulated-signature-key' */
  readonly signatureKey?: string;
}

/** A simulated seller. See {@link squareSimulator}. */
export interface SquareSimulator extends Simulator {
  /** Where the platform is: the origin that the connector calls by default. */
  readonly origin: string;
  readonly credentials: Credentials;
  readonly webhookUrl: string;
  readonly signatureKey: string;
  /** The seller's own records. */
  readonly books: Books;
  /** What happens at the tills. */
  readonly till: Till;
  /** How many access tokens were granted. */
  readonly tokensIssued: number;
  /** Puts an article into the catalogue and, with units, into stock. */
  seed(article: SeedArticleInput): { readonly itemId: string; readonly variationIds: readonly string[] };
  /** Ends a shift of a cash drawer. */
  endShift(shift: ShiftInput): BookedShift;
  /** Pays the seller's balance out. */
  payOut(payout: PayoutInput): BookedPayout;
  /** Posts webhooks from now on, with retries and the faults of the road. */
  deliverTo(target: DeliveryTarget): WebhookCourier;
  /** Forgets all idempotency keys. */
  forgetKeys(): void;
  /** Lets every granted token expire now. */
  expireTokens(): void;
  /** Takes the seller's consent back: no credentials are accepted any more. */
  revokeConsent(): void;
}

const stores = [
  { id: 'LCHICAGO1', name: 'Chicago', timezone: 'America/Chicago' },
  { id: 'LNEWYORK2', name: 'New York', timezone: 'America/New_York' },
  { id: 'LHONOLULU3', name: 'Honolulu', timezone: 'Pacific/Honolulu' },
];

/** What the platform answers in, unless it is told. */
const newestVersion = '2026-09-16';

/**
 * Simulates a Square seller: orders, payments, refunds, stock, catalogue, customers and cash drawers in books of its own, the
 * endpoints that read and write them with the rules that the platform documents, and signed webhooks.
 *
 * @example
 * ```ts
 * import { squareSimulator } from '@crossdock/connector-pos/testing';
 *
 * const seller = squareSimulator();
 * seller.seed({ sku: 'SHOE-42', price: 7990, stock: 12 });
 * const sale = seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }], taxes: [{ name: 'Sales tax', percentage: '8.25' }] });
 * seller.till.takeBack({ orderId: sale.id });
 * ```
 */
export function squareSimulator(options: SquareSimulatorOptions = {}): SquareSimulator {
  const { clock = systemClock, seed = 1, signatureKey = 'simulated-signature-key' } = options;
  const { webhookUrl = 'https://crossdock.example/webhooks' } = options;
  const faults = options.faults ?? createFaults({ seed });
  const now = (): number => clock.now();
  const credentials: Credentials = {
    accessToken: 'simulated-access-token',
    clientId: 'sq0idp-simulated',
    clientSecret: 'simulated-client-secret',
    refreshToken: 'simulated-refresh-token',
    ...options.credentials,
  };
  const locations = (options.locations ?? stores).map((it) => ({
    name: it.id,
    timezone: 'America/Chicago',
    currency: 'USD',
    country: 'US',
    status: 'ACTIVE' as const,
    ...it,
  }));
  const books = new Books({ now, locations });
  const tokens = new AccessTokens(credentials, now);
  const keys = new IdempotencyKeys();
  const sender = new WebhookSender({ url: webhookUrl, signatureKey, now });
  const stock = new Stock(books, sender);
  const till = new Till(books, stock, sender);
  const routes = [
    ...ordersApi(books),
    ...salesApi({ books, till, keys }),
    ...refundsApi({ books, till, keys }),
    ...inventoryApi({ books, stock, keys, applicationId: credentials.clientId }),
    ...catalogApi({ books, keys, sender }),
    ...customersApi({ books, keys, sender }),
    ...storesApi(books),
    ...payoutsApi(books),
  ];
  const answer = answering({ routes, tokens, faults });

  return {
    name: 'square',
    origin: 'https://connect.squareup.com',
    credentials,
    webhookUrl,
    signatureKey,
    faults,
    books,
    till,
    get tokensIssued() {
      return tokens.issued;
    },
    handle: withTransportFaults(answer, {
      faults,
      clock,
      classify: (request) => classify(request, routes),
      failed: (fault) => errorAnswer(new Refusal(fault === 'outage' ? 503 : 500, failureCodes[fault])),
    }),
    seed: (article) => seedArticle(article, { books, stock, now }),
    payOut: (payout) => bookPayout(payout, books, sender),
    endShift: (shift) => bookShift(books, shift),
    deliverTo(target) {
      const courier = webhookCourier({ faults, clock, target });
      sender.deliverBy(courier);
      return courier;
    },
    forgetKeys: () => keys.forget(),
    expireTokens: () => tokens.expireAll(),
    revokeConsent: () => tokens.revoke(),
  };
}

const failureCodes = {
  outage: 'SERVICE_UNAVAILABLE',
  'error-before': 'INTERNAL_SERVER_ERROR',
  'error-after': 'INTERNAL_SERVER_ERROR',
} as const;

/** Faults see the endpoint, and the idempotency key where there is one. */
async function classify(request: Request, routes: readonly Route[]) {
  const { route } = findRoute(routes, request.method, new URL(request.url).pathname) ?? {};
  const body =
    request.method === 'GET'
      ? {}
      : ((await request
          .clone()
          .json()
          .catch(() => ({}))) as { idempotency_key?: unknown });
  const key = 'idempotency_key' in body ? body.idempotency_key : undefined;
  return {
    operation: route ? `${route.method} ${route.path}` : `${request.method} unknown`,
    subject: typeof key === 'string' ? key : '',
    write: route?.write === true,
  };
}

/** The platform's front door: version, sign-in, pace, endpoint. */
function answering({
  routes,
  tokens,
  faults,
}: {
  readonly routes: readonly Route[];
  readonly tokens: AccessTokens;
  readonly faults: Faults;
}): (request: Request) => Promise<Response> {
  let catalogWrites = 0;
  return async (request) => {
    const url = new URL(request.url);
    const version = request.headers.get('square-version') ?? newestVersion;
    const headers = { 'square-version': version };
    const isCatalogWrite = url.pathname === '/v2/catalog/batch-upsert';
    try {
      if (!/^\d{4}-\d\d-\d\d$/.test(version) || version > newestVersion) {
        throw new Refusal(400, 'INVALID_SQUARE_VERSION_FORMAT');
      }
      if (request.method === 'POST' && url.pathname === '/oauth2/token') {
        return Response.json(tokens.grant(await bodyOf(request)), { headers });
      }
      tokens.check(request.headers.get('authorization'));
      if (faults.strikes('token-expiry', url.pathname)) throw new Refusal(401, 'ACCESS_TOKEN_EXPIRED');
      const found = findRoute(routes, request.method, url.pathname);
      if (!found) throw new Refusal(404, 'NOT_FOUND');
      if (faults.strikes('throttle-storm', `${request.method} ${found.route.path}`))
        throw new Refusal(429, 'RATE_LIMITED');
      if (isCatalogWrite && catalogWrites > 0) throw new Refusal(429, 'RATE_LIMITED');
      if (isCatalogWrite) catalogWrites++;
      try {
        const body = await bodyOf(request);
        const answered = await found.route.answer({ params: found.params, query: url.searchParams, body });
        return Response.json(answered, { headers });
      } finally {
        if (isCatalogWrite) catalogWrites--;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return errorAnswer(error, error.status === 429 ? { ...headers, 'retry-after': '3' } : headers);
    }
  };
}
