import { businessDateOf, type CheckedInput, IntegrationError } from '@crossdock/core';
import type { SalesOrder, SalesOrderLine } from '../api/sales-order.ts';
import type { CatalogItem } from '../item-catalog.ts';
import type { NetsuiteConfig } from '../options.ts';
import { exactUnits } from './amounts.ts';
import { locationFields } from './lines.ts';
import { unmapped } from './refusals.ts';

type Fulfillment = CheckedInput<'recordFulfillment'>;

export interface FulfillmentMapping {
  readonly config: NetsuiteConfig;
  readonly externalId: string;
  readonly order: SalesOrder;
  /** Items of the fulfilled SKUs. */
  readonly bySku: ReadonlyMap<string, CatalogItem>;
  /** Items of the order's lines by internal id. */
  readonly byId: ReadonlyMap<string, CatalogItem>;
}

/** Shipped: only this state takes the goods out of stock and books their cost. */
const shipped = { id: 'C' };

/**
 * The body of the transform that ships exactly these units. Every other line is named too, as not shipped: the platform
 * ships in full whatever is not mentioned.
 */
export function toItemFulfillment(
  fulfillment: Fulfillment,
  mapping: FulfillmentMapping,
): { readonly tranDate: string; readonly [field: string]: unknown } {
  const { config, order, byId } = mapping;
  const open = order.item.items.filter((line) => !line.isClosed && ships(line, byId) && openUnits(line) > 0);
  const units = unitsByLine(fulfillment, open, mapping);
  const place = locationFields(fulfillment.location, 'location', config);
  const items = open.map((line) => {
    const quantity = units.get(line.line);
    const shippedLine = { orderLine: line.line, itemreceive: true, quantity, ...place };
    return quantity === undefined ? { orderLine: line.line, itemreceive: false } : shippedLine;
  });
  const packages = fulfillment.tracking.map((parcel) => ({ packageTrackingNumber: parcel.number }));
  return {
    externalId: mapping.externalId,
    tranDate: fulfillment.businessDate ?? businessDateOf(fulfillment.occurredAt, { timeZone: config.timeZone }),
    shipStatus: shipped,
    item: { items },
    ...(packages.length > 0 ? { package: { items: packages } } : {}),
  };
}

/** Units to ship by line number of the sales order. One SKU may be on several lines: they are filled in order. */
function unitsByLine(
  fulfillment: Fulfillment,
  open: readonly SalesOrderLine[],
  mapping: FulfillmentMapping,
): ReadonlyMap<number, number> {
  const units = new Map<number, number>();
  for (const [index, wanted] of fulfillment.lines.entries()) {
    const path = `lines.${String(index)}`;
    const meant = linesFor(wanted, path, mapping);
    // A service or a gift card leaves no shelf: the platform has no place for it on a fulfilment.
    if (meant.length > 0 && !meant.some((line) => ships(line, mapping.byId))) continue;
    let left = Number(wanted.quantity.amount);
    for (const line of open.filter((it) => meant.includes(it))) {
      const room = openUnits(line) - (units.get(line.line) ?? 0);
      const taken = Math.min(room, left);
      if (taken <= 0) continue;
      units.set(line.line, exactUnits((units.get(line.line) ?? 0) + taken));
      left = exactUnits(left - taken);
    }
    if (left > 0) {
      throw new IntegrationError(
        `Line ${String(index + 1)} ships ${String(left)} more than the order in NetSuite has open`,
        {
          code: 'conflict',
          path: `${path}.quantity`,
        },
      );
    }
  }
  if (units.size > 0) return units;
  throw new IntegrationError('Nothing of this fulfilment leaves a shelf in NetSuite', {
    code: 'unsupported-document',
    path: 'lines',
  });
}

/** The lines of the order that a fulfilled line may mean: by its id when the account keeps it, else by product. */
function linesFor(
  wanted: Fulfillment['lines'][number],
  path: string,
  mapping: FulfillmentMapping,
): readonly SalesOrderLine[] {
  const idField = Object.entries(mapping.config.customFields.line).find(([, source]) => source === 'id')?.[0];
  const lines = mapping.order.item.items;
  const byLineId = idField === undefined ? [] : lines.filter((line) => line[idField] === wanted.lineId);
  if (byLineId.length > 0) return byLineId;
  if (wanted.sku === undefined) {
    throw unmapped(
      `Line ${path} names no product, so it`,
      "customFields.line a field with the value 'id'",
      `${path}.lineId`,
    );
  }
  const item = mapping.bySku.get(wanted.sku);
  if (!item) throw unmapped(`Product '${wanted.sku}'`, 'the items of the account (or items.overrides)', `${path}.sku`);
  return lines.filter((line) => line.item.id === item.id);
}

function ships(line: SalesOrderLine, items: ReadonlyMap<string, CatalogItem>): boolean {
  return items.get(line.item.id)?.ships ?? true;
}

function openUnits(line: SalesOrderLine): number {
  return exactUnits(Number(line.quantity) - Number(line.quantityFulfilled));
}
