import { systemClock, type Clock } from '@crossdock/core';
import { ConnectionLost, createFaults, type Faults, type Simulator } from '@crossdock/testing';
import { standardFeatures, type AccountFeatures } from './account.ts';
import type { NetsuiteBooks } from './booked.ts';
import { readBooks } from './books.ts';
import type { Bookkeeping } from './booking.ts';
import { faultSubjectOf, type FaultSubject } from './fault-subject.ts';
import { createJobDesk } from './jobs.ts';
import { type Json, textOf } from './json.ts';
import { ledgerOf } from './ledger.ts';
import { createLists, type ListEntry, type ListType } from './lists.ts';
import { periodContaining } from './periods.ts';
import { maintenancePage, Problem, problemResponse, userError } from './problem.ts';
import { serveRecords, type RecordApi } from './record-api.ts';
import { posts } from './sales.ts';
import { createPusher, type PushedDelivery, type PushOptions } from './push.ts';
import { createSeeds, seedBasics, type Seeds } from './seeds.ts';
import { createSignedRequests, type RegisteredToken } from './signed-requests.ts';
import { seedStock, type StockSeed } from './seed-stock.ts';
import { type Line, Store, type StoredRecord } from './store.ts';
import { createQueryApi } from './suiteql/query-api.ts';
import { createTokenEndpoint, type RegisteredCertificate } from './token-endpoint.ts';

/** Service tiers with the number of requests that may be in flight at once, for the whole account. */
const concurrencyOf = { standard: 5, premium: 15, enterprise: 20, ultimate: 20 } as const;

/** Options of {@link netsuiteSimulator}. */
export interface NetsuiteSimulatorOptions {
  /**
   * Account id in any of its forms.
   *
   * @default '1234567'
   */
  readonly account?: string;
  /** @default the system's clock */
  readonly clock?: Clock;
  /**
   * Seed of the faults, when `faults` is not given. Same seed, same story.
   *
   * @default 1
   */
  readonly seed?: number;
  /** @default no faults but those that a test arms */
  readonly faults?: Faults;
  /** Certificates that are mapped in the account. More can be added with `registerCertificate`. */
  readonly credentials?: RegisteredCertificate | readonly RegisteredCertificate[];
  /** Access tokens of token-based authentication (OAuth 1.0a). @default none */
  readonly accessTokens?: RegisteredToken | readonly RegisteredToken[];
  /** @default 'standard' */
  readonly tier?: keyof typeof concurrencyOf;
  /** Requests in flight at once. @default what the tier allows */
  readonly concurrencyLimit?: number;
  /**
   * How long every answer takes on the clock, in milliseconds.
   *
   * @default 0
   */
  readonly latencyMs?: number;
  /**
   * Seconds that an access token lives.
   *
   * @default 3600
   */
  readonly tokenLifetimeSeconds?: number;
  /**
   * How long a job of the account takes (a write with `Prefer: respond-async`), in milliseconds.
   *
   * @default 1_000
   */
  readonly jobMs?: number;
  /** Deploys the script that pushes: every record that is saved is told. @default not deployed */
  readonly push?: PushOptions;
  /** How "too many at once" is worded: by REST with 429, by its SOAP twin with 403. @default 429 */
  readonly busyStatus?: 429 | 403;
  /** What the account has switched on. */
  readonly features?: Partial<AccountFeatures>;
}

/** A small true model of one NetSuite account, with its own books. */
export interface NetsuiteSimulator extends Simulator, Seeds {
  readonly account: string;
  /** `https://1234567.suitetalk.api.netsuite.com` */
  readonly origin: string;
  readonly books: NetsuiteBooks;
  readonly features: AccountFeatures;
  /** Internal id of each currency, by ISO code. */
  readonly currencies: Readonly<Record<string, string>>;
  /** Adds an entry to a short list: a price level, a tax code, a payment method, a unit. */
  seedList(
    type: ListType,
    entry: { readonly id?: string; readonly name: string; readonly isInactive?: boolean },
  ): ListEntry;
  /** Puts units on a shelf, as the opening balance of the account. */
  seedStock(stock: StockSeed): void;
  /** What the script that pushes would send for a record now. */
  deliveryOf(record: { readonly type: string; readonly id: string }, secret: string): PushedDelivery;
  /** Resolves when nothing that was pushed is on its way. */
  pushed(): Promise<void>;
  /** Changes fields of a record, as somebody does in the user interface. */
  editRecord(id: string, values: Readonly<Record<string, Json>>): void;
  registerCertificate(certificate: RegisteredCertificate): void;
  /** Closes or locks the accounting period that holds the date (`YYYY-MM-DD`), or locks it for receivables only. */
  closePeriod(date: string, how?: 'closed' | 'locked' | 'receivables'): void;
  reopenPeriod(date: string): void;
  /** Between `true` and `false` every request gets the maintenance page. */
  maintenance(on: boolean): void;
  /** Takes a permission away from the role, or gives it back. `query` is SuiteAnalytics Workbook, the others are record types. */
  permit(what: string, allowed: boolean): void;
  /** Approves an invoice that waits for it; it reaches the ledger. */
  approve(externalId: string): void;
  /** Voids a posted document. */
  voidDocument(externalId: string): void;
  revokeTokens(): void;
  /** Revokes every certificate and access token, as an administrator does; nobody can sign in any more. */
  revokeCertificates(): void;
  /** Revokes one certificate, and the tokens that were given out. */
  revokeCertificate(certificateId: string): void;
  /** How many tokens were given out. */
  readonly tokensGranted: number;
  /** Requests that were answered, by method and path template, for tests that count them. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** The most requests that were in flight at once. */
  readonly peakInFlight: number;
}

const requestLimitMs = 15 * 60_000;
const slowReplyMs = 20_000;

/**
 * A NetSuite account as a function from request to response. It enforces what the platform publishes: signed client
 * assertions, required and unknown fields, external ids unique per group, sublists that grow when they are sent twice,
 * periods, concurrency; it balances its ledger and answers SuiteQL from the same books.
 */
export function netsuiteSimulator(options: NetsuiteSimulatorOptions = {}): NetsuiteSimulator {
  const clock = options.clock ?? systemClock;
  const now = () => clock.now();
  const account = (options.account ?? '1234567').toUpperCase().replaceAll('-', '_');
  const origin = `https://${account.toLowerCase().replaceAll('_', '-')}.suitetalk.api.netsuite.com`;
  const features = { ...standardFeatures, ...options.features };
  const faults = options.faults ?? createFaults({ seed: options.seed ?? 1 });
  const limit = options.concurrencyLimit ?? concurrencyOf[options.tier ?? 'standard'];
  const store = new Store();
  seedBasics(store, features, now);
  const tokenUrl = `${origin}/services/rest/auth/oauth2/v1/token`;
  const tokens = createTokenEndpoint({ tokenUrl, now, lifetimeSeconds: options.tokenLifetimeSeconds ?? 3600 });
  for (const certificate of [options.credentials ?? []].flat()) tokens.register(certificate);
  const signedRequests = createSignedRequests({ realm: account, origin, now });
  for (const token of [options.accessTokens ?? []].flat()) signedRequests.register(token);

  const forbidden = new Set<string>();
  const bookkeeping: Bookkeeping = { store, features, now };
  const lists = createLists(features);
  const pusher = createPusher({ account, push: options.push, faults, clock });
  const afterSubmit = (record: StoredRecord) => pusher.afterSubmit(record);
  const recordApi: RecordApi = { ...bookkeeping, origin, forbidden, lists, afterSubmit };
  const queryApi = createQueryApi(bookkeeping, lists, () => !forbidden.has('query'));
  const jobs = createJobDesk({
    origin,
    now,
    jobMs: options.jobMs ?? 1_000,
    perform: (request) => serveRecords(request, recordApi),
  });
  const requests: { method: string; path: string; status: number }[] = [];
  let inFlight = 0;
  let peakInFlight = 0;
  let underMaintenance = false;

  async function route(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/services/rest/async/v1/job/')) return jobs.serve(request);
    if (pathname.startsWith('/services/rest/record/v1/'))
      return (await jobs.take(request)) ?? serveRecords(request, recordApi);
    if (pathname === '/services/rest/query/v1/suiteql') return queryApi.serve(request);
    if (pathname === '/services/rest/system/v1/serverTime') {
      return Response.json({ serverTime: `${new Date(now()).toISOString().slice(0, 19)}Z` });
    }
    throw new Problem(404, 'NONEXISTENT_ID', 'The requested resource does not exist.', { 'o:errorUrl': pathname });
  }

  /** What stands between the door and the books, in the platform's order: sign-in, then concurrency. */
  async function admitted(request: Request, subject: FaultSubject): Promise<Response> {
    const isKnown = tokens.accepts(request.headers.get('authorization')) || signedRequests.accepts(request);
    if (!isKnown || faults.strikes('token-expiry', subject.name)) {
      tokens.revokeAll();
      return invalidLogin(account);
    }
    if (inFlight > limit || faults.strikes('throttle-storm', subject.name)) return busy(options.busyStatus ?? 429);
    if (faults.strikes('error-before', subject.name)) return unexpected(subject);
    if (subject.type !== undefined && posts(subject.type) && faults.strikes('closed-period', subject.name)) {
      return problemResponse(
        userError('The posting period for this transaction is closed. Change the date or the posting period.'),
      );
    }
    return route(request);
  }

  async function served(request: Request): Promise<Response> {
    await jobs.runDue();
    const subject = await faultSubjectOf(request);
    if (underMaintenance || faults.strikes('outage', subject.name)) return maintenancePage();
    const response = await answer(request, subject);
    if (faults.strikes('error-after', subject.name)) return unexpected(subject);
    if (faults.strikes('lost-reply', subject.name)) throw new ConnectionLost('The connection died before the reply');
    if (faults.strikes('slow-reply', subject.name)) await clock.sleep(slowReplyMs, request.signal);
    if (faults.strikes('timeout', subject.name)) {
      await clock.sleep(requestLimitMs, request.signal);
      throw new ConnectionLost('The platform gave up after fifteen minutes');
    }
    return response;
  }

  async function answer(request: Request, subject: FaultSubject): Promise<Response> {
    if (subject.name === 'token') return tokens.grant(new URLSearchParams(await request.text()));
    inFlight += 1;
    peakInFlight = Math.max(peakInFlight, inFlight);
    try {
      const latencyMs = options.latencyMs ?? 0;
      if (latencyMs > 0 && inFlight <= limit) await clock.sleep(latencyMs, request.signal);
      return await admitted(request, subject);
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      throw error;
    } finally {
      inFlight -= 1;
    }
  }

  function changePeriod(date: string, values: Readonly<Record<string, boolean>>): void {
    const period = periodContaining(date, store);
    if (!period) throw new RangeError(`No accounting period holds ${date}`);
    store.save({ ...period, values: { ...period.values, ...values } });
  }

  function changeDocument(externalId: string, values: Readonly<Record<string, { id: string } | boolean>>): void {
    const record = store.findByExternalId('transaction', externalId);
    if (!record) throw new RangeError(`No transaction has the external id ${externalId}`);
    const changed = { ...record, values: { ...record.values, ...values } };
    store.save(changed);
    store.post(changed.id, ledgerOf(changed, store, features));
  }

  return {
    name: 'netsuite',
    account,
    origin,
    faults,
    features,
    currencies: currencyIds(store),
    books: readBooks(store, features),
    ...createSeeds(store, now),
    seedStock: (stock) => seedStock(stock, bookkeeping),
    editRecord: (id, values) => {
      const record = store.get(id);
      if (!record) throw new RangeError(`There is no record ${id}`);
      const { price, ...fields } = values;
      const lines =
        price === undefined ? record.lines : { ...record.lines, price: price as unknown as readonly Line[] };
      const version = record.version + 1;
      const edited = { ...record, values: { ...record.values, ...fields }, lines, modifiedAt: now(), version };
      store.save(edited);
      pusher.afterSubmit(edited);
    },
    deliveryOf: (record, secret) => pusher.deliveryOf(record, secret),
    pushed: () => pusher.courier?.settled() ?? Promise.resolve(),
    seedList: (type, entry) => lists.add(type, entry),
    async handle(request) {
      const response = await served(request);
      requests.push({ method: request.method, path: new URL(request.url).pathname, status: response.status });
      return response;
    },
    registerCertificate: (certificate) => {
      tokens.register(certificate);
    },
    closePeriod: (date, how = 'closed') => {
      const fields = { closed: 'closed', locked: 'allLocked', receivables: 'arLocked' } as const;
      changePeriod(date, { [fields[how]]: true });
    },
    reopenPeriod: (date) => {
      changePeriod(date, { closed: false, allLocked: false, arLocked: false });
    },
    maintenance: (on) => {
      underMaintenance = on;
    },
    permit: (what, allowed) => {
      if (allowed) forbidden.delete(what);
      else forbidden.add(what);
    },
    approve: (externalId) => {
      changeDocument(externalId, { approvalStatus: { id: '2' } });
    },
    voidDocument: (externalId) => {
      changeDocument(externalId, { voided: true });
    },
    revokeTokens: () => {
      tokens.revokeAll();
    },
    revokeCertificates: () => {
      tokens.revokeCertificates();
      signedRequests.revokeAll();
    },
    revokeCertificate: (certificateId) => {
      tokens.revokeCertificates(certificateId);
    },
    get tokensGranted() {
      return tokens.granted;
    },
    requests,
    get peakInFlight() {
      return peakInFlight;
    },
  };
}

function currencyIds(store: Store): Readonly<Record<string, string>> {
  return Object.fromEntries(store.all('currency').map(({ id, values }) => [textOf(values['symbol']) ?? '', id]));
}

function invalidLogin(account: string): Response {
  const detail =
    'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.';
  const challenge = `Bearer realm="${account}", error="invalid_token", error_description="Invalid login attempt."`;
  return problemResponse(new Problem(401, 'INVALID_LOGIN', detail), { 'www-authenticate': challenge });
}

function busy(status: 429 | 403): Response {
  const detail = 'Concurrent request limit exceeded. Request blocked.';
  return problemResponse(
    new Problem(status, status === 429 ? 'CONCURRENCY_LIMIT_EXCEEDED' : 'WS_REQUEST_BLOCKED', detail),
  );
}

/** The platform names an error id that support can look up; ours is made from the subject, so that it repeats. */
function unexpected(subject: FaultSubject): Response {
  const errorId = Buffer.from(subject.name).toString('hex').slice(0, 21).padEnd(21, '0');
  return problemResponse(new Problem(500, 'UNEXPECTED_ERROR', `An unexpected error occurred. Error ID: ${errorId}`));
}
