import {
  IntegrationError,
  isNegative,
  isZero,
  type Money,
  money,
  netOf,
  type Order,
  type OrderLine,
  subtract,
  sum,
  type TaxLine,
} from '@crossdock/core';
import { postingDateOf } from '../context.ts';
import { type ItemFields, itemFieldsOf } from '../item-catalog.ts';
import { noonOf } from '../odata/literals.ts';
import type { D365Config, ItemAt } from '../options.ts';
import { priceOf, toWire } from './amounts.ts';
import { unbalanced, unmapped } from './refusals.ts';

/** A header as it is sent, without number and company. */
export type OrderHeaderBody = Readonly<Record<string, string>>;

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
  readonly header: OrderHeaderBody;
  readonly lines: readonly OrderLineBody[];
}

export interface OrderMapping {
  readonly config: D365Config;
  readonly items: ReadonlyMap<string, ItemFields>;
}

/** What becomes a line: goods, charges, rounding and tax alike. */
interface Entry {
  readonly item: ItemFields;
  readonly name: string;
  readonly sku: string;
  readonly quantity: number;
  readonly gross: Money;
  readonly taxes: readonly TaxLine[];
  readonly path: string;
  readonly location: string | undefined;
}

/** The SKUs whose items have to be known before an order can be mapped. */
export function skusOf(order: Order): readonly string[] {
  return order.lines.filter((line) => line.kind !== 'gift-card').map((line) => line.sku);
}

/**
 * A canonical order as header and lines. Every line has a counterpart or the whole order is refused with the line named.
 *
 * With `tax-item` the lines are net, the tax is a line of its own, and all of it comes to the order's total before anything is sent. With
 * `groups` the environment computes the tax: the total is proved when the order is there.
 */
export function toSalesOrder(order: Order, mapping: OrderMapping): OrderBody {
  const { config } = mapping;
  refuseUnsuitable(order);
  const entries = [
    ...order.lines.map((line, index) => lineEntry(order, line, index, mapping)),
    ...chargeEntries(order, config),
  ];
  const bodies = entries.map((entry, index) => lineBody(order, entry, index, config));
  const lines =
    config.tax.mode === 'tax-item' ? [...bodies, ...taxLine(order, entries, config.tax.item, config)] : bodies;
  if (config.tax.mode === 'tax-item') proveTotal(lines, order);
  return { header: headerOf(order, config), lines };
}

function headerOf(order: Order, config: D365Config): OrderHeaderBody {
  const place = placeOf(order.location ?? config.defaultLocation, 'location', config);
  const address = order.shippingAddress;
  const fields: Readonly<Record<string, string | undefined>> = {
    OrderingCustomerAccountNumber: config.customer,
    CurrencyCode: order.currency,
    CustomersOrderReference: order.ref,
    CustomerRequisitionNumber: order.purchaseOrder ?? order.number,
    SalesOrderOriginCode: config.originCode,
    RequestedShippingDate: noonOf(postingDateOf({ config }, order)),
    DefaultShippingSiteId: place?.site,
    DefaultShippingWarehouseId: place?.warehouse,
    ArePricesIncludingSalesTax: config.tax.mode === 'groups' && order.taxIncluded ? 'Yes' : 'No',
    SkipCreateAutoCharges: 'Yes',
    ...(config.tax.mode === 'groups' && { SalesTaxGroupCode: config.tax.group }),
    ...(address && {
      IsDeliveryAddressOrderSpecific: 'Yes',
      DeliveryAddressDescription: 'Delivery',
      DeliveryAddressName: address.company ?? address.name,
      DeliveryAddressStreet: [address.line1, address.line2].filter(Boolean).join('\n') || undefined,
      DeliveryAddressCity: address.city,
      DeliveryAddressStateId: address.region,
      DeliveryAddressZipCode: address.postalCode,
      DeliveryAddressCountryRegionId: address.country,
    }),
  };
  const filled = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(filled);
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

function lineEntry(order: Order, line: OrderLine, index: number, { config, items }: OrderMapping): Entry {
  const path = `lines.${index}`;
  const giftCard = config.items.giftCard && itemFieldsOf(config.items.giftCard);
  const item = line.kind === 'gift-card' ? giftCard : items.get(line.sku);
  if (item === undefined) {
    const what = line.kind === 'gift-card' ? 'a gift card' : `product '${line.sku}'`;
    const option = line.kind === 'gift-card' ? 'items.giftCard' : 'the released products (or items.overrides)';
    throw unmapped(`Line ${index + 1}: ${what}`, option, `${path}.sku`);
  }
  return {
    item,
    name: `L-${line.id}`,
    sku: line.sku,
    quantity: Number(line.quantity.amount),
    gross: netOf(line),
    taxes: line.taxes,
    path,
    location: line.location ?? order.location ?? config.defaultLocation,
  };
}

function chargeEntries(order: Order, config: D365Config): readonly Entry[] {
  const location = order.location ?? config.defaultLocation;
  const entries = order.charges.flatMap((charge, index): readonly Entry[] => {
    const path = `charges.${index}`;
    const gross = netOf(charge);
    if (isZero(gross) && charge.taxes.every((tax) => isZero(tax.amount))) return [];
    const item = config.items.charges[charge.kind];
    if (!item) throw unmapped(`Charge ${index + 1} (${charge.kind})`, `items.charges.${charge.kind}`, `${path}.kind`);
    const fields = itemFieldsOf(item);
    return [
      {
        item: fields,
        name: `C-${index + 1}`,
        sku: fields.ItemNumber,
        quantity: 1,
        gross,
        taxes: charge.taxes,
        path,
        location,
      },
    ];
  });
  if (order.rounding === undefined || isZero(order.rounding)) return entries;
  if (!config.items.rounding) throw unmapped('Cash rounding', 'items.rounding', 'rounding');
  const item = itemFieldsOf(config.items.rounding);
  return [
    ...entries,
    {
      item,
      name: 'R-1',
      sku: item.ItemNumber,
      quantity: 1,
      gross: order.rounding,
      taxes: [],
      path: 'rounding',
      location,
    },
  ];
}

function taxLine(order: Order, entries: readonly Entry[], item: ItemAt, config: D365Config): readonly OrderLineBody[] {
  const total = taxOf(entries, order);
  if (isZero(total)) return [];
  const fields = itemFieldsOf(item);
  const location = order.location ?? config.defaultLocation;
  const entry: Entry = {
    item: fields,
    name: 'T-1',
    sku: fields.ItemNumber,
    quantity: 1,
    gross: total,
    taxes: [],
    path: 'taxes',
    location,
  };
  return [lineBody(order, entry, entries.length, config)];
}

function taxOf(entries: readonly Entry[], { currency }: Order): Money {
  return sum(
    entries.flatMap((entry) => entry.taxes.map((tax) => tax.amount)),
    currency,
  );
}

function lineBody(order: Order, entry: Entry, index: number, config: D365Config): OrderLineBody {
  const isNet = config.tax.mode === 'tax-item' && order.taxIncluded;
  const amount = toWire(isNet ? subtract(entry.gross, taxOf([entry], order)) : entry.gross, entry.path);
  const place = placeOf(entry.location, `${entry.path}.location`, config);
  return {
    ...entry.item,
    OrderedSalesQuantity: entry.quantity,
    SalesPrice: priceOf(amount, entry.quantity),
    LineAmount: amount,
    CalculateLineAmount: 'No',
    OrderLineReference: entry.name,
    ExternalItemNumber: entry.sku,
    CustomersLineNumber: index + 1,
    ...(place && { ShippingSiteId: place.site }),
    ...(place?.warehouse !== undefined && { ShippingWarehouseId: place.warehouse }),
    ...(config.tax.mode === 'groups' && taxGroupsOf(entry, config.tax)),
  };
}

/** Without tax of its own a line has no item group, or the environment would compute one. */
function taxGroupsOf(
  { taxes }: Entry,
  { group, itemGroup }: { readonly group: string; readonly itemGroup?: string | undefined },
) {
  if (taxes.every((tax) => isZero(tax.amount))) return { SalesTaxGroupCode: group, SalesTaxItemGroupCode: '' };
  return { SalesTaxGroupCode: group, ...(itemGroup !== undefined && { SalesTaxItemGroupCode: itemGroup }) };
}

function proveTotal(lines: readonly OrderLineBody[], order: Order): void {
  const total = sum(
    lines.map((line) => money(line.LineAmount.toFixed(2), order.currency)),
    order.currency,
  );
  if (!isZero(subtract(total, order.total))) throw unbalanced('The sales order', total, order.total);
}

/** Site and warehouse of a location; nothing when the document names none. */
function placeOf(location: string | undefined, path: string, config: D365Config) {
  if (location === undefined) return undefined;
  const place = config.locations[location];
  if (place === undefined) throw unmapped(`Location '${location}'`, `locations.${location}`, path);
  return place;
}
