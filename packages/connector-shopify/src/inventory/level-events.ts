import { type IntegrationError, isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import type { Item, Level } from '../api/inventory-data.ts';
import type { ConnectorContext } from '../context.ts';
import { unmapped } from '../errors.ts';
import { instantOf, numberOf } from '../mapping/ids.ts';
import { levelKey } from './level-memory.ts';
import { ambiguous } from './stock-reader.ts';
import { toLevel } from './to-level.ts';

/** One fact that the connector tells of stock. */
export type LevelEvent = SourceEvent<'inventory.changed'>;

type Told = LevelEvent | RefusedEvent<'inventory.changed'>;

/** A level that was read, and what was known before. */
export interface ReadStock {
  readonly item: Item;
  readonly level: Level;
  /** Our code of the place. */
  readonly location: string;
  /** When the reading began: what it says was true then, or became so since. */
  readonly asOf: string;
  /** The memory's mark from before the reading. */
  readonly mark: number;
}

/**
 * What a level says now. What nobody can count or name is left out; what we set ourselves and nobody changed since is not
 * told; what did not change has the id of what was told before.
 */
export function levelEvents(
  { item, level, location, asOf, mark }: ReadStock,
  { name, rooms }: Pick<ConnectorContext, 'name' | 'rooms'>,
): Told[] {
  const { sku, tracked, duplicateSkuCount } = item;
  if (!tracked || sku === null || sku.trim() === '') return [];
  const key = levelKey(sku, location);
  const numbers = `${numberOf(item.id, 'item.id')}@${numberOf(level.location.id, 'location.id')}`;
  try {
    if (duplicateSkuCount > 0) throw ambiguous(sku, 'sku');
    const data = toLevel(level, { name, sku, location, itemId: item.id, asOf });
    const updatedAt = instantOf(level.updatedAt, 'updatedAt');
    const units = new Map(level.quantities.map((it) => [it.name, it.quantity]));
    const id = rooms.levels.idOf({ about: key, updatedAt, units, mark });
    if (id === undefined) return [];
    return [{ name: 'inventory.changed', id, key, identifiers: [sku, item.id, level.id], occurredAt: updatedAt, data }];
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition === 'retry') throw error;
    return [refusedLevel(numbers, key, error)];
  }
}

/** A place whose stock changes, and which the options do not name. */
export function unnamedPlace(gid: string): RefusedEvent<'inventory.changed'> {
  const number = numberOf(gid, 'location.id');
  return refusedLevel(number, number, unmapped('location', number, 'location.id'));
}

function refusedLevel(id: string, key: string, refused: IntegrationError): RefusedEvent<'inventory.changed'> {
  return { name: 'inventory.changed', id: `${id}/${refused.code}`, key, refused };
}
