import { IntegrationError, isNegative, isZero, negate, netOf, type Return, type ReturnLine } from '@crossdock/core';
import { itemFieldsOf } from '../lookups/item-catalog.ts';
import type { D365Config } from '../options/options.ts';
import { headerOf } from './order-header.ts';
import { type LineEntry, linesOf, type OrderBody, proveTotal } from './order-lines.ts';
import { unmapped } from '../lookups/refusals.ts';
import { chargeEntries, goodsEntry, type OrderMapping, roundingEntry, skusOf } from './sales-order.ts';

/** The SKUs whose items have to be known before a return can be mapped. */
export function skusOfReturn({ lines, exchange }: Return): readonly string[] {
  const restocked = lines.filter(isRestocked).map((line) => line.sku);
  return [...restocked, ...skusOf(exchange)];
}

/**
 * A return as an order the other way round: what comes back has negative quantities and amounts, fees that are kept and exchanged goods have
 * positive ones. Goods that do not go back to stock are money only, on the service item of `returns.item`.
 */
export function toReturnOrder(back: Return, mapping: OrderMapping): OrderBody {
  const { config } = mapping;
  const lines = linesOf(returnEntries(back, mapping), back, config);
  proveTotal(lines, negate(back.total), config);
  return { header: headerOf(back, config), lines };
}

/** What of a return becomes lines: what comes back, and what is kept or given out instead. */
export function returnEntries(back: Return, mapping: OrderMapping): readonly LineEntry[] {
  const { config } = mapping;
  const place = back.location ?? config.defaultLocation;
  const turned = (entries: readonly LineEntry[]): readonly LineEntry[] =>
    entries.map((entry) => ({ ...entry, back: true }));
  const entries = [
    ...back.lines.map((line, index) => returnedEntry(line, index, place, mapping)),
    ...turned(chargeEntries(back.charges, { name: 'C', path: 'charges', place }, config)),
    ...chargeEntries(back.fees, { name: 'F', path: 'fees', place }, config),
    ...back.exchange.map((line, index) =>
      goodsEntry(line, { name: `X-${line.id}`, path: `exchange.${index}`, place }, mapping),
    ),
    ...adjustmentEntry(back, place, config),
    ...turned(roundingEntry(back.rounding, place, config)),
  ];
  if (entries.length === 0) {
    throw new IntegrationError('A return without goods and without money has nothing to book', {
      code: 'unsupported-document',
      path: 'lines',
    });
  }
  return entries;
}

const isRestocked = ({ disposition }: ReturnLine): boolean => disposition === 'restock';

function returnedEntry(
  line: ReturnLine,
  index: number,
  place: string | undefined,
  { config, items }: OrderMapping,
): LineEntry {
  const path = `lines.${index}`;
  if (line.disposition === 'not-shipped') {
    throw new IntegrationError(`Line ${index + 1} never shipped, so it was not billed and there is nothing to credit`, {
      code: 'unsupported-document',
      path: `${path}.disposition`,
    });
  }
  const item = isRestocked(line) ? items.get(line.sku) : config.returns.item && itemFieldsOf(config.returns.item);
  if (!item) {
    throw isRestocked(line)
      ? unmapped(`Product '${line.sku}'`, 'the released products (or items.overrides)', `${path}.sku`)
      : unmapped(`Goods that do not go back to stock (${line.disposition})`, 'returns.item', `${path}.disposition`);
  }
  return {
    item,
    name: `L-${line.id}`,
    sku: line.sku,
    quantity: Number(line.quantity.amount),
    gross: netOf(line),
    taxes: line.taxes,
    path,
    location: line.location ?? place,
    back: true,
  };
}

function adjustmentEntry(
  { adjustment }: Return,
  location: string | undefined,
  config: D365Config,
): readonly LineEntry[] {
  if (adjustment === undefined || isZero(adjustment)) return [];
  const { item: fallback } = config.returns;
  if (!fallback) throw unmapped('An adjustment', 'returns.item', 'adjustment');
  const item = itemFieldsOf(fallback);
  const back = !isNegative(adjustment);
  const gross = back ? adjustment : negate(adjustment);
  return [
    { item, name: 'A-1', sku: item.ItemNumber, quantity: 1, gross, taxes: [], path: 'adjustment', location, back },
  ];
}
