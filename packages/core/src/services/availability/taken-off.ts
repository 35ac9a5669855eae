import { type Order } from '../../schemas/index.ts';
import { type Hold, type HoldPatch, isLive, leftOf } from './holds.ts';
import { toThousandths } from './units.ts';

/**
 * What the holds of an order give back, by key, as the order stands at an instant: units that were taken off it before they left. An
 * order as it stood before what is known of it changes nothing, and none is held that was not promised.
 *
 * Units that have left still count as wanted. What took them off the shelf is the parcel, which may be told later than the
 * order: giving them back here would sell them twice.
 */
export function takenOff(order: Order, at: number, holds: readonly Hold[]): ReadonlyMap<string, HoldPatch> {
  const wanted = wantedUnits(order);
  const known = holds.filter((it) => isLive(it) || it.state === 'fulfilled');
  const excess = new Map<string, number>();
  for (const [sku, held] of heldUnits(known)) excess.set(sku, Math.max(0, held - (wanted.get(sku) ?? 0)));
  const patches = new Map<string, HoldPatch>();
  for (const hold of known) {
    if (!isLive(hold) || at <= (hold.orderAsOf ?? -Infinity)) continue;
    const released = hold.lines.map((_, line) => hold.released[line] ?? 0);
    for (const [line, { sku }] of hold.lines.entries()) {
      const units = Math.min(excess.get(sku) ?? 0, leftOf(hold, line));
      released[line] = (released[line] ?? 0) + units;
      excess.set(sku, (excess.get(sku) ?? 0) - units);
    }
    const isOver = hold.lines.every((_, line) => leftOf({ ...hold, released }, line) === 0);
    patches.set(hold.key, { released, orderAsOf: at, ...(isOver && { state: 'released', endedAt: at }) });
  }
  return patches;
}

/** Units of an order's goods that were not taken off, in thousandths, by SKU. */
function wantedUnits({ lines }: Order): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const { kind, sku, quantity, removed = '0' } of lines) {
    if (kind !== 'goods') continue;
    const units = toThousandths(quantity) - toThousandths({ amount: removed, unit: quantity.unit });
    wanted.set(sku, (wanted.get(sku) ?? 0) + units);
  }
  return wanted;
}

/** Units that were promised and not given back, whether they have left or not. */
function heldUnits(holds: readonly Hold[]): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const hold of holds) {
    for (const [line, { sku, units }] of hold.lines.entries()) {
      held.set(sku, (held.get(sku) ?? 0) + units - (hold.released[line] ?? 0));
    }
  }
  return held;
}
