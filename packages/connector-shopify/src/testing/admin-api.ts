import type { Clock } from '@crossdock/core';
import { ConnectionLost, type Faults } from '@crossdock/testing';
import type { AccessTokens } from './access-tokens.ts';
import { servedVersion } from './api-versions.ts';
import type { BulkOperations } from './platform/bulk-operations.ts';
import type { CostBucket } from './cost-bucket.ts';
import { answerCall, type GraphqlCall, readCall } from './graphql-endpoint.ts';

/** What the HTTP side of the shop answers from. */
export interface AdminApiOptions {
  readonly tokens: AccessTokens;
  readonly bucket: CostBucket;
  readonly root: Record<string, unknown>;
  readonly bulk: BulkOperations;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** How long a slow answer takes, in milliseconds. */
const slowReplyMs = 8_000;

/** The shop's HTTP API: tokens and GraphQL, with the faults of the road. */
export class AdminApi {
  readonly #options: AdminApiOptions;
  #requests = 0;

  constructor(options: AdminApiOptions) {
    this.#options = options;
  }

  /** Answers a request. Throws `ConnectionLost` when the connection dies without an answer. */
  async handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const id = `simulated-request-${++this.#requests}`;
    if (this.#options.faults.strikes('outage', pathname)) return failed(503, id);
    const result = this.#options.bulk.answer(request);
    if (result) return result;
    if (pathname === '/admin/oauth/access_token' && request.method === 'POST')
      return this.#options.tokens.answer(request);
    const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(pathname)?.[1];
    const served = version === undefined ? undefined : servedVersion(version);
    if (request.method !== 'POST' || version === undefined || served === undefined) return failed(404, id);
    const response = await this.#graphql(request, id);
    response.headers.set('x-shopify-api-version', served);
    response.headers.set('x-request-id', id);
    return response;
  }

  async #graphql(request: Request, id: string): Promise<Response> {
    const { tokens, faults, bucket, root } = this.#options;
    const call = readCall(await request.text());
    const subject = call ? subjectOf(call) : 'unreadable';
    if (faults.strikes('token-expiry', subject)) tokens.expireAll();
    if (!tokens.accepts(request.headers.get('x-shopify-access-token'))) {
      return Response.json(
        { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
        { status: 401 },
      );
    }
    if (!call) return Response.json({ errors: { query: 'Required parameter missing or invalid' } }, { status: 400 });
    if (faults.strikes('error-before', subject)) return failed(502, id);
    if (faults.strikes('throttle-storm', subject)) bucket.drain();
    const answered = await answerCall(call, bucket, root);
    const denied = isMutation(call) && faults.strikes('error-beside-data', subject);
    const answer = Response.json(denied ? besideAnError(answered) : answered);
    if (faults.strikes('error-after', subject)) return failed(500, id);
    if (faults.strikes('lost-reply', subject)) throw new ConnectionLost('The answer was lost');
    if (faults.strikes('timeout', subject)) return never(request.signal);
    if (faults.strikes('slow-reply', subject)) await this.#options.clock.sleep(slowReplyMs, request.signal);
    return answer;
  }
}

function isMutation({ query }: GraphqlCall): boolean {
  return /(?:^|[\n}])\s*mutation\b/.test(query);
}

/** The change was made, but what was selected of its result is denied: as recorded, `data` and `errors` come together. */
function besideAnError(answered: unknown): unknown {
  const { data = {}, ...rest } = answered as { readonly data?: Record<string, Record<string, unknown> | null> };
  const hidden = Object.entries(data).map(([field, payload]) => {
    const shown = Object.entries(payload ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value : null]);
    return [field, Object.fromEntries(shown)] as const;
  });
  const errors = hidden.map(([field]) => ({
    message: 'Access denied',
    path: [field],
    extensions: { code: 'ACCESS_DENIED' },
  }));
  return { ...rest, data: Object.fromEntries(hidden), errors };
}

/** The same call has the same subject, whenever it is made. */
function subjectOf({ operationName = 'query', variables }: GraphqlCall): string {
  return `${operationName} ${JSON.stringify(variables)}`;
}

function failed(status: number, id: string): Response {
  return Response.json(
    { errors: status === 404 ? 'Not Found' : 'Internal Server Error' },
    { status, headers: { 'x-request-id': id } },
  );
}

function never(signal: AbortSignal): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new ConnectionLost('The caller gave up')), { once: true });
  });
}
