import type { Charge } from '@crossdock/core';
import type { OrderLineRow } from '../api/order-row.ts';
import { dimensionNames } from '../api/product.ts';
import { itemFieldsOf } from '../lookups/item-catalog.ts';
import { keyOf } from '../lookups/item-names.ts';
import type { D365Config, ItemAt } from '../options/options.ts';

/** What lines of an order are: charges, cash rounding and tax are items of their own there. */
export type OrderPart = 'goods' | 'charge' | 'rounding' | 'tax';

type Items = Pick<D365Config, 'items' | 'tax'>;

/** What our own names of lines begin with. */
const ownNames: Readonly<Record<string, OrderPart>> = { L: 'goods', C: 'charge', R: 'rounding', T: 'tax' };

/** What a line is: by the name that we gave it, or by its item where others wrote it. */
export function partOf(line: OrderLineRow, { items, tax }: Items): OrderPart {
  const own = ownNames[/^([LCRT])-./.exec(line.OrderLineReference)?.[1] ?? ''];
  if (own) return own;
  if (tax.mode === 'tax-item' && isItem(line, tax.item)) return 'tax';
  if (items.rounding && isItem(line, items.rounding)) return 'rounding';
  return chargeKindOf(line, { items }) === undefined ? 'goods' : 'charge';
}

/** Kind of the charge that is booked with the line's item. */
export function chargeKindOf(line: OrderLineRow, { items }: Pick<Items, 'items'>): Charge['kind'] | undefined {
  const found = Object.entries(items.charges).find(([, item]) => isItem(line, item));
  return found?.[0] as Charge['kind'] | undefined;
}

export function isGiftCard(line: OrderLineRow, { items }: Pick<Items, 'items'>): boolean {
  return items.giftCard !== undefined && isItem(line, items.giftCard);
}

/** Lines that are still a part of the order. */
export function livingLines(lines: readonly OrderLineRow[]): readonly OrderLineRow[] {
  return lines.filter((line) => line.SalesOrderLineStatus !== 'Canceled');
}

/**
 * Whether it is a return, which is an order the other way round: because there is nothing in it but what comes back, or by the names that
 * we give to what stands beside it: exchanged goods, fees, adjustments.
 */
export function isReturn(lines: readonly OrderLineRow[]): boolean {
  if (lines.some((line) => /^[XFA]-./.test(line.OrderLineReference))) return true;
  return lines.length > 0 && lines.every(comesBack);
}

const comesBack = ({ OrderedSalesQuantity }: OrderLineRow): boolean => OrderedSalesQuantity.startsWith('-');

function isItem(line: OrderLineRow, item: ItemAt): boolean {
  const wanted = keyOf(itemFieldsOf(item));
  return line.ItemNumber === wanted.ItemNumber && dimensionNames.every((name) => line[name] === wanted[name]);
}
