import { type InventoryLevel } from '@crossdock/core';
import type { Rooms } from './context.ts';
import { sumOf } from './measures.ts';
import type { PlacedRow } from './on-hand.ts';

/** A row in our words. The service does not say when it became true, so it is true when it was asked for. */
export function levelOf(
  { row, place }: PlacedRow,
  { sku, unit, asOf }: { readonly sku: string; readonly unit: string; readonly asOf: string },
  { config, system }: Pick<Rooms, 'config' | 'system'>,
): InventoryLevel {
  const { onHand, available, committed, incoming, damaged } = config.reading;
  return {
    sku,
    location: place.code,
    onHand: sumOf(row, onHand, unit),
    available: sumOf(row, available, unit),
    committed: sumOf(row, committed, unit),
    ...(incoming && { incoming: sumOf(row, incoming, unit) }),
    ...(damaged && { damaged: sumOf(row, damaged, unit) }),
    asOf,
    source: system,
    refs: { [system]: row.productId },
  };
}
