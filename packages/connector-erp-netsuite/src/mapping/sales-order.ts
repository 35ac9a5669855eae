import {
  businessDateOf,
  IntegrationError,
  isNegative,
  isZero,
  type Money,
  money,
  negate,
  netOf,
  type Order,
  type OrderLine,
  subtract,
  sum,
  type TaxLine,
} from '@crossdock/core';
import type { CatalogItem } from '../item-catalog.ts';
import type { NetsuiteConfig } from '../options.ts';
import { rateOf, toWire } from './amounts.ts';
import { currencyOf } from './currencies.ts';
import { unbalanced, unmapped } from './refusals.ts';
import { tendersInWords } from './tenders.ts';
import { taxDetailsOf, taxFieldsOf, taxLineOf, type TaxDetailBody } from './tax.ts';

type Reference = { readonly id: string };

/** A line as it is sent. */
export interface OrderLineBody {
  readonly item: Reference;
  readonly quantity: number;
  readonly rate: number;
  readonly amount: number;
  /** Our own price: without it the platform puts its price level in place of the rate. */
  readonly price: { readonly id: '-1' };
  readonly [field: string]: unknown;
}

/** A `salesOrder` as it is sent. */
export interface SalesOrderBody {
  readonly externalId: string;
  readonly entity: Reference;
  readonly currency: Reference;
  readonly tranDate: string;
  readonly otherRefNum: string;
  readonly orderStatus: { readonly id: 'A' | 'B' };
  readonly item: { readonly items: readonly OrderLineBody[] };
  readonly taxDetailsOverride?: true;
  readonly taxDetails?: { readonly items: readonly TaxDetailBody[] };
  readonly [field: string]: unknown;
}

export interface SalesOrderMapping {
  readonly config: NetsuiteConfig;
  readonly externalId: string;
  readonly items: ReadonlyMap<string, CatalogItem>;
}

/** What becomes a line: goods, charges and rounding alike. */
interface Entry {
  readonly item: string;
  readonly quantity: number;
  readonly net: Money;
  readonly taxes: readonly TaxLine[];
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The SKUs whose items have to be known before an order can be mapped. */
export function skusOf(order: Order): readonly string[] {
  return order.lines.filter((line) => line.kind !== 'gift-card').map((line) => line.sku);
}

/**
 * A canonical order as a sales order. Every line has a counterpart or the whole order is refused with the line named; lines
 * and tax come to the order's total to the cent, or nothing is sent.
 */
export function toSalesOrder(order: Order, mapping: SalesOrderMapping): SalesOrderBody {
  const { config } = mapping;
  refuseUnsuitable(order);
  const entries = [
    ...order.lines.flatMap((line, index) => lineEntries(order, line, index, mapping)),
    ...chargeEntries(order, config),
  ];
  const taxes = entries.flatMap((entry) => entry.taxes);
  const taxLine = taxLineOf(
    config.tax,
    sum(
      taxes.map((tax) => tax.amount),
      order.currency,
    ),
  );
  const lines = [...entries.map((entry, index) => lineBody(entry, index, config)), ...(taxLine ? [taxLine] : [])];
  const details = taxDetailsOf(config.tax, entries);
  const memo = tendersInWords(order);
  const body: SalesOrderBody = {
    externalId: mapping.externalId,
    entity: { id: config.customer },
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    ...locationFields(order.location ?? config.defaultLocation, 'location', config),
    currency: { id: currencyOf(order.currency, config) },
    tranDate: order.businessDate ?? businessDateOf(order.occurredAt, { timeZone: config.timeZone }),
    otherRefNum: order.purchaseOrder ?? order.number,
    ...(memo === undefined ? {} : { memo }),
    orderStatus: { id: config.orderStatus === 'pending-approval' ? 'A' : 'B' },
    ...customFieldsOf(order, config),
    item: { items: lines },
    ...(details ? { taxDetailsOverride: true as const, taxDetails: { items: details } } : {}),
  };
  proveTotal(body, order);
  return body;
}

function refuseUnsuitable(order: Order): void {
  const refuse = (reason: string, path: string) => new IntegrationError(reason, { code: 'unsupported-document', path });
  if (order.test) throw refuse('A test order is not booked as a sale', 'test');
  if (isNegative(order.total)) throw refuse('A sale of less than nothing is no sales order', 'total');
  if (order.cancelled) throw refuse('The order is cancelled already', 'cancelled');
  for (const [index, line] of order.lines.entries()) {
    if (Number(line.removed ?? 0) === 0) continue;
    throw refuse(`Line ${String(index + 1)} has units that were taken off the order`, `lines.${String(index)}.removed`);
  }
}

function lineEntries(
  order: Order,
  line: OrderLine,
  index: number,
  { config, items }: SalesOrderMapping,
): readonly Entry[] {
  const path = `lines.${String(index)}`;
  const item = line.kind === 'gift-card' ? config.items.charges.giftCard : items.get(line.sku)?.id;
  if (item === undefined) {
    const what = `Line ${String(index + 1)}: ${line.kind === 'gift-card' ? 'a gift card' : `product '${line.sku}'`}`;
    throw unmapped(
      what,
      line.kind === 'gift-card' ? 'items.charges.giftCard' : 'the items of the account (or items.overrides)',
      `${path}.sku`,
    );
  }
  const place = line.location ?? order.location ?? config.defaultLocation;
  const fields = {
    ...locationFields(place, `${path}.location`, config),
    ...unitFields(line, `${path}.quantity.unit`, config),
    ...lineFieldsOf(line, config),
  };
  const quantity = Number(line.quantity.amount);
  const included = order.taxIncluded
    ? sum(
        line.taxes.map((tax) => tax.amount),
        order.currency,
      )
    : undefined;
  const net = netOf(line);
  const discount = config.items.charges.discount;
  const shown = discount === undefined ? net : line.gross;
  const goods: Entry = {
    item,
    quantity,
    net: included ? subtract(shown, included) : shown,
    taxes: line.taxes,
    path,
    fields,
  };
  const off = subtract(shown, net);
  if (discount === undefined || isZero(off)) return [goods];
  return [goods, { item: discount, quantity: 1, net: negate(off), taxes: [], path: `${path}.discounts`, fields: {} }];
}

function chargeEntries(order: Order, config: NetsuiteConfig): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, charge] of order.charges.entries()) {
    const path = `charges.${String(index)}`;
    const item = config.items.charges[charge.kind];
    const tax = sum(
      charge.taxes.map((it) => it.amount),
      order.currency,
    );
    const net = order.taxIncluded ? subtract(netOf(charge), tax) : netOf(charge);
    if (isZero(net) && isZero(tax)) continue;
    if (item === undefined)
      throw unmapped(`Charge ${String(index + 1)} (${charge.kind})`, `items.charges.${charge.kind}`, `${path}.kind`);
    entries.push({ item, quantity: 1, net, taxes: charge.taxes, path, fields: {} });
  }
  if (order.rounding && !isZero(order.rounding)) {
    const item = config.items.charges.rounding;
    if (item === undefined) throw unmapped('Cash rounding', 'items.charges.rounding', 'rounding');
    entries.push({ item, quantity: 1, net: order.rounding, taxes: [], path: 'rounding', fields: {} });
  }
  return entries;
}

function lineBody(entry: Entry, index: number, config: NetsuiteConfig): OrderLineBody {
  const amount = toWire(entry.net, entry.path);
  return {
    item: { id: entry.item },
    quantity: entry.quantity,
    rate: rateOf(amount, entry.quantity),
    amount,
    price: { id: '-1' },
    ...entry.fields,
    ...taxFieldsOf(config.tax, entry, index),
  };
}

/** The same arithmetic that the platform will do, over exactly what is sent. */
function proveTotal(body: SalesOrderBody, order: Order): void {
  const amounts = [
    ...body.item.items.flatMap((line) => [line.amount, typeof line['tax1Amt'] === 'number' ? line['tax1Amt'] : 0]),
    ...(body.taxDetails?.items ?? []).map((detail) => detail.taxAmount),
  ];
  const total = sum(
    amounts.map((amount) => money(amount.toFixed(2), order.currency)),
    order.currency,
  );
  if (!isZero(subtract(total, order.total))) throw unbalanced('The sales order', total, order.total);
}

/** Header or line location; nothing when the document names none. */
export function locationFields(
  location: string | undefined,
  path: string,
  config: NetsuiteConfig,
): { readonly location?: Reference } {
  if (location === undefined) return {};
  const id = config.locations[location];
  if (id === undefined) throw unmapped(`Location '${location}'`, `locations.${location}`, path);
  return { location: { id } };
}

function unitFields(line: OrderLine, path: string, config: NetsuiteConfig): Readonly<Record<string, unknown>> {
  const { unit } = line.quantity;
  if (unit === 'EA') return {};
  const id = config.units[unit];
  if (id === undefined) throw unmapped(`Unit ${unit}`, `units.${unit}`, path);
  return { units: { id } };
}

function customFieldsOf(order: Order, config: NetsuiteConfig): Readonly<Record<string, string>> {
  const filled = Object.entries(config.customFields.order).flatMap(([field, source]) => {
    const value = order[source];
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(filled);
}

function lineFieldsOf(line: OrderLine, config: NetsuiteConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config.customFields.line).map(([field, source]) => [field, line[source]]));
}
