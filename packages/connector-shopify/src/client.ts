import {
  type ConnectorPorts,
  type CostStatus,
  createCostThrottle,
  type Effect,
  exponentialBackoff,
  type HttpReply,
  IntegrationError,
  retry,
} from '@crossdock/core';
import type { z } from 'zod';
import type { Document, Mutation } from './api/document.ts';
import { authorize } from './auth/authorize.ts';
import { errorOfStatus } from './errors.ts';
import { dataOf, GraphqlAnswer } from './graphql-answer.ts';
import { idempotencyKey, keyGenerations } from './idempotency.ts';
import { apiVersion, type Options } from './options.ts';
import { errorOfUserErrors, previousAttemptFailed, type UserError, userErrorsOf } from './user-errors.ts';

/** What a query is sent with. */
export interface Query<Data extends z.ZodType> {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the answer must look like. */
  readonly data: Data;
  readonly signal: AbortSignal;
}

/** What a change is sent with. */
export interface Change<Data extends z.ZodType> extends Query<Data> {
  /** The once-only key of the call. A document that is marked `idempotent` needs it. */
  readonly key?: string;
}

/** Speaks GraphQL to one shop: paced, authorised, decided. Knows no business words. */
export interface GraphqlClient {
  /** Sends a query once. */
  query<Data extends z.ZodType>(document: Document, query: Query<Data>): Promise<z.output<Data>>;
  /** Sends a query, again after failures that pass: for readers that nobody else repeats. */
  queryPatiently<Data extends z.ZodType>(document: Document, query: Query<Data>): Promise<z.output<Data>>;
  /**
   * Sends a change, once; again under a new idempotency key when the platform says that the attempt under the one before
   * failed. Decides what came of it: HTTP status, top-level error, user error, missing data. Whatever leaves open
   * whether the change was made is `unknown`.
   */
  mutate<Data extends z.ZodType>(document: Mutation, change: Change<Data>): Promise<z.output<Data>>;
  /** Sends a change, again after failures that pass: for changes that do no harm when they are made twice. */
  mutatePatiently<Data extends z.ZodType>(document: Mutation, change: Change<Data>): Promise<z.output<Data>>;
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

  const sendOnce = async (
    document: Document,
    variables: Readonly<Record<string, unknown>>,
    effect: Effect,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> => {
    const lease = await throttle.take(document.cost, signal);
    let status: CostStatus | undefined;
    try {
      const reply = await client.post('/admin/api/{version}/graphql.json', {
        params: { version: apiVersion },
        json: { query: document.text, operationName: document.name, variables },
        response: GraphqlAnswer,
        effect,
        signal,
      });
      noteHeaders(reply);
      status = statusOf(reply.body);
      return dataOf(reply.body, effect);
    } finally {
      lease.settle(status);
    }
  };

  const query = async <Data extends z.ZodType>(
    document: Document,
    { variables = {}, data, signal }: Query<Data>,
  ): Promise<z.output<Data>> => parsed(document, data, await sendOnce(document, variables, 'read', signal), 'read');

  const mutate = async <Data extends z.ZodType>(
    document: Mutation,
    { variables = {}, data, key, signal }: Change<Data>,
  ): Promise<z.output<Data>> => {
    for (let generation = 0; ; generation++) {
      const keyed = document.idempotent === true ? { idempotencyKey: keyOf(document, key, generation) } : {};
      const answer = await sendOnce(document, { ...variables, ...keyed }, 'write', signal);
      const errors = userErrorsOf(answer);
      if (!isSome(errors)) return parsed(document, data, answer, 'write');
      const spent = document.idempotent === true && errors[0].code === previousAttemptFailed;
      if (!spent || generation + 1 >= keyGenerations) throw errorOfUserErrors(errors, document.refusals);
    }
  };

  const patience = { backoff: exponentialBackoff({ random }), clock, maxElapsedMs: 120_000 };

  return {
    noteVersion,
    query,
    mutate,
    queryPatiently: (document, sent) => retry(() => query(document, sent), { ...patience, signal: sent.signal }),
    mutatePatiently: (document, change) =>
      retry(() => mutate(document, change), {
        ...patience,
        signal: change.signal,
        retryable: ({ disposition, code }) => disposition !== 'reject' && code !== 'cancelled',
      }),
  };
}

/**
 * What an answer says about the bucket, if it can be true. A query may cost 1,000 points on any plan, and no bucket takes
 * an hour to fill: believing anything else would stop every call.
 */
function statusOf({ extensions }: GraphqlAnswer): CostStatus | undefined {
  const status = extensions?.cost?.throttleStatus;
  if (!status) return undefined;
  const { currentlyAvailable: available, maximumAvailable: maximum, restoreRate: restorePerSecond } = status;
  const isPossible =
    maximum >= 1000 && available >= -maximum && available <= maximum && restorePerSecond >= maximum / 3600;
  return isPossible ? { available, maximum, restorePerSecond } : undefined;
}

function isSome(errors: readonly UserError[]): errors is readonly [UserError, ...UserError[]] {
  return errors.length > 0;
}

function keyOf({ name }: Mutation, key: string | undefined, generation: number): string {
  if (key !== undefined) return idempotencyKey(name, key, generation);
  throw new IntegrationError('A change that Shopify takes only with an idempotency key was sent without one', {
    code: 'internal',
    disposition: 'reject',
    details: { query: name },
  });
}

/** An answer to a change that makes no sense leaves open what was done. */
function parsed<Data extends z.ZodType>(
  document: Document,
  schema: Data,
  data: unknown,
  effect: Effect,
): z.output<Data> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new IntegrationError('Shopify answered in a shape that is not expected', {
    code: 'response-invalid',
    disposition: effect === 'write' ? 'unknown' : 'reject',
    path: issue?.path.map(String).join('.'),
    details: { query: document.name },
  });
}
