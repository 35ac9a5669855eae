import {
  businessDateOf,
  IntegrationError,
  isNegative,
  isZero,
  negate,
  netOf,
  type Order,
  type OrderLine,
  subtract,
  sum,
} from '@crossdock/core';
import type { CatalogItem } from '../item-catalog.ts';
import type { NetsuiteConfig } from '../options.ts';
import { toAddress } from './address.ts';
import type { CustomerKey } from './buyer.ts';
import { currencyOf } from './currencies.ts';
import {
  amountEntry,
  chargeEntries,
  type DocumentLines,
  documentLines,
  type Entry,
  itemOf,
  locationFields,
  type Reference,
  totalOf,
  unitFields,
} from './lines.ts';
import { unbalanced, unmapped } from './refusals.ts';
import { tendersInWords } from './tenders.ts';

/** What every sale says, whether it is ordered or posted at once. */
export interface SaleBody extends DocumentLines {
  readonly externalId: string;
  readonly entity: CustomerKey;
  readonly currency: Reference;
  readonly tranDate: string;
  readonly otherRefNum: string;
  readonly [field: string]: unknown;
}

/** A `salesOrder` as it is sent. */
export interface SalesOrderBody extends SaleBody {
  readonly orderStatus: { readonly id: 'A' | 'B' };
}

export interface SaleMapping {
  readonly config: NetsuiteConfig;
  readonly externalId: string;
  readonly customer: CustomerKey;
  readonly items: ReadonlyMap<string, CatalogItem>;
}

/** The SKUs whose items have to be known before an order can be mapped. */
export function skusOf({ lines }: Pick<Order, 'lines'>): readonly string[] {
  return lines.filter((line) => line.kind !== 'gift-card').map((line) => line.sku);
}

/**
 * A canonical order as a sales order. Every line has a counterpart or the whole order is refused with the line named; lines
 * and tax come to the order's total to the cent, or nothing is sent.
 */
export function toSalesOrder(order: Order, mapping: SaleMapping): SalesOrderBody {
  const orderStatus = { id: mapping.config.orderStatus === 'pending-approval' ? ('A' as const) : ('B' as const) };
  return { ...toSale(order, mapping), orderStatus };
}

/** A canonical order as what all documents of a sale have in common. */
function toSale(order: Order, { config, externalId, customer, items }: SaleMapping): SaleBody {
  refuseUnsuitable(order, config);
  const entries = [
    ...saleEntries(order, order.lines, 'lines', { config, items }),
    ...chargeEntries(order.charges, 'charges', order, config),
    ...amountEntry(order.rounding, 'rounding', 'Cash rounding', 'rounding', config),
  ];
  const lines = documentLines(entries, order.currency, config);
  const total = totalOf(lines, order.currency);
  if (!isZero(subtract(total, order.total))) throw unbalanced('The sale', total, order.total);
  const memo = tendersInWords(order);
  return {
    externalId,
    entity: customer,
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    ...locationFields(order.location ?? config.defaultLocation, 'location', config),
    currency: { id: currencyOf(order.currency, config) },
    tranDate: order.businessDate ?? businessDateOf(order.occurredAt, { timeZone: config.timeZone }),
    otherRefNum: order.purchaseOrder ?? order.number,
    ...(memo === undefined ? {} : { memo }),
    ...addressesOf(order, config),
    ...customFieldsOf(order, config),
    ...lines,
  };
}

function addressesOf({ billingAddress, shippingAddress }: Order, { addresses }: NetsuiteConfig) {
  if (!addresses) return {};
  return {
    ...(billingAddress ? { billingAddress: toAddress(billingAddress) } : {}),
    ...(shippingAddress ? { shippingAddress: toAddress(shippingAddress) } : {}),
  };
}

function refuseUnsuitable(order: Order, { returns }: NetsuiteConfig): void {
  const refuse = (reason: string, path: string) => new IntegrationError(reason, { code: 'unsupported-document', path });
  if (order.test) throw refuse('A test order is not booked as a sale', 'test');
  if (isNegative(order.total)) throw refuse('A sale of less than nothing is no sales order', 'total');
  if (order.exchangeOf !== undefined && returns.exchange === 'invoice') {
    const sentence = "Goods in exchange are booked with their return (returns.exchange: 'own-order' books them here)";
    throw refuse(sentence, 'exchangeOf');
  }
  if (order.cancelled) throw refuse('The order is cancelled already', 'cancelled');
  for (const [index, line] of order.lines.entries()) {
    if (Number(line.removed ?? 0) === 0) continue;
    throw refuse(`Line ${String(index + 1)} has units that were taken off the order`, `lines.${String(index)}.removed`);
  }
}

/** Sold lines: of an order, or of what a buyer takes in exchange. */
export function saleEntries(
  document: Pick<Order, 'currency' | 'taxIncluded' | 'location'>,
  lines: readonly OrderLine[],
  name: 'lines' | 'exchange',
  { config, items }: Pick<SaleMapping, 'config' | 'items'>,
): readonly Entry[] {
  return lines.flatMap((line, index) => {
    const path = `${name}.${String(index)}`;
    const place = line.location ?? document.location ?? config.defaultLocation;
    const fields = {
      ...locationFields(place, `${path}.location`, config),
      ...unitFields(line.quantity, `${path}.quantity.unit`, config),
      ...lineFieldsOf(line, config),
    };
    return lineEntries(document, line, itemOfLine(line, index, path, { config, items }), { path, fields, config });
  });
}

function itemOfLine(
  line: OrderLine,
  index: number,
  path: string,
  { config, items }: Pick<SaleMapping, 'config' | 'items'>,
): string {
  if (line.kind !== 'gift-card') return itemOf(line.sku, index, path, items).id;
  const item = config.items.charges.giftCard;
  if (item !== undefined) return item;
  throw unmapped(`Line ${String(index + 1)}: a gift card`, 'items.charges.giftCard', `${path}.sku`);
}

interface LineContext extends Pick<Entry, 'path' | 'fields'> {
  readonly config: NetsuiteConfig;
}

/** The goods at what is left of their price, or at their price with the discount as a line of its own. */
function lineEntries(
  { currency, taxIncluded }: Pick<Order, 'currency' | 'taxIncluded'>,
  line: OrderLine,
  item: string,
  { path, fields, config }: LineContext,
): readonly Entry[] {
  const included = taxIncluded
    ? sum(
        line.taxes.map((tax) => tax.amount),
        currency,
      )
    : undefined;
  const net = netOf(line);
  const discount = config.items.charges.discount;
  const shown = discount === undefined ? net : line.gross;
  const goods: Entry = {
    item,
    quantity: Number(line.quantity.amount),
    net: included ? subtract(shown, included) : shown,
    taxes: line.taxes,
    path,
    fields,
  };
  const off = subtract(shown, net);
  if (discount === undefined || isZero(off)) return [goods];
  return [goods, { item: discount, quantity: 1, net: negate(off), taxes: [], path: `${path}.discounts`, fields: {} }];
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
