import {
  type Authorize,
  createConcurrencyLimit,
  type HttpClientFactory,
  type HttpReply,
  IntegrationError,
  isIntegrationError,
} from '@crossdock/core';
import { z } from 'zod';
import { refusalOf, toD365Error, usefulText } from '../errors.ts';
import { type BatchPart, type ChangesetWrite, decodeBatch, encodeChangeset } from './batch.ts';
import { type Filter, filterOf, keyPath, type Literal } from './literals.ts';

/** The key of a row: every part of it. */
export type EntityKey = Readonly<Record<string, Literal>>;

/** What rows are asked for. */
export interface RowQuery<Row extends z.ZodType> {
  readonly filter?: Filter;
  readonly select?: readonly string[];
  readonly orderBy?: string;
  /** Most rows in all. */
  readonly top?: number;
  /** Rows to leave out at the beginning. */
  readonly skip?: number;
  /** Rows of one page. @default what the environment gives (10,000) */
  readonly pageSize?: number;
  readonly row: Row;
  readonly signal: AbortSignal;
}

/** A row to be made, changed or removed as part of a changeset. */
export type RowWrite =
  | { readonly create: string; readonly row: object }
  | { readonly update: string; readonly key: EntityKey; readonly changes: object }
  | { readonly remove: string; readonly key: EntityKey };

/** Speaks the OData of one Finance & Operations environment, across its legal entities. Knows nothing of orders. */
export interface ODataClient {
  /** One row, or `undefined` if there is none. */
  read<Row extends z.ZodType>(
    set: string,
    key: EntityKey,
    options: { readonly row: Row; readonly select?: readonly string[]; readonly signal: AbortSignal },
  ): Promise<z.output<Row> | undefined>;
  /** Every row, page by page. */
  rows<Row extends z.ZodType>(set: string, query: RowQuery<Row>): AsyncIterable<z.output<Row>>;
  /** Every row at once, for questions with few answers. */
  list<Row extends z.ZodType>(set: string, query: RowQuery<Row>): Promise<readonly z.output<Row>[]>;
  create<Row extends z.ZodType>(
    set: string,
    row: object,
    options: { readonly row: Row; readonly signal: AbortSignal },
  ): Promise<z.output<Row>>;
  update(set: string, key: EntityKey, changes: object, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Writes all of it or nothing. */
  changeset(writes: readonly RowWrite[], signal: AbortSignal): Promise<void>;
  /** A custom service, `/api/services/Group/Service/operation`. */
  service<Answer extends z.ZodType>(
    path: readonly [group: string, service: string, operation: string],
    json: object,
    options: { readonly answer: Answer; readonly effect: 'read' | 'write'; readonly signal: AbortSignal },
  ): Promise<z.output<Answer>>;
}

export interface ODataOptions {
  /** `https://contoso.operations.dynamics.com` */
  readonly origin: string;
  readonly http: HttpClientFactory;
  readonly auth: Authorize;
  /** Requests in flight at once. */
  readonly concurrency: number;
  readonly timeoutMs: number;
}

/** Without it, rows of other companies than the app user's own are not there. */
const everyCompany = { 'cross-company': true } as const;

export function createODataClient(options: ODataOptions): ODataClient {
  const { origin, auth, timeoutMs } = options;
  const http = options.http({
    baseUrl: origin,
    auth,
    timeoutMs,
    errors: toD365Error,
    // The words by which failures are told apart are those of this language.
    headers: { 'accept-language': 'en-US', 'odata-version': '4.0' },
  });
  const pool = createConcurrencyLimit({ limit: options.concurrency });
  const inPool = <T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> => pool.run(send, signal);

  async function* rows<Row extends z.ZodType>(set: string, query: RowQuery<Row>): AsyncGenerator<z.output<Row>> {
    const { row, signal, top, pageSize } = query;
    const page = z.object({ value: z.array(row), '@odata.nextLink': z.string().min(1).optional() });
    let path = `/data/${set}`;
    let asked: Readonly<Record<string, string | number | boolean | undefined>> = {
      ...everyCompany,
      $filter: query.filter && filterOf(query.filter),
      $select: query.select?.join(','),
      $orderby: query.orderBy,
      $top: top,
      $skip: query.skip,
    };
    const links = new Set<string>();
    for (let given = 0; ; asked = {}) {
      const reply: HttpReply<z.output<typeof page>> = await inPool(signal, () =>
        http.get(path, {
          query: asked,
          numbers: 'text',
          response: page,
          ...(pageSize !== undefined && { headers: { prefer: `odata.maxpagesize=${pageSize}` } }),
          signal,
        }),
      );
      for (const it of reply.body.value) {
        yield it;
        if (++given === top) return;
      }
      const next = reply.body['@odata.nextLink'];
      if (next === undefined) return;
      if (links.has(next)) throw roundInCircles();
      links.add(next);
      path = next;
    }
  }

  return {
    rows,
    async list(set, query) {
      const found = [];
      for await (const row of rows(set, query)) found.push(row);
      return found;
    },
    read: (set, key, { row, select, signal }) =>
      inPool(signal, async () => {
        const { path, params } = keyPath(set, key);
        const query = { ...everyCompany, $select: select?.join(',') };
        try {
          return (await http.get(path, { params, query, numbers: 'text', response: row, signal })).body;
        } catch (error) {
          if (isIntegrationError(error) && error.code === 'not-found') return undefined;
          throw error;
        }
      }),
    create: (set, json, { row, signal }) =>
      inPool(signal, async () => {
        const request = { query: everyCompany, json, numbers: 'text' as const, response: row, signal };
        return (await http.post(`/data/${set}`, request)).body;
      }),
    update: (set, key, json, { signal }) =>
      inPool(signal, async () => {
        const { path, params } = keyPath(set, key);
        await http.patch(path, { params, query: everyCompany, json, signal });
      }),
    changeset: (writes, signal) =>
      inPool(signal, async () => {
        const { contentType, body } = encodeChangeset(writes.map(toWrite));
        const { text, headers } = await http.post('/data/$batch', {
          headers: { 'content-type': contentType, accept: 'multipart/mixed' },
          body,
          signal,
        });
        proveDone(decodeBatch(headers.get('content-type'), text), writes.length);
      }),
    service: (path, json, { answer, effect, signal }) =>
      inPool(signal, async () => {
        const [group, service, operation] = path;
        const { body } = await http.post('/api/services/{group}/{service}/{operation}', {
          params: { group, service, operation },
          json,
          numbers: 'text',
          response: answer,
          effect,
          signal,
        });
        return body;
      }),
  };
}

const roundInCircles = (): IntegrationError =>
  new IntegrationError('Dynamics 365 points to a next page that was read already', { code: 'response-invalid' });

function toWrite(write: RowWrite): ChangesetWrite {
  if ('create' in write) {
    return { method: 'POST', path: `/data/${write.create}?cross-company=true`, json: write.row };
  }
  const { path, params } = keyPath('update' in write ? write.update : write.remove, write.key);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const place = `${filled}?cross-company=true`;
  return 'update' in write ? { method: 'PATCH', path: place, json: write.changes } : { method: 'DELETE', path: place };
}

/** The outer answer is 200 whatever happened: each part says by itself that it was done, and one refused part is all of it. */
function proveDone(parts: readonly BatchPart[], expected: number): void {
  const failed = parts.find(({ status }) => status < 200 || status >= 300);
  if (failed) throw failureOf(failed);
  if (parts.length === expected) return;
  throw new IntegrationError('Dynamics 365 answered a changeset with another number of parts', {
    code: 'response-invalid',
    details: { expected, answered: parts.length },
  });
}

/** A refusal means that nothing happened, like that of a request. Anything else that is no success says nothing of what did. */
function failureOf({ status, body }: BatchPart): IntegrationError {
  if (status < 400) {
    return new IntegrationError('Dynamics 365 neither did nor refused a changeset', { code: 'outcome-unknown' });
  }
  const request = { effect: 'write', method: 'POST', path: '/data/$batch', headers: new Headers() } as const;
  return (
    toD365Error({ ...request, status, body, retryAfterMs: undefined }) ??
    refusalOf(usefulText(body), { httpStatus: status })
  );
}
