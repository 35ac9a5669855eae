import { type CheckedInput, compareQuantities, type Implementation, IntegrationError, quantity } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { plainQuantity } from '../mapping/lines.ts';
import { type Store } from '../stores.ts';
import { type Variation } from '../variations.ts';
import { clampedTime, isRecent, onceByKey, type OutgoingChange, sendChanges, unitsFor } from './inventory-changes.ts';
import { countsPage } from './inventory-reading.ts';

type Level = CheckedInput<'setInventory'>['levels'][number];

/**
 * Publishes levels as counts, each true for its instant: what was sold after it still counts. A level older than a day would
 * have to be sent as a younger one and wipe out what was sold since, so it is refused.
 */
export function setInventory(context: ConnectorContext): Implementation<'setInventory'> {
  return {
    once: onceByKey(context),
    run: async ({ ref, levels, asOf }, call) => {
      const { key, signal } = call;
      if (!isRecent(asOf, context.clock)) {
        throw new IntegrationError('Square takes no count that is older than 24 hours', {
          code: 'refused',
          path: 'asOf',
        });
      }
      const skus = levels.map((it) => it.sku);
      const variations = await context.variations.requiredBySkus(skus, signal);
      const occurredAt = clampedTime(asOf, context.clock, call);
      const changes: OutgoingChange[] = [];
      for (const [index, level] of levels.entries()) {
        const variation = variations.get(level.sku);
        if (!variation) continue;
        const store = await context.stores.byCode(level.location, signal);
        if (level.expected) await mustShow(level, { context, variation, store, index, signal });
        changes.push({
          type: 'PHYSICAL_COUNT',
          physical_count: {
            reference_id: ref,
            catalog_object_id: variation.id,
            state: 'IN_STOCK',
            location_id: store.id,
            quantity: unsignedUnits(level, variation),
            occurred_at: occurredAt,
          },
        });
      }
      return sendChanges(context, { ref, changes, key, signal });
    },
  };
}

/** A level that is not the expected one is refused, unless it is the new one already: then this is a repetition. */
async function mustShow(
  { expected, quantity: wanted }: Level,
  {
    context,
    variation,
    store,
    index,
    signal,
  }: {
    readonly context: ConnectorContext;
    readonly variation: Variation;
    readonly store: Store;
    readonly index: number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { counts } = await countsPage(context, { ids: [variation.id], stores: [store], signal });
  const shown = quantity(plainQuantity(counts[0]?.quantity ?? '0'), variation.unit);
  if (!expected || compareQuantities(shown, wanted) === 0 || compareQuantities(shown, expected) === 0) return;
  throw new IntegrationError('Square shows another level than the expected one', {
    code: 'conflict',
    path: `levels.${index}.expected`,
  });
}

function unsignedUnits({ quantity: level }: Level, variation: Variation): string {
  const units = unitsFor(level, variation);
  return level.amount.startsWith('-') ? `-${units}` : units;
}
