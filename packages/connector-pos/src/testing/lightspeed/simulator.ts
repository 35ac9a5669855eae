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
import { consignmentsApi } from './consignments-api.ts';
import { customersApi } from './customers-api.ts';
import { inventoryApi } from './inventory-api.ts';
import { priceBooksApi } from './price-books-api.ts';
import { productsApi } from './products-api.ts';
import { RequestBudget } from './request-budget.ts';
import { bodyOf, findRoute, type Route } from './router.ts';
import { salesApi } from './sales-api.ts';
import { searchApi } from './search-api.ts';
import { type ArticleInput, openAccount, type OutletInput, seedArticle, type TaxInput } from './seeds.ts';
import { Stock } from './stock.ts';
import { storesApi } from './stores-api.ts';
import { Till } from './till.ts';
import { WebhookSender } from './webhook-sender.ts';
import { webhooksApi } from './webhooks-api.ts';
import { type PriceMeaning } from './wire-sales.ts';

/** The retailer to simulate. What the platform's documents leave open can be had either way. */
export interface LightspeedSimulatorOptions {
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
  /** @default three stores with one register each: in Chicago, New York and Honolulu */
  readonly outlets?: readonly OutletInput[];
  /** The first is what is taken unless a sale says otherwise. @default 8.25 per cent, and none */
  readonly taxes?: readonly TaxInput[];
  readonly credentials?: Partial<Credentials>;
  /** @default 'acme' */
  readonly domainPrefix?: string;
  /** Whether stores show prices with tax. @default 'exclusive' */
  readonly displayPrices?: 'inclusive' | 'exclusive';
  /** How webhooks are signed. @default 'hex' */
  readonly signatureEncoding?: 'hex' | 'base64';
  /** What the unit price of a line is. @default 'after-discount' */
  readonly priceMeans?: PriceMeaning;
  /** Whether consignments are as the specification has them: with bodies in `data`, in a bare list. @default false */
  readonly wrappedConsignments?: boolean;
  /** What a finished stocktake does to a level. @default 'sets' */
  readonly stocktake?: 'sets' | 'moves';
  /** How long a new row is missing in searches, in milliseconds. @default 30_000 */
  readonly searchLagMs?: number;
}

/** A simulated retailer. See {@link lightspeedSimulator}. */
export interface LightspeedSimulator extends Simulator {
  /** Where the platform is: the origin that the connector calls by default. */
  readonly origin: string;
  readonly domainPrefix: string;
  readonly credentials: Credentials;
  /** The only refresh token that is good now. */
  readonly refreshToken: string;
  /** The retailer's own records. */
  readonly books: Books;
  /** What happens at the tills. */
  readonly till: Till;
  /** Levels, as a count in the store would change them. */
  readonly stock: Stock;
  /** How many access tokens were granted. */
  readonly tokensIssued: number;
  /** Puts a product into the catalogue and, with units, into stock. */
  seed(article: ArticleInput): { readonly productIds: readonly string[] };
  /** Posts webhooks from now on, with retries and the faults of the road. */
  deliverTo(target: DeliveryTarget): WebhookCourier;
  /** Lets the granted token expire now. */
  expireTokens(): void;
  /** Takes the retailer's consent back: no credentials are accepted any more. */
  revokeConsent(): void;
}

const stores: readonly OutletInput[] = [
  { name: 'Chicago', timeZone: 'America/Chicago' },
  { name: 'New York', timeZone: 'America/New_York' },
  { name: 'Honolulu', timeZone: 'Pacific/Honolulu' },
];
const ordinaryTaxes: readonly TaxInput[] = [
  { name: 'Sales tax', rates: [{ name: 'Sales tax', percent: 8.25 }] },
  { name: 'No Tax', rates: [{ name: 'No Tax', percent: 0 }] },
];

/**
 * Simulates a Lightspeed X-Series retailer: sales, returns, stock, consignments, catalogue, price books, customers and registers in
 * books of its own, the endpoints that read and write them with the rules that the platform documents, and signed webhooks.
 *
 * @example
 * ```ts
 * import { lightspeedSimulator } from '@crossdock/connector-pos/testing';
 *
 * const retailer = lightspeedSimulator();
 * retailer.seed({ sku: 'SHOE-42', price: 7990, stock: 12 });
 * const sale = retailer.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }] });
 * retailer.till.takeBack({ saleId: sale.id });
 * ```
 */
export function lightspeedSimulator(options: LightspeedSimulatorOptions = {}): LightspeedSimulator {
  const { clock = systemClock, seed = 1, domainPrefix = 'acme', outlets = stores, taxes = ordinaryTaxes } = options;
  const { priceMeans = 'after-discount', signatureEncoding: encoding = 'hex', searchLagMs: lagMs = 30_000 } = options;
  const { wrappedConsignments: wrapped = false, stocktake = 'sets', displayPrices = 'exclusive' } = options;
  const faults = options.faults ?? createFaults({ seed });
  const now = (): number => clock.now();
  const credentials: Credentials = {
    personalToken: 'simulated-personal-token',
    clientId: 'simulated-client',
    clientSecret: 'simulated-client-secret',
    refreshToken: 'simulated-refresh-token',
    ...options.credentials,
  };
  const books = new Books({ now });
  openAccount(books, { outlets, taxes, displayPrices });
  const tokens = new AccessTokens(credentials, now);
  const budget = new RequestBudget(now, () => books.registers.size);
  const sender = new WebhookSender(books, { clientSecret: credentials.clientSecret, encoding, priceMeans });
  const stock = new Stock(books, sender);
  const till = new Till(books, stock, sender);
  const writing = { books, priceMeans };
  const routes = [
    ...storesApi({ books, till }),
    ...salesApi({ books, till, writing }),
    ...searchApi({ books, writing, lagMs }),
    ...inventoryApi(books),
    ...consignmentsApi({ books, stock, sender, wrapped, stocktake }),
    ...productsApi({ books, stock, sender }),
    ...priceBooksApi(books),
    ...customersApi({ books, sender }),
    ...webhooksApi(books),
  ];

  return {
    name: 'lightspeed',
    origin: `https://${domainPrefix}.retail.lightspeed.app`,
    domainPrefix,
    credentials,
    get refreshToken() {
      return tokens.refreshToken;
    },
    faults,
    books,
    till,
    stock,
    get tokensIssued() {
      return tokens.issued;
    },
    handle: withTransportFaults(answering({ routes, tokens, budget, faults }), {
      faults,
      clock,
      classify: (request) => classify(request, routes),
      failed: (fault) =>
        errorAnswer(new Refusal(fault === 'outage' ? 503 : 500, 'Internal Server Error'), { envelope: 'plain' }),
    }),
    seed: (article) => seedArticle(article, { books, stock }),
    deliverTo(target) {
      const courier = webhookCourier({ faults, clock, target });
      sender.deliverBy(courier);
      return courier;
    },
    expireTokens: () => tokens.expireAll(),
    revokeConsent: () => tokens.revoke(),
  };
}

/** Faults see the endpoint, and what it is about where the path says it. */
function classify(request: Request, routes: readonly Route[]) {
  const { pathname } = new URL(request.url);
  const { route, params = {} } = findRoute(routes, request.method, pathname) ?? {};
  return {
    operation: route ? `${route.method} ${route.path}` : `${request.method} ${pathname}`,
    subject: params['id'] ?? '',
    write: route?.write === true,
  };
}

/** The platform's front door: who asks, sign-in, budget, endpoint. */
function answering({
  routes,
  tokens,
  budget,
  faults,
}: {
  readonly routes: readonly Route[];
  readonly tokens: AccessTokens;
  readonly budget: RequestBudget;
  readonly faults: Faults;
}): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const found = findRoute(routes, request.method, url.pathname);
    const headers = (): Record<string, string> => ({
      'x-ratelimit-limit': String(budget.limit),
      'x-ratelimit-remaining': String(budget.remaining),
    });
    try {
      if (request.method === 'POST' && url.pathname === '/api/1.0/token') {
        return Response.json(tokens.grant(new URLSearchParams(await request.text())));
      }
      if ((request.headers.get('user-agent') ?? '') === '') throw new Refusal(403, 'A user agent is required');
      tokens.check(request.headers.get('authorization'));
      if (faults.strikes('token-expiry', url.pathname)) throw new Refusal(401, 'Unauthorized');
      if (faults.strikes('throttle-storm', `${request.method} ${found?.route.path ?? ''}`)) {
        throw new Refusal(429, 'Too Many Requests');
      }
      budget.take();
      if (!found) throw new Refusal(404, 'Not Found');
      const body = await bodyOf(request);
      const answered = await found.route.answer({ params: found.params, query: url.searchParams, body });
      return Response.json(answered, { status: found.route.status ?? 200, headers: headers() });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const wait = error.status === 429 ? { 'retry-after': budget.retryAfter } : {};
      const envelope = found?.route.envelope ?? 'plain';
      return errorAnswer(error, { envelope, headers: { ...headers(), ...wait } });
    }
  };
}
