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
    throw new IntegrationError(`This asks for more of a SKU than the reservation holds, by ${toAmount(open)}`, {
      code: 'conflict',
      path: `lines.${index}`,
      details: { key: hold.key, sku },
    });
  }
  return taken;
}

/** The movement by which a line of a hold leaves with a document. */
export const departureRef = (reference: string, line: number): string => `${reference}/${line}`;

/**
 * Whether units of a hold have left with a document: told again, it is the same departure.
 *
 * @throws IntegrationError `conflict` when other units left with it than these
 */
export function hasLeftBy(hold: Hold, reference: string | undefined, lines?: readonly HoldLineRef[]): boolean {
  if (reference === undefined) return false;
  const gone = new Map<string, number>();
  for (const [line, { sku }] of hold.lines.entries()) {
    const ref = `${departureRef(reference, line)}@`;
    for (const it of hold.departures) if (it.ref.startsWith(ref)) gone.set(sku, (gone.get(sku) ?? 0) + it.units);
  }
  if (gone.size === 0) return false;
  const asked = new Map<string, number>();
  for (const { sku, quantity } of lines ?? []) {
    const units = toThousandths({ amount: quantity.amount, unit: quantity.unit ?? 'EA' });
    asked.set(sku, (asked.get(sku) ?? 0) + units);
  }
  if (asked.size === 0 || (asked.size === gone.size && [...asked].every(([sku, it]) => gone.get(sku) === it)))
    return true;
  throw new IntegrationError(`Other units have left with '${reference}' than these`, {
    code: 'conflict',
    path: 'reference',
    details: { key: hold.key },
  });
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
  const { key, orderRef, state, expiresAt } = hold;
  const lines: StockHold['lines'][number][] = [];
  let line = 0;
  for (const { sku, location, unit } of hold.lines) {
    const left = leftOf(hold, line++);
    if (left > 0) lines.push({ sku, location, quantity: toQuantity(left, unit) });
  }
  const mayExpire = state === 'held' || state === 'picking';
  const expiry = mayExpire && expiresAt !== undefined ? { expiresAt: isoAt(expiresAt) } : undefined;
  return { key, ...(orderRef !== undefined && { orderRef }), state, lines, ...expiry };
}
