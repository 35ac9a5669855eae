import {
  type Authorize,
  type Clock,
  type HttpClientFactory,
  type HttpFailure,
  type HttpReply,
  IntegrationError,
} from '@crossdock/core';
import { z } from 'zod';
import type { NetsuiteAccount } from './account-id.ts';
import { poolOf } from './account-pool.ts';
import { QueryPage, type QueryRow } from './api/query.ts';
import { type Batch, type BatchOutcome, createBatch } from './batch.ts';
import { toNetsuiteError } from './errors.ts';
import { createJobs } from './jobs.ts';
import { createSubmit } from './submit.ts';

/** How a record is named in a path: by internal id, or by our external id as `eid:X`. */
export type RecordKey = { readonly id: string } | { readonly externalId: string };

/** Speaks SuiteTalk REST and SuiteQL to one account. Knows nothing of orders. */
export interface NetsuiteClient {
  /** Reads a record with its sublists, or `undefined` if there is none. */
  readRecord<S extends z.ZodType>(
    type: string,
    key: RecordKey,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | undefined>;
  /** Whether a record is there, by internal id; `unknown-type` when the account shows no records of the type. */
  stateOf(type: string, id: string, signal: AbortSignal): Promise<RecordState>;
  /** Makes a record. A taken external id is `duplicate`. Returns the internal id when the platform tells it. */
  createRecord(type: string, body: object, signal: AbortSignal): Promise<string | undefined>;
  /** Makes or changes a record. Sublists of an existing one grow unless they are named in `replace`. */
  putRecord(type: string, key: RecordKey, body: object, options: WriteOptions): Promise<string | undefined>;
  patchRecord(type: string, key: RecordKey, body: object, options: WriteOptions): Promise<string | undefined>;
  /** Makes a record from another one: a fulfilment from an order. */
  transformRecord(from: string, id: string, to: string, body: object, signal: AbortSignal): Promise<string | undefined>;
  /** Makes, changes or upserts many records of one type, a hundred with each request. Tells what became of each. */
  batch(batch: Batch): Promise<readonly BatchOutcome[]>;
  /** Lines of a sublist of a record, or `undefined` if there is no such record or sublist. */
  readSublist<S extends z.ZodType>(
    type: string,
    id: string,
    sublist: string,
    line: S,
    signal: AbortSignal,
  ): Promise<readonly z.output<S>[] | undefined>;
  /** What time it is in the account, in epoch milliseconds. */
  serverTime(signal: AbortSignal): Promise<number>;
  /** Every row of a SuiteQL query. Values are text, keys lower-case; columns without a value are left out. */
  query(sql: string, signal: AbortSignal): Promise<readonly QueryRow[]>;
}

export type RecordState = 'active' | 'inactive' | 'absent' | 'unknown-type';

export interface WriteOptions {
  /** Sublists whose lines take the place of the present ones. */
  readonly replace?: readonly string[];
  readonly signal: AbortSignal;
}

export interface ClientOptions {
  readonly account: NetsuiteAccount;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly auth: Authorize;
  /** Every request is signed by itself, and "too many at once" may come as a refused signature. */
  readonly signsRequests: boolean;
  /**
   * Requests in flight at once. One pool serves records, queries and every other system of the account in this process; it
   * shrinks while the platform is busy.
   */
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Record types that are made by jobs. */
  readonly respondAsync: readonly string[];
}

/** Largest page of the platform. */
const pageSize = 1000;
/** The platform stops counting here; a query that wants more has to be cut into windows. */
const mostRows = 100_000;

// Without it a misspelt field is dropped in silence.
const strictNames = { 'x-netsuite-propertynamevalidation': 'Error' };

export function createClient(options: ClientOptions): NetsuiteClient {
  const { account, auth, clock, timeoutMs } = options;
  const pool = poolOf(account.id, options.concurrency, clock);
  const errors = (failure: HttpFailure) => {
    const isCrowded = options.signsRequests && failure.status === 401 && pool.running > 1;
    return isCrowded ? perhapsBusy() : toNetsuiteError(failure);
  };
  const http = options.http({ baseUrl: account.origin, auth, timeoutMs, headers: strictNames, errors });
  const jobs = createJobs({ http, pool, clock });
  const { submit, submitOne } = createSubmit({ http, pool, jobs });

  const inPool = <T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> => pool.run(send, signal);

  /** Makes a record, by a job where that is chosen. Without an external id a job could not be found again, so there is none. */
  const make = async (
    type: string,
    path: string,
    request: { readonly params: Readonly<Record<string, string>>; readonly json: object; readonly signal: AbortSignal },
  ): Promise<string | undefined> => {
    const externalId = 'externalId' in request.json ? request.json.externalId : undefined;
    if (typeof externalId !== 'string' || !options.respondAsync.includes(type))
      return idIn(await inPool(request.signal, () => http.post(path, request)), account);
    const about = [account.id, 'make', type, externalId];
    return idIn(await submitOne({ method: 'POST', path, request, about }), account);
  };

  return {
    batch: createBatch({ jobs, submit, headers: strictNames, idOf: (reply) => idIn(reply, account) }),
    readSublist: (type, id, sublist, line, signal) =>
      inPool(signal, async () => {
        const request = {
          params: { type, id, sublist },
          query: { expandSubResources: true },
          numbers: 'text' as const,
          response: z.object({ items: z.array(line).default([]) }),
          signal,
        };
        try {
          return (await http.get('/services/rest/record/v1/{type}/{id}/{sublist}', request)).body.items;
        } catch (error) {
          if (error instanceof IntegrationError && error.code === 'not-found') return undefined;
          throw error;
        }
      }),
    readRecord: (type, key, schema, signal) =>
      inPool(signal, async () => {
        const { path, params } = placeOf(type, key);
        const request = {
          params,
          query: { expandSubResources: true },
          numbers: 'text' as const,
          response: schema,
          signal,
        };
        try {
          return (await http.get(path, request)).body;
        } catch (error) {
          if (error instanceof IntegrationError && error.code === 'not-found') return undefined;
          throw error;
        }
      }),
    stateOf: (type, id, signal) =>
      inPool(signal, async () => {
        const { path, params } = placeOf(type, { id });
        try {
          const { body } = await http.get(path, { params, response: MaybeInactive, signal });
          return body.isInactive ? 'inactive' : 'active';
        } catch (error) {
          if (!(error instanceof IntegrationError) || error.code !== 'not-found') throw error;
          return error.details?.['vendorCode'] === 'INVALID_RCRD_TYPE' ? 'unknown-type' : 'absent';
        }
      }),
    createRecord: (type, json, signal) =>
      make(type, '/services/rest/record/v1/{type}', { params: { type }, json, signal }),
    putRecord: (type, key, json, { replace = [], signal }) =>
      inPool(signal, async () => {
        const { path, params } = placeOf(type, key);
        return idIn(await http.put(path, { params, query: replacing(replace), json, signal }), account);
      }),
    patchRecord: (type, key, json, { replace = [], signal }) =>
      inPool(signal, async () => {
        const { path, params } = placeOf(type, key);
        return idIn(await http.patch(path, { params, query: replacing(replace), json, signal }), account);
      }),
    transformRecord: (from, id, to, json, signal) =>
      make(to, '/services/rest/record/v1/{from}/{id}/!transform/{to}', { params: { from, id, to }, json, signal }),
    async serverTime(signal) {
      const request = { response: ServerTime, signal };
      const { body } = await inPool(signal, () => http.get('/services/rest/system/v1/serverTime', request));
      return Date.parse(body.serverTime);
    },
    async query(sql, signal) {
      const rows: QueryRow[] = [];
      for (;;) {
        const { body: page } = await inPool(signal, () =>
          http.post('/services/rest/query/v1/suiteql', {
            query: { limit: pageSize, offset: rows.length },
            headers: { prefer: 'transient' },
            json: { q: sql },
            response: QueryPage,
            effect: 'read',
            signal,
          }),
        );
        rows.push(...page.items);
        // `hasMore` is not in the documented answer; the total is.
        if (rows.length >= page.totalResults || page.items.length === 0) return rows;
        if (rows.length >= mostRows)
          throw new IntegrationError('NetSuite ends every query after 100,000 rows', { code: 'query-too-expensive' });
      }
    },
  };
}

/** Signed requests that are too many at once are refused as if the signature were wrong. */
function perhapsBusy(): IntegrationError {
  return new IntegrationError('NetSuite refuses a signed request while others are under way', { code: 'busy' });
}

const ServerTime = z.object({ serverTime: z.iso.datetime({ offset: true }) });

const MaybeInactive = z.object({ isInactive: z.boolean().default(false) });

function replacing(sublists: readonly string[]): Readonly<Record<string, string>> {
  return sublists.length > 0 ? { replace: sublists.join(',') } : {};
}

function placeOf(
  type: string,
  key: RecordKey,
): { readonly path: string; readonly params: Readonly<Record<string, string>> } {
  return 'id' in key
    ? { path: '/services/rest/record/v1/{type}/{id}', params: { type, id: key.id } }
    : { path: '/services/rest/record/v1/{type}/eid:{externalId}', params: { type, externalId: key.externalId } };
}

/** The internal id at the end of `Location`, which the platform may leave out. A place on another host is not believed. */
function idIn(reply: Pick<HttpReply<unknown>, 'headers'>, account: NetsuiteAccount): string | undefined {
  const location = reply.headers.get('location');
  if (location === null) return undefined;
  if (!location.startsWith(`${account.origin}/`)) {
    throw new IntegrationError('NetSuite answered with a place on another host', { code: 'response-invalid' });
  }
  return /\/(\d+)$/.exec(location)?.[1];
}
