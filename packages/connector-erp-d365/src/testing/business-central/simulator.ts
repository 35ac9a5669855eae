import { type Clock, systemClock } from '@crossdock/core';
import { createFaults, type Faults, type Simulator, withTransportFaults } from '@crossdock/testing';
import { createTokenEndpoint, type RegisteredApp } from '../token-endpoint.ts';
import { serveBatch } from './batch-endpoint.ts';
import { MemoryBooks } from './books.ts';
import { operate, type Outcome, refused } from './endpoint.ts';
import { type EntitySet, noDate, Refusal } from './entity-model.ts';
import { createLimits } from './limits.ts';
import { type BusinessCentralBooks, readBooks } from './read-books.ts';
import { type CompanySeeds, createSeeds, seedCompany } from './seeds.ts';
import { documents } from './sets/documents.ts';
import { extension, keepLevels } from './sets/extension.ts';
import { finance, postJournal } from './sets/finance.ts';
import { masterData } from './sets/master-data.ts';
import { type BookedSubscription, createSubscriptions, type Deliver } from './subscriptions.ts';

/** Options of {@link businessCentralSimulator}. */
export interface BusinessCentralSimulatorOptions {
  /** @default 'https://api.businesscentral.dynamics.com' */
  readonly origin?: string;
  /** @default 'contoso' */
  readonly tenant?: string;
  /** @default 'Production' */
  readonly environment?: string;
  /** Id of its one company. */
  readonly company?: string;
  /** Apps that may ask for tokens. */
  readonly apps?: readonly RegisteredApp[];
  /** @default the system's clock */
  readonly clock?: Clock;
  /** @default 1 */
  readonly seed?: number;
  /** @default no faults but those that a test arms */
  readonly faults?: Faults;
  /** Currency of the ledger. @default 'USD' */
  readonly currency?: string;
  /** Whether callers may number customers and items. @default true */
  readonly manualNumbers?: boolean;
  /** @default false */
  readonly pricesIncludeTax?: boolean;
  /** Whether a draft gets another id when it is posted. @default true */
  readonly newIdWhenPosted?: boolean;
  /** Percent of tax by tax code. @default `{ TAXABLE: 8.25 }` */
  readonly taxRates?: Readonly<Record<string, number>>;
  /** Whether the connector's own API pages are installed. @default true */
  readonly extension?: boolean;
  /** Whether the app may read the automation API. @default true */
  readonly automation?: boolean;
  /** Whether actions may stand in a batch. @default true */
  readonly actionsInBatches?: boolean;
  /** Whether the general ledger setup can be read. @default true */
  readonly ledgerSetup?: boolean;
  /** Rows of a page at most. @default 20_000 */
  readonly pageSize?: number;
  /** Takes handshakes and notifications. @default nobody is there */
  readonly deliver?: Deliver;
  /** Seconds that an access token lives. @default 3_599 */
  readonly tokenLifetimeSeconds?: number;
}

/** A small true model of one Business Central company. */
export interface BusinessCentralSimulator extends Simulator, CompanySeeds {
  readonly origin: string;
  readonly company: string;
  readonly books: BusinessCentralBooks;
  /** Names of everything that is public, for tests against the platform's documentation. */
  readonly entitySets: readonly EntitySet[];
  readonly subscriptions: readonly BookedSubscription[];
  /** What the platform would push now, and then has pushed. */
  collectNotifications(): readonly { readonly url: string; readonly body: string }[];
  /** Pushes what changed. A receiver that refuses loses its subscriptions. */
  pushNotifications(): Promise<number>;
  /** Lets postings in between these days only (`YYYY-MM-DD`). */
  allowPosting(from?: string, to?: string): void;
  /** Closes the year that a day is in, or rather its periods. */
  closePeriod(date: string): void;
  /** Somebody posts the lines of a customer payment journal. */
  postPayments(code: string): void;
  /** Somebody changes an order by hand. */
  touchOrder(number: string): void;
  revokeTokens(): void;
  /** Nobody can sign in any more. */
  revokeApps(): void;
  /** The most requests that were worked on at the same time. */
  readonly mostAtOnce: number;
  /** Requests that were answered. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
}

/**
 * A Business Central environment as a function from request to response: its standard API with ids, versions, deep inserts, bound actions and
 * batches, its number series, postings and limits, and its webhooks.
 *
 * @example
 * ```ts
 * import { businessCentralSimulator } from '@crossdock/connector-erp-d365/testing';
 *
 * const erp = businessCentralSimulator({ apps: [{ tenant: 'contoso', clientId: 'app', clientSecret: 's3cret' }] });
 * erp.seedItem({ number: 'SHOE-42' });
 * ```
 */
export function businessCentralSimulator(options: BusinessCentralSimulatorOptions = {}): BusinessCentralSimulator {
  const { origin = 'https://api.businesscentral.dynamics.com', clock = systemClock } = options;
  const { tenant = 'contoso', environment = 'Production', pageSize = 20_000 } = options;
  const company = options.company ?? '7dbba574-5f69-4167-a43e-fb975045de15';
  const now = () => clock.now();
  const faults = options.faults ?? createFaults({ seed: options.seed ?? 1 });
  const sets = [
    ...masterData,
    ...documents,
    ...finance.filter((set) => options.ledgerSetup !== false || set.name !== 'generalLedgerSetup'),
    ...(options.extension === false ? [] : extension),
  ];
  const books = new MemoryBooks(sets, now, {
    currency: options.currency ?? 'USD',
    manualNumbers: options.manualNumbers ?? true,
    pricesIncludeTax: options.pricesIncludeTax ?? false,
    newIdWhenPosted: options.newIdWhenPosted ?? true,
    taxRates: new Map(Object.entries(options.taxRates ?? { TAXABLE: 8.25 })),
  });
  const lifetimeSeconds = options.tokenLifetimeSeconds ?? 3599;
  const tokens = createTokenEndpoint({ apps: options.apps ?? [], now, lifetimeSeconds });
  const limits = createLimits(now);
  const nobody: Deliver = () => Promise.resolve(new Response(null, { status: 404 }));
  const subscriptions = createSubscriptions({ company, now, deliver: options.deliver ?? nobody });
  const requests: { method: string; path: string; status: number }[] = [];

  seedCompany(books, new Date(now()).getUTCFullYear());
  books.changed = (set, row, how) => subscriptions.note(set, row, how);

  async function route(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/oauth2/v2.0/token')) return tokens.grant(request);
    const accepted = tokens.accepts(
      request.headers.get('authorization'),
      'https://api.businesscentral.dynamics.com/.default',
    );
    if (!accepted || faults.strikes('token-expiry', url.pathname)) {
      tokens.revokeTokens();
      return respond({
        status: 401,
        body: envelope('Authentication_InvalidCredentials', 'The server has rejected the client credentials.'),
      });
    }
    if (faults.strikes('throttle-storm', url.pathname) || !limits.enter()) return tooMany();
    try {
      return await serve(request, url);
    } catch (error) {
      return respond(refused(error));
    } finally {
      limits.leave();
    }
  }

  async function serve(request: Request, url: URL): Promise<Response> {
    const text = await request.text();
    const json = text === '' ? undefined : parsed(text);
    const path = decodeURIComponent(url.pathname);
    const base = `/v2.0/${tenant}/${environment}/api/`;
    if (!path.startsWith(base)) throw new Refusal('BadRequest_ResourceNotFound', 'Resource not found.', 404);
    const rest = path.slice(base.length);
    const { method } = request;
    const ifMatch = request.headers.get('if-match');
    const subscription = /^v2\.0\/subscriptions(?:\('([^']*)'\))?$/.exec(rest);
    if (subscription) return respond(await subscriptions.handle({ method, id: subscription[1], json, ifMatch }));
    const [, api = '', below = ''] = /^(v2\.0|\w+\/\w+\/v\d\.\d)\/(.*)$/.exec(rest) ?? [];
    if (api.startsWith('microsoft/automation') && options.automation === false) {
      throw new Refusal('Authorization_RequestDenied', 'You do not have the permissions.', 403);
    }
    keepLevels(books);
    const address = `${origin}${url.pathname}`;
    if (below === '$batch' && method === 'POST') {
      const isolation = request.headers.get('isolation');
      requireBatchable(json);
      return respond(serveBatch(books, company, { api, pageSize, address }, { json, isolation }));
    }
    const [, id = '', name = ''] = /^companies\(([^)]*)\)\/?(.*)$/.exec(below) ?? [];
    if (id.toLowerCase() !== company) {
      throw new Refusal(
        'Internal_CompanyNotFound',
        'Cannot process the request because the default company cannot be found.',
        404,
      );
    }
    const preferred = /odata\.maxpagesize=(\d+)/.exec(request.headers.get('prefer') ?? '')?.[1];
    const size = Math.min(pageSize, Number(preferred ?? Infinity));
    return respond(
      operate(books, { method, path: name, api, query: url.searchParams, json, ifMatch, pageSize: size, address }),
    );
  }

  function requireBatchable(json: unknown): void {
    if (options.actionsInBatches !== false || !JSON.stringify(json).includes('Microsoft.NAV.')) return;
    throw new Refusal('BadRequest_MethodNotImplemented', 'A batch does not support bound actions.', 501);
  }

  const handle = withTransportFaults(route, {
    faults,
    clock,
    classify: ({ url, method }) => {
      const { pathname } = new URL(url);
      const isToken = pathname.endsWith('/token');
      return { operation: method, subject: decodeURIComponent(pathname), write: method !== 'GET' && !isToken };
    },
  });

  return {
    name: 'business-central',
    origin,
    company,
    faults,
    entitySets: sets,
    books: readBooks(books),
    ...createSeeds(books),
    get subscriptions() {
      return subscriptions.all;
    },
    collectNotifications: () => subscriptions.collect(),
    pushNotifications: () => subscriptions.push(),
    async handle(request) {
      const response = await handle(request);
      requests.push({ method: request.method, path: new URL(request.url).pathname, status: response.status });
      return response;
    },
    allowPosting(from = noDate, to = noDate) {
      const [setup] = books.rows('generalLedgerSetup');
      if (setup) books.change('generalLedgerSetup', setup, { allowPostingFrom: from, allowPostingTo: to });
      else books.put('generalLedgerSetup', { allowPostingFrom: from, allowPostingTo: to });
    },
    closePeriod(date) {
      const period = books.rows('accountingPeriods').findLast((it) => String(it['startingDate']) <= date);
      if (!period) throw new RangeError(`No accounting period holds ${date}`);
      books.change('accountingPeriods', period, { closed: true, dateLocked: true });
    },
    postPayments(code) {
      const journal = books.find('customerPaymentJournals', { code });
      if (journal) books.atomically(() => postJournal(books, journal, 'customerPayments'));
    },
    touchOrder(number) {
      const order = books.find('salesOrders', { number });
      if (order) books.change('salesOrders', order, {});
    },
    revokeTokens: () => tokens.revokeTokens(),
    revokeApps: () => tokens.forgetApps(),
    get mostAtOnce() {
      return limits.mostAtOnce;
    },
    requests,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal('BadRequest', 'Invalid Request Body');
  }
}

const envelope = (code: string, message: string) => ({ error: { code, message } });

function respond({ status, body }: Outcome): Response {
  if (body === undefined) return new Response(null, { status });
  return Response.json(body, { status, headers: { 'content-type': 'application/json; odata.metadata=minimal' } });
}

function tooMany(): Response {
  const body = envelope('Application_TooManyRequests', 'Too many requests reached. Actual (6001). Maximum (6000).');
  return Response.json(body, { status: 429, headers: { 'retry-after': '30' } });
}
