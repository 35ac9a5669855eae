import { isZero, type Money, money, negate, subtract, sum, type TaxLine } from '@crossdock/core';
import { type ItemFields, itemFieldsOf } from '../lookups/item-catalog.ts';
import type { D365Config, ItemAt } from '../options/options.ts';
import { priceOf, toWire } from './amounts.ts';
import { filledFields } from './custom-fields.ts';
import { unbalanced, unmapped } from '../lookups/refusals.ts';

/** A line as it is sent. */
export interface OrderLineBody extends ItemFields {
  readonly OrderedSalesQuantity: number;
  readonly SalesPrice: number;
  readonly LineAmount: number;
  readonly CalculateLineAmount: 'No';
  /** Our own name of the line, by which it is found again. */
  readonly OrderLineReference: string;
  readonly ExternalItemNumber: string;
  readonly [field: string]: string | number;
}

/** An order as it is sent. */
export interface OrderBody {
  readonly header: Readonly<Record<string, string>>;
  readonly lines: readonly OrderLineBody[];
}

/** What becomes a line: goods, charges, rounding and tax alike. */
export interface LineEntry {
  readonly item: ItemFields;
  readonly name: string;
  readonly sku: string;
  readonly quantity: number;
  /** Net of discounts; with its tax if prices of the document contain it. */
  readonly gross: Money;
  readonly taxes: readonly TaxLine[];
  readonly path: string;
  readonly location: string | undefined;
  /** Goods and money come back. @default false */
  readonly back?: boolean;
  /** A gift card, which is a liability. @default false */
  readonly giftCard?: boolean;
}

/** What the amounts of a document mean. */
export interface Priced {
  readonly currency: string;
  readonly taxIncluded: boolean;
}

/** The lines of entries. Where all tax is one line of a service item, they are net and the tax is the last of them. */
export function linesOf(
  entries: readonly LineEntry[],
  document: Priced & { readonly location?: string | undefined },
  config: D365Config,
): readonly OrderLineBody[] {
  const bodies = entries.map((entry, index) => lineBody(entry, index, document, config));
  if (config.tax.mode !== 'tax-item') return bodies;
  const tax = taxEntry(entries, document, config.tax.item, config);
  return tax ? [...bodies, lineBody(tax, entries.length, document, config)] : bodies;
}

/** Refuses lines that do not come to the document's total. Where the environment computes the tax, that is proved later. */
export function proveTotal(lines: readonly OrderLineBody[], total: Money, config: D365Config): void {
  if (config.tax.mode !== 'tax-item') return;
  const actual = sum(
    lines.map((line) => money(line.LineAmount.toFixed(2), total.currency)),
    total.currency,
  );
  if (!isZero(subtract(actual, total))) throw unbalanced('The sales order', actual, total);
}

/** Site and warehouse of a location; nothing when the document names none. */
export function placeOf(location: string | undefined, path: string, config: D365Config) {
  if (location === undefined) return undefined;
  const place = config.locations[location];
  if (place === undefined) throw unmapped(`Location '${location}'`, `locations.${location}`, path);
  return place;
}

function taxEntry(
  entries: readonly LineEntry[],
  { currency, location }: Priced & { readonly location?: string | undefined },
  taxItem: ItemAt,
  config: D365Config,
): LineEntry | undefined {
  const total = sum(
    entries.map((entry) => (entry.back === true ? negate(taxOf(entry, currency)) : taxOf(entry, currency))),
    currency,
  );
  if (isZero(total)) return undefined;
  const item = itemFieldsOf(taxItem);
  const back = total.amount.startsWith('-');
  return {
    item,
    name: 'T-1',
    sku: item.ItemNumber,
    quantity: 1,
    gross: back ? negate(total) : total,
    taxes: [],
    path: 'taxes',
    location: location ?? config.defaultLocation,
    back,
  };
}

/** Tax of an entry, whether its price contains it or not. */
export function taxOf({ taxes }: Pick<LineEntry, 'taxes'>, currency: string): Money {
  return sum(
    taxes.map((tax) => tax.amount),
    currency,
  );
}

function lineBody(entry: LineEntry, index: number, document: Priced, config: D365Config): OrderLineBody {
  const isNet = config.tax.mode === 'tax-item' && document.taxIncluded;
  const worth = isNet ? subtract(entry.gross, taxOf(entry, document.currency)) : entry.gross;
  const amount = toWire(entry.back === true ? negate(worth) : worth, entry.path);
  const quantity = entry.back === true ? -entry.quantity : entry.quantity;
  const place = placeOf(entry.location, `${entry.path}.location`, config);
  return {
    ...entry.item,
    OrderedSalesQuantity: quantity,
    SalesPrice: priceOf(amount, quantity),
    LineAmount: amount,
    CalculateLineAmount: 'No',
    OrderLineReference: entry.name,
    ExternalItemNumber: entry.sku,
    CustomersLineNumber: index + 1,
    ...filledFields(config.customFields.line, { sku: entry.sku, line: entry.name, location: entry.location }),
    ...(place && { ShippingSiteId: place.site }),
    ...(place?.warehouse !== undefined && { ShippingWarehouseId: place.warehouse }),
    ...(config.tax.mode === 'groups' && taxGroupsOf(entry, config.tax)),
  };
}

/** Without tax of its own a line has no item group, or the environment would compute one. */
function taxGroupsOf(
  { taxes }: LineEntry,
  { group, itemGroup }: { readonly group: string; readonly itemGroup?: string | undefined },
) {
  if (taxes.every((tax) => isZero(tax.amount))) return { SalesTaxGroupCode: group, SalesTaxItemGroupCode: '' };
  return { SalesTaxGroupCode: group, ...(itemGroup !== undefined && { SalesTaxItemGroupCode: itemGroup }) };
}
