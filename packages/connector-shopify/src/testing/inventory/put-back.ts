import type { BookedLine } from '../book-entries.ts';
import type { ShopContext } from '../domain.ts';
import { tellLevel } from './stock-changes.ts';

/** Units of a line that are restocked. */
export interface PutBack {
  readonly line: BookedLine;
  readonly quantity: number;
  readonly locationId: bigint | undefined;
  /** `RETURN`: they were sent and are back. `CANCEL`: they were never sent. */
  readonly how: 'RETURN' | 'CANCEL';
}

/**
 * Puts units back where they are restocked, so that they can be sold again: what came back lies there once more; what was never sent lay
 * there all the time and is no longer committed. Units without a location, and items that are not tracked, stay out of the books.
 */
export function putBack(shop: ShopContext, restocked: readonly PutBack[]): void {
  const group = shop.nextId();
  for (const { line, quantity, locationId, how } of restocked) {
    const itemId = line.item.inventoryItemId;
    if (locationId === undefined || shop.catalog.byItem(itemId)?.variant.tracked !== true) continue;
    const level = shop.stock.stocked(itemId, locationId);
    const units = how === 'RETURN' ? quantity : Math.min(quantity, level.units.committed);
    if (units === 0) continue;
    if (how === 'CANCEL') level.units.committed -= units;
    shop.stock.change(level, units);
    const change = { group, itemId, locationId, name: 'available', delta: units, reason: 'restock', documentUri: null };
    shop.stock.changes.push(change);
    tellLevel(shop, level);
  }
}

/** What a refund's lines put back. */
export function putBackOf(
  lines: readonly {
    readonly line: BookedLine;
    readonly quantity: number;
    readonly restock: 'CANCEL' | 'RETURN' | 'NO_RESTOCK';
    readonly locationId?: bigint | undefined;
  }[],
): readonly PutBack[] {
  return lines.flatMap(({ line, quantity, restock, locationId }) =>
    restock === 'NO_RESTOCK' ? [] : [{ line, quantity, locationId, how: restock }],
  );
}
