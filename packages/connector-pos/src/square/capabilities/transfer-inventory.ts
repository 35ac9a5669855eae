import { type Implementation } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { clampedTime, onceByKey, type OutgoingChange, sendChanges, unitsFor } from './inventory-changes.ts';

/** Moves units from one store to another at once, each line as one change with both locations. */
export function transferInventory(context: ConnectorContext): Implementation<'transferInventory'> {
  return {
    once: onceByKey(context),
    run: async ({ ref, from, to, lines, occurredAt }, call) => {
      const { key, signal } = call;
      const skus = lines.map((it) => it.sku);
      const variations = await context.variations.requiredBySkus(skus, signal);
      const source = await context.stores.byCode(from, signal);
      const target = await context.stores.byCode(to, signal);
      const changes = lines.flatMap((line): OutgoingChange[] => {
        const variation = variations.get(line.sku);
        if (!variation) return [];
        return [
          {
            type: 'ADJUSTMENT',
            adjustment: {
              reference_id: ref,
              catalog_object_id: variation.id,
              quantity: unitsFor(line.quantity, variation),
              occurred_at: clampedTime(occurredAt, context.clock, call),
              from_state: 'IN_STOCK',
              to_state: 'IN_STOCK',
              from_location_id: source.id,
              to_location_id: target.id,
            },
          },
        ];
      });
      return sendChanges(context, { ref, changes, key, signal });
    },
  };
}
