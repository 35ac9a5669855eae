import { type Call, type Clock, type DocumentRef, IntegrationError, type Quantity, toMs } from '@crossdock/core';
import { ChangedAnswer } from '../api/inventory.ts';
import { type ConnectorContext } from '../context.ts';
import { inGroups } from '../groups.ts';
import { idempotencyKey } from '../idempotency.ts';
import { type Variation } from '../variations.ts';

/** One change as Square takes it. */
export type OutgoingChange =
  | { readonly type: 'ADJUSTMENT'; readonly adjustment: Readonly<Record<string, unknown>> }
  | { readonly type: 'PHYSICAL_COUNT'; readonly physical_count: Readonly<Record<string, unknown>> };

/** Most changes of one request. */
export const changesPerRequest = 100;
/** How old a change may be at most; less, for the way there and for repetitions. */
const oldestMs = 23 * 3_600_000;
const minuteMs = 60_000;

/**
 * Sends changes, each group under a key of its own: made of what is changed and the call, so a repetition is the same request.
 * What did not change a count is recorded too, else nothing would show that it was done.
 */
export async function sendChanges(
  { client, name }: ConnectorContext,
  {
    ref,
    changes,
    key,
    signal,
  }: {
    readonly ref: string;
    readonly changes: readonly OutgoingChange[];
    readonly key: string;
    readonly signal: AbortSignal;
  },
): Promise<DocumentRef> {
  let first: string | undefined;
  for (const [index, group] of [...inGroups(changes, changesPerRequest)].entries()) {
    const answer = await client.send('POST', '/v2/inventory/changes/batch-create', {
      json: {
        idempotency_key: idempotencyKey(`inventory/${index}`, key),
        changes: group,
        ignore_unchanged_counts: false,
      },
      response: ChangedAnswer,
      signal,
    });
    first ??= answer.changes.map((it) => it.adjustment?.id ?? it.physical_count?.id).find((it) => it !== undefined);
  }
  return { system: name, type: 'inventoryChange', id: first ?? ref, reference: ref };
}

/**
 * When a change is said to have happened. The platform takes none that is older than 24 hours or in the future: another is moved
 * to the nearest full minute that it takes, counted from the first sending, so that a repetition is the same request. Its true
 * time stays in our journal.
 */
export function clampedTime(occurredAt: string, clock: Clock, { firstSentAt }: Pick<Call, 'firstSentAt'>): string {
  const sentAt = firstSentAt ?? clock.now();
  const at = Date.parse(occurredAt);
  if (at >= sentAt - oldestMs && at <= sentAt) return occurredAt;
  const nearest = at > sentAt ? sentAt : sentAt - oldestMs + minuteMs;
  return new Date(Math.floor(nearest / minuteMs) * minuteMs).toISOString();
}

/** Whether the platform takes a time as it is. */
export function isRecent(instant: string, clock: Clock): boolean {
  return clock.now() - Date.parse(instant) <= oldestMs;
}

/** Units of a change, without sign, in the unit that the article is counted in. */
export function unitsFor({ amount, unit }: Quantity, variation: Variation): string {
  if (unit !== variation.unit) {
    throw new IntegrationError(`Square counts the article in ${variation.unit}, the change is in ${unit}`, {
      code: 'quantity-invalid',
    });
  }
  const places = amount.split('.')[1]?.length ?? 0;
  if (places > 5) throw new IntegrationError('Square takes five decimal places at most', { code: 'quantity-invalid' });
  return amount.startsWith('-') ? amount.slice(1) : amount;
}

/** How changes of stock stay once-only. */
export const onceByKey = ({ config }: ConnectorContext) =>
  ({ key: 'idempotency_key', keptFor: toMs(config.keysKeptFor) }) as const;
