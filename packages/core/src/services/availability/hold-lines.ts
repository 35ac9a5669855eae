import { type HoldLineRef, type StockHold } from '../../orchestrator/index.ts';
import { IntegrationError } from '../../primitives/index.ts';
import { type Hold, leftOf } from './holds.ts';
import { toAmount, toQuantity, toThousandths } from './units.ts';

/** What is given back so far, line by line, when some more is. */
export function releasedBy(hold: Hold, lines: readonly HoldLineRef[]): readonly number[] {
  const taken = takenBy(hold, lines);
  return hold.lines.map((_, line) => (hold.released[line] ?? 0) + (taken[line] ?? 0));
}

/** Which units of a hold are meant, line by line; refused when they are more than it still holds. */
export function takenBy(hold: Hold, lines: readonly HoldLineRef[]): readonly number[] {
  const taken = hold.lines.map(() => 0);
  for (const [index, { sku, location, quantity }] of lines.entries()) {
    let open = toThousandths({ amount: quantity.amount, unit: quantity.unit ?? 'EA' }, `lines.${index}.quantity`);
    for (const [line, it] of hold.lines.entries()) {
      if (it.sku !== sku || (location !== undefined && it.location !== location)) continue;
      const units = Math.min(open, leftOf(hold, line) - (taken[line] ?? 0));
      taken[line] = (taken[line] ?? 0) + units;
      open -= units;
    }
    if (open === 0) continue;
    throw new IntegrationError(`The reservation holds ${toAmount(open)} units less of a SKU than this asks for`, {
      code: 'conflict',
      path: `lines.${index}`,
      details: { key: hold.key, sku },
    });
  }
  return taken;
}

let lastInstant = Number.NaN;
let lastText = '';

/** An instant as text. Holds that are made together end together, so the last one is remembered. */
function isoAt(at: number): string {
  if (at !== lastInstant) {
    lastInstant = at;
    lastText = new Date(at).toISOString();
  }
  return lastText;
}

/** A hold as its users see it. */
export function toStockHold(hold: Hold): StockHold {
  const mayExpire = hold.state === 'held' || hold.state === 'picking';
  return {
    key: hold.key,
    ...(hold.orderRef !== undefined && { orderRef: hold.orderRef }),
    state: hold.state,
    lines: hold.lines.flatMap(({ sku, location, unit }, line) => {
      const left = leftOf(hold, line);
      return left > 0 ? [{ sku, location, quantity: toQuantity(left, unit) }] : [];
    }),
    ...(mayExpire && hold.expiresAt !== undefined && { expiresAt: isoAt(hold.expiresAt) }),
  };
}
