import {
  type Authorize,
  type Clock,
  createConcurrencyLimit,
  createThrottle,
  type HttpClientFactory,
  IntegrationError,
  isIntegrationError,
} from '@crossdock/core';
import { z } from 'zod';
import { refusalOf, toBusinessCentralError } from './errors.ts';
import { type Filter, filterOf } from './query.ts';

/** A set of rows, one row (`id`), or what belongs to it (`part`): `salesOrders`, `salesOrders({id})/salesOrderLines`. */
export interface Place {
  readonly set: string;
  readonly id?: string;
  readonly part?: string;
  /** Another API than the standard one: `microsoft/automation/v2.0`. */
  readonly api?: string;
}

/** A row to be changed or removed names the version it means; `*` means whichever there is. */
export type Version = string;

/** One write of a batch. */
export type BatchWrite =
  | { readonly create: Place; readonly json: object }
  | { readonly update: Place; readonly version: Version; readonly json: object }
  | { readonly remove: Place; readonly version: Version }
  | { readonly act: Place; readonly action: string };

interface Asked<Row extends z.ZodType> {
  readonly row: Row;
  readonly signal: AbortSignal;
}

interface Query<Row extends z.ZodType> extends Asked<Row> {
  readonly filter?: Filter;
  readonly orderBy?: string;
}

/** Some rows, and where the next ones begin. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** Speaks to one company of one environment. Knows nothing of orders. */
export interface BusinessCentralClient {
  /** One row, or `undefined` if there is none. */
  read<Row extends z.ZodType>(place: Place, asked: Asked<Row>): Promise<z.output<Row> | undefined>;
  /** Every row, page by page. */
  list<Row extends z.ZodType>(place: Place, query: Query<Row>): Promise<readonly z.output<Row>[]>;
  /** One page of rows, from the place of `after` on. */
  page<Row extends z.ZodType>(
    place: Place,
    query: Query<Row> & { readonly limit: number; readonly after?: string | undefined },
  ): Promise<RowPage<z.output<Row>>>;
  create<Row extends z.ZodType>(place: Place, json: object, asked: Asked<Row>): Promise<z.output<Row>>;
  update(
    place: Place,
    change: { readonly version: Version; readonly json: object; readonly signal: AbortSignal },
  ): Promise<void>;
  remove(place: Place, what: { readonly version: Version; readonly signal: AbortSignal }): Promise<void>;
  /** A bound action, `Microsoft.NAV.post`. It answers nothing. */
  act(place: Place, action: string, signal: AbortSignal): Promise<void>;
  /** Does all of it or nothing, in order. */
  batch(writes: readonly BatchWrite[], signal: AbortSignal): Promise<void>;
  /** Subscriptions stand beside the companies. */
  readonly subscriptions: SubscriptionRooms;
}

export interface SubscriptionRooms {
  list<Row extends z.ZodType>(asked: Asked<Row>): Promise<readonly z.output<Row>[]>;
  create(json: object, signal: AbortSignal): Promise<void>;
  renew(id: string, version: Version, json: object, signal: AbortSignal): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  readonly tenant: string;
  readonly environment: string;
  readonly company: string;
  readonly http: HttpClientFactory;
  readonly auth: Authorize;
  readonly clock: Clock;
  readonly concurrency: number;
  readonly timeoutMs: number;
}

const standard = 'v2.0';
/** 6,000 requests of a user in five minutes. A few may follow each other at once. */
const perSecond = 20;
const burst = 100;
/** Most writes of one batch. */
export const mostWrites = 100;

const Answers = z.object({
  responses: z.array(z.object({ status: z.coerce.number(), body: z.unknown().optional() })),
});

export function createClient(options: ClientOptions): BusinessCentralClient {
  const { company, auth, timeoutMs } = options;
  const http = options.http({
    baseUrl: `${options.url}/v2.0/${options.tenant}/${options.environment}/api`,
    auth,
    timeoutMs,
    errors: toBusinessCentralError,
    // Failures are told apart by the words of this language.
    headers: { 'accept-language': 'en-US' },
  });
  const pool = createConcurrencyLimit({ limit: options.concurrency });
  const pace = createThrottle({ perSecond, burst, clock: options.clock });
  const inPool = <T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> =>
    pool.run(async () => {
      await pace.take(signal);
      return send();
    }, signal);
  const paramsOf = ({ id }: Place) => ({ company, ...(id !== undefined && { id }) });

  const page: BusinessCentralClient['page'] = async (place, { filter, orderBy, row, limit, after, signal }) => {
    const answer = z.object({ value: z.array(row), '@odata.nextLink': z.string().min(1).optional() });
    const { body } = await inPool(signal, () =>
      http.get(pathOf(place), {
        params: paramsOf(place),
        query: { $filter: filterOf(filter ?? {}), $orderby: orderBy, $skiptoken: after },
        headers: { prefer: `odata.maxpagesize=${limit}` },
        numbers: 'text',
        response: answer,
        signal,
      }),
    );
    const next = nextOf(body['@odata.nextLink'], after);
    return { rows: body.value, ...(next !== undefined && { next }) };
  };

  return {
    page,
    async list<Row extends z.ZodType>(place: Place, query: Query<Row>) {
      const found: z.output<Row>[] = [];
      for (let after: string | undefined; ;) {
        const { rows, next }: RowPage<z.output<Row>> = await page(place, {
          ...query,
          limit: largestPage,
          after,
        });
        found.push(...rows);
        if (next === undefined) return found;
        after = next;
      }
    },
    read: (place, { row, signal }) =>
      inPool(signal, async () => {
        try {
          const asked = { params: paramsOf(place), numbers: 'text' as const, response: row, signal };
          return (await http.get(pathOf(place), asked)).body;
        } catch (error) {
          if (isIntegrationError(error) && error.code === 'not-found') return undefined;
          throw error;
        }
      }),
    create: (place, json, { row, signal }) =>
      inPool(signal, async () => {
        const request = { params: paramsOf(place), json, numbers: 'text' as const, response: row, signal };
        return (await http.post(pathOf(place), request)).body;
      }),
    update: (place, { version, json, signal }) =>
      inPool(signal, async () => {
        await http.patch(pathOf(place), { params: paramsOf(place), headers: { 'if-match': version }, json, signal });
      }),
    remove: (place, { version, signal }) =>
      inPool(signal, async () => {
        await http.delete(pathOf(place), { params: paramsOf(place), headers: { 'if-match': version }, signal });
      }),
    act: (place, action, signal) =>
      inPool(signal, async () => {
        await http.post(`${pathOf(place)}/Microsoft.NAV.${action}`, { params: paramsOf(place), json: {}, signal });
      }),
    batch: (writes, signal) =>
      inPool(signal, async () => {
        if (writes.length > mostWrites) {
          throw new IntegrationError(`Business Central takes ${mostWrites} writes at once, not ${writes.length}`, {
            code: 'unsupported-document',
            path: 'lines',
          });
        }
        const [first] = writes;
        const { body } = await http.post(`/${apiOf(first)}/$batch`, {
          headers: { isolation: 'snapshot' },
          json: { requests: writes.map((write, index) => partOf(write, index, company)) },
          numbers: 'text',
          response: Answers,
          signal,
        });
        proveBatch(body.responses, writes.length);
      }),
    subscriptions: {
      list: ({ row, signal }) =>
        inPool(signal, async () => {
          const answer = z.object({ value: z.array(row) });
          return (await http.get(`/${standard}/subscriptions`, { numbers: 'text', response: answer, signal })).body
            .value;
        }),
      create: (json, signal) =>
        inPool(signal, async () => {
          await http.post(`/${standard}/subscriptions`, { json, signal });
        }),
      renew: (id, version, json, signal) =>
        inPool(signal, async () => {
          const place = `/${standard}/subscriptions('{id}')`;
          await http.patch(place, { params: { id }, headers: { 'if-match': version }, json, signal });
        }),
    },
  };
}

/** Rows of one answer when all are wanted. */
const largestPage = 5_000;

function pathOf({ set, id, part, api = standard }: Place): string {
  return `/${api}/companies({company})/${set}${id === undefined ? '' : '({id})'}${part === undefined ? '' : `/${part}`}`;
}

/** Only the token of a link is followed: the question stays ours. */
function nextOf(link: string | undefined, after: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const next = URL.parse(link)?.searchParams.get('$skiptoken') ?? undefined;
  if (next !== undefined && next !== after) return next;
  throw new IntegrationError('Business Central points to a next page that is none', { code: 'response-invalid' });
}

function placeIn(write: BatchWrite): Place {
  if ('create' in write) return write.create;
  if ('update' in write) return write.update;
  return 'remove' in write ? write.remove : write.act;
}

const apiOf = (write: BatchWrite | undefined): string => (write && placeIn(write).api) ?? standard;

function partOf(write: BatchWrite, index: number, company: string): object {
  const { set, id, part } = placeIn(write);
  const url = `companies(${company})/${set}${id === undefined ? '' : `(${id})`}${part === undefined ? '' : `/${part}`}`;
  const headers = {
    'Content-Type': 'application/json',
    ...('version' in write && { 'If-Match': write.version }),
  };
  const head = { id: String(index + 1), headers };
  if ('create' in write) return { ...head, method: 'POST', url, body: write.json };
  if ('update' in write) return { ...head, method: 'PATCH', url, body: write.json };
  if ('remove' in write) return { ...head, method: 'DELETE', url };
  return { ...head, method: 'POST', url: `${url}/Microsoft.NAV.${write.action}`, body: {} };
}

/** The outer answer is 200 whatever happened: one refused part is all of it, although the parts before it say that they are done. */
function proveBatch(parts: z.output<typeof Answers>['responses'], expected: number): void {
  const failed = parts.find((part) => part.status >= 400);
  if (failed) {
    if (failed.status >= 500 || failed.status === 408) {
      throw new IntegrationError('Business Central failed while it worked on a batch', { code: 'outcome-unknown' });
    }
    throw refusalOf(failed.status, failed.body);
  }
  if (parts.length === expected) return;
  throw new IntegrationError('Business Central answered a batch with another number of parts', {
    code: 'response-invalid',
    disposition: 'unknown',
    details: { expected, answered: parts.length },
  });
}
