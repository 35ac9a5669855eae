import { isNegative, isZero, negate, type Order, type OrderLine, type Return, type ReturnLine } from '@crossdock/core';
import type { SoldFields } from '../item-catalog.ts';
import type { BusinessCentralConfig, SoldAs } from '../options.ts';
import type { LineEntry } from './lines.ts';
import { unmapped, unsuitable } from './refusals.ts';

/** What lines are made with: everything that the company was asked before. */
export interface Sellables {
  readonly config: BusinessCentralConfig;
  /** By SKU. */
  readonly bySku: ReadonlyMap<string, SoldFields>;
  /** By the path of the option: `items.charges.shipping`. */
  readonly byOption: ReadonlyMap<string, SoldFields>;
  /** Ids of our locations. */
  readonly locationIds: ReadonlyMap<string, string>;
}

/** The SKUs that have to be known before a document can be mapped. */
export function skusOf(lines: readonly Pick<OrderLine, 'kind' | 'sku'>[]): readonly string[] {
  return lines.filter((line) => line.kind !== 'gift-card').map((line) => line.sku);
}

export function skusOfReturn({ lines, exchange }: Return): readonly string[] {
  return [...lines.filter(isRestocked).map((line) => line.sku), ...skusOf(exchange)];
}

/** Everything that the configuration names, by the path of its option. */
export function namedOptions({ items, returns, tax }: BusinessCentralConfig): ReadonlyMap<string, SoldAs> {
  const named = new Map<string, SoldAs>();
  for (const [kind, sold] of Object.entries(items.charges)) named.set(`items.charges.${kind}`, sold);
  if (items.giftCard) named.set('items.giftCard', items.giftCard);
  if (items.rounding) named.set('items.rounding', items.rounding);
  if (returns.line) named.set('returns.line', returns.line);
  if (tax.mode === 'tax-line') named.set('tax.line', tax.line);
  return named;
}

/** Goods of a sale. */
export function goodsEntry(
  line: OrderLine,
  { name, path, place }: { readonly name: string; readonly path: string; readonly place: string | undefined },
  { bySku, byOption, locationIds }: Sellables,
): LineEntry {
  const sold = line.kind === 'gift-card' ? byOption.get('items.giftCard') : bySku.get(line.sku);
  if (sold === undefined) {
    throw line.kind === 'gift-card'
      ? unmapped('A gift card', 'items.giftCard', `${path}.sku`)
      : unmapped(`Product '${line.sku}'`, 'the items (or items.overrides)', `${path}.sku`);
  }
  const location = line.location ?? place;
  return {
    sold,
    name,
    text: line.name ?? line.sku,
    quantity: line.quantity.amount,
    gross: line.gross,
    discounts: line.discounts,
    taxes: line.taxes,
    path,
    locationId: location === undefined ? undefined : locationIds.get(location),
  };
}

/** Charges as entries; what is free is left out. */
export function chargeEntries(
  charges: Order['charges'],
  { letter, path: beginning }: { readonly letter: 'C' | 'F'; readonly path: string },
  { byOption }: Sellables,
): readonly LineEntry[] {
  return charges.flatMap((charge, index): readonly LineEntry[] => {
    const path = `${beginning}.${index}`;
    if (isZero(charge.gross) && charge.taxes.every((tax) => isZero(tax.amount))) return [];
    const sold = byOption.get(`items.charges.${charge.kind}`);
    if (!sold) throw unmapped(`Charge ${index + 1} (${charge.kind})`, `items.charges.${charge.kind}`, `${path}.kind`);
    const { gross, discounts, taxes } = charge;
    const name = `${letter}-${charge.kind}-${index + 1}`;
    return [{ sold, name, text: charge.name ?? charge.kind, quantity: '1', gross, discounts, taxes, path }];
  });
}

/** Cash rounding as an entry, if there is any. */
export function roundingEntry(rounding: Order['rounding'], { byOption }: Sellables): readonly LineEntry[] {
  if (rounding === undefined || isZero(rounding)) return [];
  const sold = byOption.get('items.rounding');
  if (!sold) throw unmapped('Cash rounding', 'items.rounding', 'rounding');
  const one = { sold, name: 'R-1', text: 'Rounding', quantity: '1', discounts: [], taxes: [], path: 'rounding' };
  return [isNegative(rounding) ? { ...one, gross: negate(rounding), against: true } : { ...one, gross: rounding }];
}

/** Goods that come back, or only their money. */
export function returnedEntry(
  line: ReturnLine,
  { index, place }: { readonly index: number; readonly place: string | undefined },
  { bySku, byOption, locationIds }: Sellables,
): LineEntry {
  const path = `lines.${index}`;
  if (line.disposition === 'not-shipped') {
    const reason = `Line ${index + 1} never shipped, so it was not billed and there is nothing to credit`;
    throw unsuitable(reason, `${path}.disposition`);
  }
  const restocked = isRestocked(line);
  const sold = restocked ? bySku.get(line.sku) : byOption.get('returns.line');
  if (!sold) {
    throw restocked
      ? unmapped(`Product '${line.sku}'`, 'the items (or items.overrides)', `${path}.sku`)
      : unmapped(`Goods that do not go back to stock (${line.disposition})`, 'returns.line', `${path}.disposition`);
  }
  const location = line.location ?? place;
  return {
    sold,
    name: `L-${line.id}`,
    text: line.sku,
    quantity: line.quantity.amount,
    gross: line.gross,
    discounts: line.discounts,
    taxes: line.taxes,
    path,
    locationId: restocked && location !== undefined ? locationIds.get(location) : undefined,
  };
}

/** What lines and charges of a return do not explain. */
export function adjustmentEntry({ adjustment }: Return, { byOption }: Sellables): readonly LineEntry[] {
  if (adjustment === undefined || isZero(adjustment)) return [];
  const sold = byOption.get('returns.line');
  if (!sold) throw unmapped('An adjustment', 'returns.line', 'adjustment');
  const one = { sold, name: 'A-1', text: 'Adjustment', quantity: '1', discounts: [], taxes: [], path: 'adjustment' };
  return [
    isNegative(adjustment) ? { ...one, gross: negate(adjustment), against: true } : { ...one, gross: adjustment },
  ];
}

const isRestocked = ({ disposition }: ReturnLine): boolean => disposition === 'restock';
