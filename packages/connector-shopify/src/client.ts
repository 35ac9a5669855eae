import {
  type ConnectorPorts,
  type CostStatus,
  createCostThrottle,
  exponentialBackoff,
  type HttpReply,
  IntegrationError,
  retry,
} from '@crossdock/core';
import type { z } from 'zod';
import type { Document } from './api/documents.ts';
import { authorize } from './auth.ts';
import { errorOfStatus } from './errors.ts';
import { dataOf, GraphqlAnswer } from './graphql-answer.ts';
import { apiVersion, type Options } from './options.ts';

/** What a query is sent with. */
export interface Query<Data extends z.ZodType> {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the answer must look like. */
  readonly data: Data;
  readonly signal: AbortSignal;
}

/** Speaks GraphQL to one shop: paced, authorised, decided. Knows no business words. */
export interface GraphqlClient {
  /** Sends a query once. */
  query<Data extends z.ZodType>(document: Document, query: Query<Data>): Promise<z.output<Data>>;
  /** Sends a query, again after failures that pass: for readers that nobody else repeats. */
  queryPatiently<Data extends z.ZodType>(document: Document, query: Query<Data>): Promise<z.output<Data>>;
  /** Tells the observer when the platform speaks another API version than ours. */
  noteVersion(answered: string): void;
}

/** The bucket of the smallest plan, believed until the first answer tells the real one. */
const smallestBucket = { maximum: 2000, restorePerSecond: 100 };

/** Makes the client of one shop. No network here. */
export function createGraphqlClient({
  config,
  name,
  http,
  clock,
  random,
  observer,
}: ConnectorPorts<typeof Options>): GraphqlClient {
  const baseUrl = config.baseUrl ?? `https://${config.shop}`;
  const throttle = createCostThrottle({ ...smallestBucket, clock });
  const client = http({ baseUrl, auth: authorize({ config, baseUrl, http, clock }), errors: errorOfStatus });
  let toldVersion: string | undefined;

  /** A retired version is answered, without a word, by the oldest one that is still served. */
  const noteVersion = (answered: string): void => {
    if (answered === apiVersion || answered === toldVersion) return;
    toldVersion = answered;
    observer.log('warn', 'Shopify speaks another API version than the connector', {
      'crossdock.system': name,
      code: 'version-mismatch',
      'shopify.version.expected': apiVersion,
      'shopify.version.answered': answered.slice(0, 20),
    });
    observer.count('crossdock.version_mismatch', { 'crossdock.system': name });
  };

  const noteHeaders = ({ headers }: HttpReply<unknown>): void => {
    noteVersion(headers.get('x-shopify-api-version') ?? apiVersion);
    if (!headers.has('x-shopify-api-deprecated-reason')) return;
    observer.log('warn', 'Shopify says that something we use is deprecated', { 'crossdock.system': name });
  };

  const query = async <Data extends z.ZodType>(
    document: Document,
    { variables = {}, data, signal }: Query<Data>,
  ): Promise<z.output<Data>> => {
    const lease = await throttle.take(document.cost, signal);
    let status: CostStatus | undefined;
    try {
      const reply = await client.post('/admin/api/{version}/graphql.json', {
        params: { version: apiVersion },
        json: { query: document.text, operationName: document.name, variables },
        response: GraphqlAnswer,
        effect: 'read',
        signal,
      });
      noteHeaders(reply);
      status = statusOf(reply.body);
      return parsed(document, data, dataOf(reply.body, 'read'));
    } finally {
      lease.settle(status);
    }
  };

  return {
    noteVersion,
    query,
    queryPatiently: (document, sent) =>
      retry(() => query(document, sent), {
        backoff: exponentialBackoff({ random }),
        clock,
        signal: sent.signal,
        maxElapsedMs: 120_000,
      }),
  };
}

function statusOf({ extensions }: GraphqlAnswer): CostStatus | undefined {
  const status = extensions?.cost?.throttleStatus;
  return (
    status && {
      available: status.currentlyAvailable,
      maximum: status.maximumAvailable,
      restorePerSecond: status.restoreRate,
    }
  );
}

function parsed<Data extends z.ZodType>(document: Document, schema: Data, data: unknown): z.output<Data> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new IntegrationError('Shopify answered in a shape that is not expected', {
    code: 'response-invalid',
    disposition: 'reject',
    path: issue?.path.map(String).join('.'),
    details: { query: document.name },
  });
}
