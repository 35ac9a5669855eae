import { IntegrationError, isNegative, isZero, netOf, type Order, type OrderLine } from '@crossdock/core';
import { type ItemFields, itemFieldsOf } from '../lookups/item-catalog.ts';
import type { D365Config } from '../options/options.ts';
import { headerOf } from './order-header.ts';
import { type LineEntry, linesOf, type OrderBody, proveTotal } from './order-lines.ts';
import { unmapped } from '../lookups/refusals.ts';

export interface OrderMapping {
  readonly config: D365Config;
  readonly items: ReadonlyMap<string, ItemFields>;
}

/** The SKUs whose items have to be known before lines can be mapped. */
export function skusOf(lines: readonly Pick<OrderLine, 'kind' | 'sku'>[]): readonly string[] {
  return lines.filter((line) => line.kind !== 'gift-card').map((line) => line.sku);
}

/**
 * A canonical order as header and lines. Every line has a counterpart or the whole order is refused with the line named.
 *
 * With `tax-item` the lines are net, the tax is a line of its own, and all of it comes to the order's total before anything
 * is sent. With `groups` the environment computes the tax: the total is proved when the order is there.
 */
export function toSalesOrder(order: Order, mapping: OrderMapping): OrderBody {
  const { config } = mapping;
  const lines = linesOf(saleEntries(order, mapping), order, config);
  proveTotal(lines, order.total, config);
  return { header: headerOf(order, config), lines };
}

/** What of a sale becomes lines: goods, charges, cash rounding. What cannot be booked as a sale is refused. */
export function saleEntries(order: Order, mapping: OrderMapping): readonly LineEntry[] {
  const { config } = mapping;
  refuseUnsuitable(order);
  const place = order.location ?? config.defaultLocation;
  return [
    ...order.lines.map((line, index) =>
      goodsEntry(line, { name: `L-${line.id}`, path: `lines.${index}`, place }, mapping),
    ),
    ...chargeEntries(order.charges, { name: 'C', path: 'charges', place }, config),
    ...roundingEntry(order.rounding, place, config),
  ];
}

function refuseUnsuitable(order: Order): void {
  const refuse = (reason: string, path: string) => new IntegrationError(reason, { code: 'unsupported-document', path });
  if (order.test) throw refuse('A test order is not booked as a sale', 'test');
  if (isNegative(order.total)) throw refuse('A sale of less than nothing is no sales order', 'total');
  if (order.cancelled) throw refuse('The order is cancelled already', 'cancelled');
  for (const [index, line] of order.lines.entries()) {
    if (Number(line.removed ?? 0) === 0) continue;
    throw refuse(`Line ${index + 1} has units that were taken off the order`, `lines.${index}.removed`);
  }
}

interface Where {
  /** Name of the entry, or the beginning of names. */
  readonly name: string;
  readonly path: string;
  readonly place: string | undefined;
}

/** Goods of a sale as an entry. */
export function goodsEntry(line: OrderLine, { name, path, place }: Where, { config, items }: OrderMapping): LineEntry {
  const giftCard = config.items.giftCard && itemFieldsOf(config.items.giftCard);
  const item = line.kind === 'gift-card' ? giftCard : items.get(line.sku);
  if (item === undefined) {
    const what = line.kind === 'gift-card' ? 'A gift card' : `Product '${line.sku}'`;
    const option = line.kind === 'gift-card' ? 'items.giftCard' : 'the released products (or items.overrides)';
    throw unmapped(what, option, `${path}.sku`);
  }
  return {
    item,
    name,
    sku: line.sku,
    quantity: Number(line.quantity.amount),
    gross: netOf(line),
    taxes: line.taxes,
    path,
    location: line.location ?? place,
    ...(line.kind === 'gift-card' && { giftCard: true }),
  };
}

/** Charges as entries; what is free is left out. */
export function chargeEntries(
  charges: Order['charges'],
  { name, path: beginning, place: location }: Where,
  config: D365Config,
): readonly LineEntry[] {
  return charges.flatMap((charge, index): readonly LineEntry[] => {
    const path = `${beginning}.${index}`;
    const gross = netOf(charge);
    if (isZero(gross) && charge.taxes.every((tax) => isZero(tax.amount))) return [];
    const item = config.items.charges[charge.kind];
    if (!item) throw unmapped(`Charge ${index + 1} (${charge.kind})`, `items.charges.${charge.kind}`, `${path}.kind`);
    const fields = itemFieldsOf(item);
    const named = { item: fields, name: `${name}-${index + 1}`, sku: fields.ItemNumber };
    return [{ ...named, quantity: 1, gross, taxes: charge.taxes, path, location }];
  });
}

/** Cash rounding as an entry, if there is any. */
export function roundingEntry(
  rounding: Order['rounding'],
  location: string | undefined,
  config: D365Config,
): readonly LineEntry[] {
  if (rounding === undefined || isZero(rounding)) return [];
  if (!config.items.rounding) throw unmapped('Cash rounding', 'items.rounding', 'rounding');
  const item = itemFieldsOf(config.items.rounding);
  const named = { item, name: 'R-1', sku: item.ItemNumber };
  return [{ ...named, quantity: 1, gross: rounding, taxes: [], path: 'rounding', location }];
}
