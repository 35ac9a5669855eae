import { type Effect, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { errorOfGraphql, errorOfUserErrors } from './errors.ts';

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

const UserError = z.object({ field: z.array(z.string()).nullish(), code: z.string().nullish() });

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
 * mutation's own `userErrors`, then data that is missing. (The HTTP status stands before all of them and is the
 * client's.)
 */
export function dataOf(answer: GraphqlAnswer, effect: Effect): Record<string, unknown> {
  const [first] = answer.errors ?? [];
  if (first) {
    throw errorOfGraphql({
      code: first.extensions?.code ?? undefined,
      path: first.path?.join('.'),
      effect,
      withData: Object.values(answer.data ?? {}).some((value) => value !== null),
      retryAfterMs: waitMs(answer),
    });
  }
  if (effect === 'write') refuseUserErrors(answer.data ?? {});
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

/** Refusals stand in `userErrors`, in some mutations in `orderCancelUserErrors`. */
function refuseUserErrors(data: Record<string, unknown>): void {
  for (const [field, payload] of Object.entries(data)) {
    if (typeof payload !== 'object' || payload === null) continue;
    for (const [name, list] of Object.entries(payload)) {
      if (!/userErrors$/i.test(name)) continue;
      const errors = z.array(UserError).safeParse(list);
      if (!errors.success) continue;
      const [first] = errors.data;
      if (first)
        throw errorOfUserErrors(errors.data.length, {
          field: [field, ...(first.field ?? [])].join('.'),
          code: first.code ?? undefined,
        });
    }
  }
}
