import { type Clock, systemClock } from '@crossdock/core';
import { createFaults, type Faults, type Simulator, withTransportFaults } from '@crossdock/testing';
import { serveBatch } from './batch-endpoint.ts';
import { runBatchJobs } from './batch-jobs.ts';
import { blobOrigin } from './bulk/blob-store.ts';
import { actionIn, createDataManagementModel, type DataManagementControls } from './bulk/data-management.ts';
import { createRecurringJobs, type RecurringJobControls } from './bulk/recurring-jobs.ts';
import { type BusinessEventDelivery, businessEventsOf } from './business-events.ts';
import { MemoryBooks } from './books.ts';
import type { Books, EntitySet, Row } from './entity-model.ts';
import { inventory, postAdjustments } from './entities/inventory.ts';
import { catalog } from './entities/catalog.ts';
import { journals } from './entities/journals.ts';
import { masterData } from './entities/master-data.ts';
import { postedDocuments } from './entities/posted.ts';
import { retail } from './entities/retail.ts';
import { setup } from './entities/setup.ts';
import { type OrderNumbers, salesEntities } from './entities/sales.ts';
import { ODataError } from './filter.ts';
import { failureOf, type ODataEndpoint, operate, type Outcome } from './odata-endpoint.ts';
import { createPostingService } from './posting-service.ts';
import { type D365Books, readBooks } from './read-books.ts';
import { createSeeds, seedCalendar, type Seeds } from './seeds.ts';
import { createSetupSeeds, type SetupSeeds } from './setup-seeds.ts';
import { createTokenEndpoint, type RegisteredApp } from './token-endpoint.ts';

/** Options of {@link d365Simulator}. */
export interface D365SimulatorOptions {
  /** @default 'https://contoso.operations.dynamics.com' */
  readonly origin?: string;
  /** Legal entity that documents are kept in. @default 'usmf' */
  readonly company?: string;
  /** Company of the app's own user: all that it sees without `cross-company`. @default 'dat' */
  readonly userCompany?: string;
  /** Apps that may ask for tokens. */
  readonly apps?: readonly RegisteredApp[];
  /** @default the system's clock */
  readonly clock?: Clock;
  /** @default 1 */
  readonly seed?: number;
  /** @default no faults but those that a test arms */
  readonly faults?: Faults;
  /** Whether callers number their orders. @default 'automatic' */
  readonly orderNumbers?: OrderNumbers;
  /** Text fields that developers added, by entity set. */
  readonly customFields?: Readonly<Record<string, readonly string[]>>;
  /** Sign of what tills sell, in the store transactions of this environment. @default 'negative' */
  readonly retailSigns?: 'negative' | 'positive';
  /** Whether the environment has the connector's X++ service. @default true */
  readonly postingService?: boolean;
  /**
   * How often the environment's batch jobs post what is ready, in milliseconds.
   *
   * @default 600_000
   */
  readonly batchEveryMs?: number;
  /** Rows of a page. @default 10_000 */
  readonly pageSize?: number;
  /** Seconds that an access token lives. @default 3_599 */
  readonly tokenLifetimeSeconds?: number;
}

/** A small true model of one Finance & Operations environment. */
export interface D365Simulator extends Simulator, Seeds, SetupSeeds {
  readonly origin: string;
  readonly company: string;
  readonly books: D365Books;
  /** Data projects and their jobs. */
  readonly dataManagement: DataManagementControls;
  /** Queues of recurring integrations. */
  readonly recurringJobs: RecurringJobControls;
  /** Names of everything that is public, for tests against the platform's own metadata. */
  readonly entitySets: readonly EntitySet[];
  /** Runs the batch jobs now: packing slips for what `Deliver now` asks, invoices for what was delivered, journals. */
  runBatch(): void;
  /** The rows of a set as they lie in the environment, oldest first. */
  rowsOf(set: string): readonly Readonly<Row>[];
  /** Somebody changes a row in the client, by its place. */
  changeRow(set: string, at: number, changes: Readonly<Partial<Row>>): void;
  /** Somebody adds a row in the client that is like another one. */
  copyRow(set: string, at: number, changes: Readonly<Partial<Row>>): void;
  /** Every business event so far, as an HTTPS endpoint with this URL gets it. */
  businessEvents(url: string): readonly BusinessEventDelivery[];
  /** Closes the fiscal period that holds the date (`YYYY-MM-DD`), or puts it on hold. */
  closePeriod(date: string, how?: 'Closed' | 'OnHold'): void;
  reopenPeriod(date: string): void;
  revokeTokens(): void;
  /** Nobody can sign in any more. */
  revokeApps(): void;
  readonly tokensGranted: number;
  /** Requests that were answered. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
}

/**
 * A Finance & Operations environment as a function from request to response: OData with its keys, companies, enums and changesets,
 * number sequences, journals and periods, and batch jobs that post.
 *
 * @example
 * ```ts
 * import { d365Simulator } from '@crossdock/connector-erp-d365/testing';
 *
 * const erp = d365Simulator({ apps: [{ tenant: 'contoso', clientId: 'app', clientSecret: 's3cret' }] });
 * erp.seedItem({ itemNumber: 'SHOE-42' });
 * ```
 */
export function d365Simulator(options: D365SimulatorOptions = {}): D365Simulator {
  const { origin = 'https://contoso.operations.dynamics.com', clock = systemClock, batchEveryMs = 600_000 } = options;
  const company = options.company ?? 'usmf';
  const userCompany = options.userCompany ?? 'dat';
  const now = () => clock.now();
  const faults = options.faults ?? createFaults({ seed: options.seed ?? 1 });
  const sets = [
    ...masterData,
    ...catalog,
    ...salesEntities(options.orderNumbers ?? 'automatic'),
    ...journals,
    ...inventory,
    ...postedDocuments,
    ...retail,
    ...setup,
  ].map((set) => withFields(set, options.customFields?.[set.name] ?? []));
  const books = new MemoryBooks(sets, now);
  const tokens = createTokenEndpoint({
    apps: options.apps ?? [],
    now,
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 3599,
  });
  const service = createPostingService(books);
  const endpoint: ODataEndpoint = { books, defaultCompany: userCompany, origin, pageSize: options.pageSize ?? 10_000 };
  const recurringJobs = createRecurringJobs({
    origin,
    now,
    importQueued: (...file) => dataManagement.importQueued(...file),
  });
  const dataManagement = createDataManagementModel(endpoint, (message) => recurringJobs.executionOf(message));
  const requests: { method: string; path: string; status: number }[] = [];
  let batchDue = now() + batchEveryMs;

  for (const id of new Set([company, userCompany])) books.put('LegalEntities', { LegalEntityId: id, CompanyName: id });
  const year = new Date(now()).getUTCFullYear();
  for (const it of [year - 1, year, year + 1]) seedCalendar(books, company, it);

  async function route(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.origin === blobOrigin) return dataManagement.store.answer(request);
    if (url.pathname.endsWith('/oauth2/v2.0/token')) return tokens.grant(request);
    if (
      !tokens.accepts(request.headers.get('authorization'), `${origin}/.default`) ||
      faults.strikes('token-expiry', url.pathname)
    ) {
      tokens.revokeTokens();
      return new Response(null, { status: 401 });
    }
    if (faults.strikes('throttle-storm', url.pathname)) return tooBusy();
    for (; batchDue <= now(); batchDue += batchEveryMs) runBatchJobs(books, options.retailSigns ?? 'negative');
    const queued = await recurringJobs.answer(request);
    if (queued) return queued;
    const text = await request.text();
    const acted = await dataManagement.action(url.pathname, jsonIn(text));
    if (acted) return respond(acted);
    if (url.pathname === '/data/$batch') return batch(request, text);
    if (url.pathname.startsWith('/api/services/')) return custom(url.pathname, text);
    const reply = answer(() =>
      operate(endpoint, {
        method: request.method,
        url,
        headers: request.headers,
        json: text === '' ? undefined : (JSON.parse(text) as unknown),
      }),
    );
    postAdjustments(books);
    return reply;
  }

  function batch(request: Request, text: string): Response {
    try {
      const reply = serveBatch(endpoint, request.headers.get('content-type'), text);
      postAdjustments(books);
      return reply;
    } catch (error) {
      return respond(failureOf(error));
    }
  }

  function custom(pathname: string, text: string): Response {
    const [, , , group, name, operation = ''] = pathname.split('/');
    const isOurs = options.postingService !== false && group === 'CrossdockServices' && name === 'CrossdockPosting';
    const json = JSON.parse(text) as {
      readonly _request: { readonly Company: string; readonly Reference: string; readonly Operation?: string };
    };
    const posted = isOurs
      ? operation === 'find'
        ? (service.find(json._request.Operation ?? '', json._request.Company, json._request.Reference) ?? notPosted)
        : service.run(operation, json)
      : undefined;
    return posted ? Response.json(posted) : new Response('No service of that name is found.', { status: 404 });
  }

  const handle = withTransportFaults(route, {
    faults,
    clock,
    classify: ({ url, method }) => {
      const { pathname } = new URL(url);
      const isToken = pathname.endsWith('/token');
      const isFind = pathname.endsWith('/find');
      const action = actionIn(pathname);
      const isQuestion = action !== undefined && !startsAJob.has(action);
      return {
        operation: method,
        subject: decodeURIComponent(pathname),
        write: method !== 'GET' && !isToken && !isFind && !isQuestion,
      };
    },
  });

  return {
    name: 'd365',
    origin,
    company,
    faults,
    entitySets: sets.filter((set) => !set.name.startsWith('#')),
    books: readBooks(books, options.retailSigns ?? 'negative'),
    ...createSeeds(books, company),
    ...createSetupSeeds(books, company),
    runBatch: () => runBatchJobs(books, options.retailSigns ?? 'negative'),
    async handle(request) {
      const response = await handle(request);
      requests.push({ method: request.method, path: new URL(request.url).pathname, status: response.status });
      return response;
    },
    dataManagement: dataManagement.controls,
    recurringJobs: recurringJobs.controls,
    rowsOf: (set) => books.rows(set),
    changeRow: (set, at, changes) => void books.change(set, rowAt(books, set, at), changes),
    copyRow: (set, at, changes) => void books.put(set, { ...rowAt(books, set, at), ...changes }),
    businessEvents: (url) => businessEventsOf(books, url),
    closePeriod: (date, how = 'Closed') => setPeriod(books, company, date, how),
    reopenPeriod: (date) => setPeriod(books, company, date, 'Open'),
    revokeTokens: () => tokens.revokeTokens(),
    revokeApps: () => tokens.forgetApps(),
    get tokensGranted() {
      return tokens.granted;
    },
    requests,
  };
}

const startsAJob: ReadonlySet<string> = new Set(['ImportFromPackage', 'ExportToPackage']);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const notPosted = { Outcome: 'unknown', Number: '', Voucher: '', Message: '' } as const;

function answer(work: () => Outcome): Response {
  try {
    return respond(work());
  } catch (error) {
    return respond(failureOf(error instanceof SyntaxError ? new ODataError('The request body is no JSON.') : error));
  }
}

function respond({ status, body, headers = {} }: Outcome): Response {
  if (body === undefined) return new Response(null, { status, headers });
  return Response.json(body, { status, headers });
}

function withFields(set: EntitySet, added: readonly string[]): EntitySet {
  if (added.length === 0) return set;
  return { ...set, fields: { ...set.fields, ...Object.fromEntries(added.map((name) => [name, 'text' as const])) } };
}

function rowAt(books: Books, set: string, at: number): Row {
  const row = books.rows(set)[at];
  if (!row) throw new RangeError(`${set} has no row ${at}`);
  return row;
}

function tooBusy(): Response {
  const Message =
    'This request could not be processed at this time due to system experiencing high resource utilization. Please try again later.';
  return Response.json({ Message }, { status: 429, headers: { 'retry-after': '30' } });
}

function setPeriod(books: Books, company: string, date: string, PeriodStatus: string): void {
  const period = books
    .rows('FiscalPeriods')
    .find((it) => String(it['StartDate']).slice(0, 10) <= date && String(it['EndDate']).slice(0, 10) >= date);
  const state = books.find('LedgerFiscalPeriods', {
    LegalEntityId: company,
    YearName: period?.['FiscalYear'] ?? '',
    PeriodName: period?.['PeriodName'] ?? '',
  });
  if (!state) throw new RangeError(`No fiscal period holds ${date}`);
  books.change('LedgerFiscalPeriods', state, { PeriodStatus });
}
