import { type CheckedInput, IntegrationError, isNegative, isZero, type Money, sum, zero } from '@crossdock/core';
import type { CatalogItem } from '../item-catalog.ts';
import type { NetsuiteConfig } from '../options.ts';
import {
  amountEntry,
  chargeEntries,
  documentLines,
  type Entry,
  itemOf,
  locationFields,
  type Reference,
  takenOff,
  totalOf,
  unitFields,
  untaxed,
} from './lines.ts';
import { unmapped } from './refusals.ts';
import { saleEntries } from './sales-order.ts';

export type Return = CheckedInput<'processReturn'>;
type ReturnLine = Return['lines'][number];

/** Goods that come back to a shelf. */
export interface ReturnedGoods {
  readonly item: string;
  readonly orderLineId?: string | undefined;
  readonly units: number;
  /** What was paid for them. */
  readonly entry: Entry;
  /** The shelf. */
  readonly location: Reference;
}

/** A return, taken apart into the facts that are booked: goods back, money back, goods in exchange. */
export interface ReturnPlan {
  readonly goods: readonly ReturnedGoods[];
  /** Money back without goods, and fees that are kept. */
  readonly rest: readonly Entry[];
  /** What is credited in all: goods, charges and adjustment less fees, with tax. */
  readonly worth: Money;
  readonly exchange: readonly Entry[];
  /** What the goods in exchange cost. */
  readonly exchangeWorth: Money;
}

/** The SKUs whose items have to be known before a return can be mapped. */
export function skusOfReturn({ lines, exchange }: Return): readonly string[] {
  return [...lines, ...exchange.filter((line) => line.kind !== 'gift-card')].map((line) => line.sku);
}

/** Takes a return apart. Whatever has no counterpart is refused by path. */
export function planReturn(
  document: Return,
  config: NetsuiteConfig,
  items: ReadonlyMap<string, CatalogItem>,
): ReturnPlan {
  const goods: ReturnedGoods[] = [];
  const rest: Entry[] = [];
  for (const [index, line] of document.lines.entries()) {
    const path = `lines.${String(index)}`;
    requireShipped(line, index);
    const item = itemOf(line.sku, index, path, items);
    const entry = entryOf(document, line, item, path, config);
    if (!comesBack(line) || !item.ships) rest.push(entry);
    else {
      const { orderLineId } = line;
      const location = shelfOf(document, line, path, config);
      goods.push({ item: item.id, orderLineId, units: entry.quantity, entry, location });
    }
  }
  rest.push(
    ...chargeEntries(document.charges, 'charges', document, config),
    ...chargeEntries(document.fees, 'fees', document, config).map(takenOff),
    ...amountEntry(document.adjustment, 'refund', 'An adjustment', 'adjustment', config),
    ...amountEntry(document.rounding, 'rounding', 'Cash rounding', 'rounding', config),
  );
  const exchange =
    config.returns.exchange === 'invoice'
      ? saleEntries(document, document.exchange, 'exchange', { config, items })
      : [];
  const worthOf = (entries: readonly Entry[]) =>
    totalOf(documentLines(entries, document.currency, config), document.currency);
  const worth = worthOf([...goods.map(({ entry }) => entry), ...rest]);
  if (isNegative(worth)) {
    throw new IntegrationError('The fees of the return exceed what goes back: NetSuite books no such credit', {
      code: 'unsupported-document',
      path: 'fees',
    });
  }
  return { goods, rest, worth, exchange, exchangeWorth: worthOf(exchange) };
}

/**
 * Whether something is credited: goods that come back without a refund make no credit. One that comes to nothing is made all the same when
 * fees or rounding take up what the goods were worth, or when something is taken in exchange for goods that were free.
 */
export function isCredited({ goods, rest, exchange }: ReturnPlan): boolean {
  return exchange.length > 0 || [...goods.map(({ entry }) => entry), ...rest].some(hasAmount);
}

function hasAmount({ net, taxes }: Entry): boolean {
  return !isZero(net) || taxes.some((tax) => !isZero(tax.amount));
}

/** Bills follow what left, so units that never did were not billed and cannot be credited. */
function requireShipped({ disposition }: ReturnLine, index: number): void {
  if (disposition !== 'not-shipped') return;
  throw new IntegrationError(
    `Line ${String(index + 1)} never shipped, so it was not billed and there is nothing to credit`,
    {
      code: 'unsupported-document',
      path: `lines.${String(index)}.disposition`,
    },
  );
}

const kept: ReadonlySet<ReturnLine['disposition']> = new Set(['not-returned', 'dispose']);

function comesBack({ disposition }: ReturnLine): boolean {
  return !kept.has(disposition);
}

/**
 * A credit that names an inventory item without an authorisation puts it back on the shelf. What does not come back is
 * therefore credited by an item that has no stock.
 */
function entryOf(document: Return, line: ReturnLine, item: CatalogItem, path: string, config: NetsuiteConfig): Entry {
  const stays = !comesBack(line) && item.ships;
  const refund = config.items.charges.refund;
  if (stays && refund === undefined)
    throw unmapped(`Money for goods that are ${line.disposition}`, 'items.charges.refund', `${path}.disposition`);
  return {
    item: stays && refund !== undefined ? refund : item.id,
    quantity: Number(line.quantity.amount),
    net: untaxed(line, document),
    taxes: line.taxes,
    path,
    fields: stays ? {} : unitFields(line.quantity, `${path}.quantity.unit`, config),
  };
}

/** Where goods are put: those that may not be sold again as they are never go back to the shelf of the shop. */
function shelfOf(document: Return, line: ReturnLine, path: string, config: NetsuiteConfig): Reference {
  const { disposition } = line;
  const apart = disposition === 'damaged' || disposition === 'undecided' ? disposition : undefined;
  const place = apart
    ? config.returns.locations[apart]
    : (line.location ?? document.location ?? config.defaultLocation);
  if (place === undefined) {
    const option = apart ? `returns.locations.${apart}` : 'defaultLocation';
    throw unmapped(`A place for goods to ${disposition}`, option, apart ? `${path}.disposition` : `${path}.location`);
  }
  const { location } = locationFields(place, `${path}.location`, config);
  if (location === undefined) throw unmapped(`Location '${place}'`, `locations.${place}`, `${path}.location`);
  return location;
}

/** Entries for the same line of a document as one: amounts summed, taxes of one name together. */
export function mergedEntry(entries: readonly Entry[], fields: Entry['fields'], currency: string): Entry {
  const first = entries[0];
  const taxes = [
    ...Map.groupBy(
      entries.flatMap((it) => it.taxes),
      (tax) => tax.name,
    ).values(),
  ].flatMap((same) => {
    const [tax] = same;
    return tax
      ? [
          {
            ...tax,
            amount: sum(
              same.map((it) => it.amount),
              currency,
            ),
          },
        ]
      : [];
  });
  return {
    quantity: entries.reduce((units, it) => units + it.quantity, 0),
    net: sum(
      entries.map((it) => it.net),
      currency,
    ),
    taxes,
    path: first?.path ?? 'lines',
    fields: { ...first?.fields, ...fields },
  };
}

/** An entry without its price, for goods that come back for nothing. */
export function unpriced(entry: Entry): Entry {
  return { ...entry, net: zero(entry.net.currency), taxes: [] };
}
