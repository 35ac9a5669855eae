import {
  type Charge,
  type Discount,
  isZero,
  type Money,
  money,
  negate,
  netOf,
  type Quantity,
  subtract,
  sum,
  type TaxLine,
} from '@crossdock/core';
import type { CatalogItem } from '../item-catalog.ts';
import type { NetsuiteConfig } from '../options.ts';
import { rateOf, toWire } from './amounts.ts';
import { unmapped } from './refusals.ts';
import { taxDetailsOf, taxFieldsOf, taxLineOf, type TaxDetailBody, type TaxMark } from './tax.ts';

export type Reference = { readonly id: string };

/** What becomes a line of a document with prices: goods, charges and rounding alike. Negative is taken off. */
export interface Entry {
  /** Internal id of the item; absent on a line that the document has already. */
  readonly item?: string;
  readonly quantity: number;
  readonly net: Money;
  readonly taxes: readonly TaxLine[];
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A line as it is sent. */
export interface DocumentLine {
  readonly item?: Reference;
  readonly quantity: number;
  readonly rate: number;
  readonly amount: number;
  /** Our own price: without it the platform puts its price level in place of the rate. */
  readonly price: { readonly id: '-1' };
  readonly [field: string]: unknown;
}

/** Lines and taxes of a document as they are sent. */
export interface DocumentLines {
  readonly item: { readonly items: readonly DocumentLine[] };
  readonly taxDetailsOverride?: true;
  readonly taxDetails?: { readonly items: readonly TaxDetailBody[] };
}

/** The lines of a document, with their taxes in the way of the account. */
export function documentLines(
  entries: readonly Entry[],
  currency: string,
  { tax }: Pick<NetsuiteConfig, 'tax'>,
  mark: TaxMark = 'L',
): DocumentLines {
  const taxes = entries.flatMap((entry) => entry.taxes.map((it) => it.amount));
  const taxLine = taxLineOf(tax, sum(taxes, currency));
  const lines = entries.map((entry, index) => lineBody(entry, index, tax, mark));
  const details = taxDetailsOf(tax, entries, mark);
  return {
    item: { items: [...lines, ...(taxLine ? [taxLine] : [])] },
    ...(details ? { taxDetailsOverride: true as const, taxDetails: { items: details } } : {}),
  };
}

function lineBody(entry: Entry, index: number, tax: NetsuiteConfig['tax'], mark: TaxMark): DocumentLine {
  const amount = toWire(entry.net, entry.path);
  return {
    ...(entry.item === undefined ? {} : { item: { id: entry.item } }),
    quantity: entry.quantity,
    rate: rateOf(amount, entry.quantity),
    amount,
    price: { id: '-1' },
    ...entry.fields,
    ...taxFieldsOf(tax, entry, index, mark),
  };
}

/** What the platform will make of lines: the same arithmetic, over exactly what is sent. */
export function totalOf({ item, taxDetails }: DocumentLines, currency: string): Money {
  const amounts = [
    ...item.items.flatMap((line) => [line.amount, typeof line['tax1Amt'] === 'number' ? line['tax1Amt'] : 0]),
    ...(taxDetails?.items ?? []).map((detail) => detail.taxAmount),
  ];
  return sum(
    amounts.map((amount) => money(amount.toFixed(2), currency)),
    currency,
  );
}

/** How the prices of a document are meant. */
export interface Pricing {
  readonly currency: string;
  readonly taxIncluded: boolean;
}

/** A line or charge with what is taken off it and the tax in or on it. */
export interface Priced {
  readonly gross: Money;
  readonly discounts: readonly Discount[];
  readonly taxes: readonly TaxLine[];
}

/** What a line or charge comes to without its tax. */
export function untaxed(priced: Priced, { currency, taxIncluded }: Pricing): Money {
  return taxIncluded ? subtract(netOf(priced), taxSum(priced, currency)) : netOf(priced);
}

function taxSum({ taxes }: Pick<Priced, 'taxes'>, currency: string): Money {
  return sum(
    taxes.map((it) => it.amount),
    currency,
  );
}

/** An entry that is taken off instead. */
export function takenOff(entry: Entry): Entry {
  return {
    ...entry,
    net: negate(entry.net),
    taxes: entry.taxes.map((tax) => ({ ...tax, amount: negate(tax.amount) })),
  };
}

/** Charges as lines, each by the item of its kind. What comes to nothing is left out. */
export function chargeEntries(
  charges: readonly Charge[],
  name: 'charges' | 'fees',
  pricing: Pricing,
  config: NetsuiteConfig,
): readonly Entry[] {
  return charges.flatMap((charge, index): readonly Entry[] => {
    const path = `${name}.${String(index)}`;
    const net = untaxed(charge, pricing);
    if (isZero(net) && isZero(taxSum(charge, pricing.currency))) return [];
    const item = config.items.charges[charge.kind];
    if (item === undefined)
      throw unmapped(`Charge ${String(index + 1)} (${charge.kind})`, `items.charges.${charge.kind}`, `${path}.kind`);
    return [{ item, quantity: 1, net, taxes: charge.taxes, path, fields: {} }];
  });
}

/** An amount that is no goods, by the item that stands for it. Nothing if there is none. */
export function amountEntry(
  amount: Money | undefined,
  charge: 'rounding' | 'refund',
  what: string,
  path: string,
  config: NetsuiteConfig,
): readonly Entry[] {
  if (amount === undefined || isZero(amount)) return [];
  const item = config.items.charges[charge];
  if (item === undefined) throw unmapped(what, `items.charges.${charge}`, path);
  return [{ item, quantity: 1, net: amount, taxes: [], path, fields: {} }];
}

/** The item of a SKU; a line without one is refused by its number. */
export function itemOf(sku: string, index: number, path: string, items: ReadonlyMap<string, CatalogItem>): CatalogItem {
  const item = items.get(sku);
  if (item) return item;
  const what = `Line ${String(index + 1)}: product '${sku}'`;
  throw unmapped(what, 'the items of the account (or items.overrides)', `${path}.sku`);
}

/** Header or line location; nothing when the document names none. */
export function locationFields(
  location: string | undefined,
  path: string,
  config: Pick<NetsuiteConfig, 'locations'>,
): { readonly location?: Reference } {
  if (location === undefined) return {};
  const id = config.locations[location];
  if (id === undefined) throw unmapped(`Location '${location}'`, `locations.${location}`, path);
  return { location: { id } };
}

/** The unit of a quantity; pieces have none. */
export function unitFields(
  { unit }: Quantity,
  path: string,
  config: Pick<NetsuiteConfig, 'units'>,
): Readonly<Record<string, unknown>> {
  if (unit === 'EA') return {};
  const id = config.units[unit];
  if (id === undefined) throw unmapped(`Unit ${unit}`, `units.${unit}`, path);
  return { units: { id } };
}
