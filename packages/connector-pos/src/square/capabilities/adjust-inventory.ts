import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { type ConnectorContext } from '../context.ts';
import { clampedTime, onceByKey, type OutgoingChange, sendChanges, unitsFor } from './inventory-changes.ts';

type Request = CheckedInput<'adjustInventory'>;
type Reason = Request['reason'];

/** Reasons as the platform names them, where it takes a name from us. */
const reasonIds: Readonly<Partial<Record<Reason, string>>> = {
  receipt: 'RECEIVED',
  damaged: 'DAMAGED',
  lost: 'LOST',
  return: 'RETURNED',
};

/** Changes stock by so many units. The platform takes its own sales off by itself, so those are never sent back. */
export function adjustInventory(context: ConnectorContext): Implementation<'adjustInventory'> {
  return {
    once: onceByKey(context),
    run: async (request, call) => {
      const { key, signal } = call;
      const { ref, reason, changes } = request;
      if (ownIdIn(context.name, ref) !== undefined && (reason === 'sale' || reason === 'return')) {
        throw new IntegrationError('Square takes its own sales and returns off its stock by itself', {
          code: 'refused',
        });
      }
      const skus = changes.map((it) => it.sku);
      const variations = await context.variations.requiredBySkus(skus, signal);
      const occurredAt = clampedTime(request.occurredAt, context.clock, call);
      const outgoing: OutgoingChange[] = [];
      for (const { sku, location, delta } of changes) {
        const variation = variations.get(sku);
        if (!variation || isNothing(delta.amount)) continue;
        const { id: at } = await context.stores.byCode(location, signal);
        const away = delta.amount.startsWith('-');
        const reasonId = reasonIds[reason];
        outgoing.push({
          type: 'ADJUSTMENT',
          adjustment: {
            reference_id: ref,
            catalog_object_id: variation.id,
            quantity: unitsFor(delta, variation),
            occurred_at: occurredAt,
            from_location_id: at,
            to_location_id: at,
            ...(away ? { from_state: 'IN_STOCK', to_state: stateAfter(reason, context) } : stateBefore(reason)),
            ...(reasonId !== undefined && { reason_id: { type: reasonId } }),
          },
        });
      }
      return sendChanges(context, { ref, changes: outgoing, key, signal });
    },
  };
}

/** Where units go that are taken away. */
function stateAfter(reason: Reason, { config }: ConnectorContext): string {
  if (reason === 'sale') return 'SOLD';
  return reason === 'damaged' || reason === 'lost' ? 'WASTE' : config.takenAway;
}

/** Where units come from that are added. */
function stateBefore(reason: Reason): { readonly from_state: string; readonly to_state: string } {
  return { from_state: reason === 'return' || reason === 'sale' ? 'UNLINKED_RETURN' : 'NONE', to_state: 'IN_STOCK' };
}

const isNothing = (amount: string): boolean => !/[1-9]/.test(amount);
