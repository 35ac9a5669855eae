import { type Effect, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { errorOfGraphql, isAccident } from './errors.ts';

const ThrottleStatus = z.object({
  maximumAvailable: z.number(),
  currentlyAvailable: z.number(),
  restoreRate: z.number(),
});

const Cost = z.object({
  requestedQueryCost: z.number(),
  actualQueryCost: z.number().nullish(),
  throttleStatus: ThrottleStatus,
});

const GraphqlError = z.object({
  path: z.array(z.union([z.string(), z.number()])).nullish(),
  extensions: z.object({ code: z.string().nullish() }).nullish(),
});

/** The frame of every GraphQL answer. */
export const GraphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(GraphqlError).nullish(),
  extensions: z.object({ cost: Cost.nullish() }).nullish(),
});

export type GraphqlAnswer = z.output<typeof GraphqlAnswer>;

/**
 * The data of an answer that came with HTTP 200, or the error in it.
 *
 * The platform answers 200 to nearly everything, so this is decided in one order: top-level errors, then the
 * mutation's own `userErrors` (which the client looks at), then data that is missing. (The HTTP status stands before
 * all of them and is the client's.)
 */
export function dataOf(answer: GraphqlAnswer, effect: Effect): Record<string, unknown> {
  const errors = answer.errors ?? [];
  // One that says nothing about how far the platform came weighs more than those that do.
  const decisive = errors.find(({ extensions }) => isAccident(extensions?.code)) ?? errors[0];
  if (decisive) {
    throw errorOfGraphql({
      code: decisive.extensions?.code ?? undefined,
      path: decisive.path?.join('.'),
      effect,
      withData: Object.values(answer.data ?? {}).some((value) => value !== null),
      retryAfterMs: waitMs(answer),
    });
  }
  if (answer.data) return answer.data;
  throw new IntegrationError('Shopify answered without data and without an error', {
    code: effect === 'write' ? 'outcome-unknown' : 'response-invalid',
    disposition: effect === 'write' ? 'unknown' : 'reject',
  });
}

/** How long the missing points take to come back. */
function waitMs({ extensions }: GraphqlAnswer): number | undefined {
  const cost = extensions?.cost;
  if (!cost || cost.throttleStatus.restoreRate <= 0) return undefined;
  const missing = Math.max(cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable, 0);
  return Math.ceil((missing / cost.throttleStatus.restoreRate) * 1000);
}
