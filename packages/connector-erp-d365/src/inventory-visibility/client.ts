import {
  type Authorize,
  type Clock,
  createConcurrencyLimit,
  type HttpClientFactory,
  IntegrationError,
  isIntegrationError,
} from '@crossdock/core';
import type { z } from 'zod';
import { BulkAnswer, type ItemAnswer, itemsPerRequest } from './api/bulk.ts';
import { toVisibilityError } from './errors.ts';
import { inGroups } from './groups.ts';
import type { InventoryVisibilityConfig } from './options.ts';
import { apiVersion } from './sign-in.ts';

/** An item of a bulk request, under an id of ours by which the service applies it once. */
export interface BulkItem {
  readonly id: string;
}

/** Speaks to the service for one environment. Knows nothing of reservations. */
export interface VisibilityClient {
  /** Asks; changes nothing. */
  query<Answer extends z.ZodType>(
    path: string,
    json: object,
    options: { readonly answer: Answer; readonly signal: AbortSignal },
  ): Promise<z.output<Answer>>;
  /**
   * Sends items, 512 at a time, and answers what became of each, in order. Sending them again changes nothing. A request that fails as a
   * whole throws; those before it were taken.
   */
  bulk(
    path: string,
    items: readonly BulkItem[],
    options: { readonly params?: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ): Promise<readonly ItemAnswer[]>;
}

export function createVisibilityClient(
  config: InventoryVisibilityConfig,
  { http, auth, clock }: { readonly http: HttpClientFactory; readonly auth: Authorize; readonly clock: Clock },
): VisibilityClient {
  const { service, environment, timeoutMs, maxResponseBytes } = config;
  const client = http({
    baseUrl: service,
    headers: apiVersion,
    auth,
    timeoutMs,
    maxResponseBytes,
    errors: toVisibilityError,
  });
  const pool = createConcurrencyLimit({ limit: config.concurrency });
  let quietUntil = 0;

  /** What one request was told holds for all: those that wait for their turn do not go out meanwhile. */
  const patiently = async <T>(send: () => Promise<T>): Promise<T> => {
    const retryAfterMs = quietUntil - clock.now();
    if (retryAfterMs > 0) {
      throw new IntegrationError('Inventory Visibility asked us to slow down', { code: 'throttled', retryAfterMs });
    }
    try {
      return await send();
    } catch (error) {
      if (isIntegrationError(error) && error.code === 'throttled') quietUntil = clock.now() + (error.retryAfterMs ?? 0);
      throw error;
    }
  };

  const post = <Answer extends z.ZodType>(
    path: string,
    request: {
      readonly json: unknown;
      readonly params?: Readonly<Record<string, string>>;
      readonly answer: Answer;
      readonly effect: 'read' | 'write';
      readonly signal: AbortSignal;
    },
  ): Promise<z.output<Answer>> => {
    const { json, params, answer, effect, signal } = request;
    const send = async () => {
      const reply = await client.post(`/api/environment/{environment}${path}`, {
        params: { ...params, environment },
        json,
        numbers: 'text',
        response: answer,
        effect,
        signal,
      });
      return reply.body;
    };
    return pool.run(() => patiently(send), signal);
  };

  return {
    query: (path, json, { answer, signal }) => post(path, { json, answer, effect: 'read', signal }),
    async bulk(path, items, { params = {}, signal }) {
      const answers: ItemAnswer[] = [];
      for (const group of inGroups(items, itemsPerRequest)) {
        const told = await post(path, { json: group, params, answer: BulkAnswer, effect: 'write', signal });
        answers.push(...inOrder(group, told));
      }
      return answers;
    },
  };
}

/** One answer for each item; whatever else was answered leaves open what happened. */
function inOrder(items: readonly BulkItem[], answers: readonly ItemAnswer[]): readonly ItemAnswer[] {
  const byId = new Map(answers.map((it) => [it.id, it]));
  return items.map(({ id }) => {
    const answer = byId.get(id);
    if (answer && answers.length === items.length) return answer;
    throw new IntegrationError('Inventory Visibility did not answer for every item of a request', {
      code: 'response-invalid',
      disposition: 'unknown',
      details: { sent: items.length, answered: answers.length },
    });
  });
}
