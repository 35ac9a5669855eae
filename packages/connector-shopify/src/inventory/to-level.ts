import { InventoryLevel, parse } from '@crossdock/core';
import type { Level } from '../api/inventory-data.ts';
import { gidOf, numberOf } from '../mapping/ids.ts';

/** What a level is told with. */
export interface LevelSettings {
  /** The system's name in the wiring. */
  readonly name: string;
  readonly sku: string;
  readonly location: string;
  readonly itemId: string;
  /** When it was read: until then it was true. */
  readonly asOf: string;
}

/**
 * A level in our words: what lies there, and of it what can be sold, is promised, damaged; and what is on its way.
 */
export function toLevel(level: Level, { name, sku, location, itemId, asOf }: LevelSettings): InventoryLevel {
  const units = new Map(level.quantities.map((it) => [it.name, { amount: String(it.quantity) }]));
  return parse(
    InventoryLevel,
    {
      sku,
      location,
      onHand: units.get('on_hand'),
      available: units.get('available'),
      committed: units.get('committed'),
      incoming: units.get('incoming'),
      damaged: units.get('damaged'),
      asOf,
      source: name,
      refs: { [name]: gidOf('InventoryItem', numberOf(itemId, 'item.id')) },
    },
    { what: `The stock of SKU '${sku}'`, code: 'response-invalid' },
  );
}
