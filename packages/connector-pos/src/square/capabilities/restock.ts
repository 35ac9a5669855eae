import { type CheckedInput, type DocumentRef, type Implementation, IntegrationError } from '@crossdock/core';
import { ChangesAnswer } from '../api/inventory.ts';
import { type ConnectorContext } from '../context.ts';
import { clampedTime, type OutgoingChange, sendChanges, unitsFor } from './inventory-changes.ts';

type Request = CheckedInput<'processReturn'>;
type CallOf = Parameters<Implementation<'processReturn'>['run']>[1];

/** Puts back into stock what can be sold again. Damaged goods never were in it again. */
export async function restock(
  request: Request,
  context: ConnectorContext,
  call: CallOf,
): Promise<DocumentRef | undefined> {
  const lines = request.lines.filter((it) => it.disposition === 'restock');
  if (lines.length === 0) return undefined;
  const { signal } = call;
  const skus = lines.map((it) => it.sku);
  const variations = await context.variations.requiredBySkus(skus, signal);
  const changes: OutgoingChange[] = [];
  for (const [index, line] of lines.entries()) {
    const variation = variations.get(line.sku);
    const code = line.location ?? request.location;
    if (code === undefined) {
      throw new IntegrationError('Goods come back to no store', {
        code: 'unsupported-document',
        path: `lines.${index}.location`,
      });
    }
    if (!variation) continue;
    const { id: at } = await context.stores.byCode(code, signal);
    changes.push({
      type: 'ADJUSTMENT',
      adjustment: {
        reference_id: request.ref,
        catalog_object_id: variation.id,
        quantity: unitsFor(line.quantity, variation),
        occurred_at: clampedTime(request.occurredAt, context.clock, call),
        from_state: 'UNLINKED_RETURN',
        to_state: 'IN_STOCK',
        from_location_id: at,
        to_location_id: at,
        reason_id: { type: 'RETURNED' },
      },
    });
  }
  const ids = [...variations.values()].map((it) => it.id);
  const made = await restockedBefore(request, ids, context, signal);
  const [first = ''] = lines.map((it) => variations.get(it.sku)?.id ?? '');
  const id = made.get(first);
  // What was put away in part is sent again whole, under the same keys.
  if (id !== undefined && ids.every((it) => made.has(it))) {
    return { system: context.name, type: 'inventoryChange', id, reference: request.ref };
  }
  return sendChanges(context, { ref: request.ref, changes, key: `return/${context.name}/${request.ref}`, signal });
}

/** What was put away for this return before, under whatever key: the changes by their article. */
async function restockedBefore(
  { ref, occurredAt }: Request,
  ids: readonly string[],
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await client.send('POST', '/v2/inventory/changes/batch-retrieve', {
      json: {
        types: ['ADJUSTMENT'],
        catalog_object_ids: ids,
        // It cannot have been put away before it came back; a till's clock may be a day off.
        updated_after: new Date(Date.parse(occurredAt) - dayMs).toISOString(),
        limit: 1000,
        ...(cursor !== undefined && { cursor }),
      },
      response: ChangesAnswer,
      effect: 'read',
      signal,
    });
    for (const { adjustment } of page.changes) {
      if (adjustment?.reference_id === ref && !made.has(adjustment.catalog_object_id)) {
        made.set(adjustment.catalog_object_id, adjustment.id);
      }
    }
    ({ cursor } = page);
  } while (cursor !== undefined);
  return made;
}

const dayMs = 86_400_000;
