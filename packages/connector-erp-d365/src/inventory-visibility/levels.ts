import { type InventoryLevel, toMs } from '@crossdock/core';
import type { Rooms } from './context.ts';
import { sumOf } from './measures.ts';
import type { PlacedRow } from './on-hand.ts';
import type { InventoryVisibilityConfig } from './options.ts';

/** A row in our words. */
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

/** For which instant a level that is asked for now is true: the service does not say, and lags behind. */
export function asOfAt(now: number, { reading }: Pick<InventoryVisibilityConfig, 'reading'>): string {
  return new Date(now - toMs(reading.behind)).toISOString();
}
