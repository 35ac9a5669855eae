import type { BookedOrder } from './book-entries.ts';
import { type Bag, fixedAmount } from './minor-units.ts';
import { fulfillmentStatusOf, taxOf, totalsOf } from './order-totals.ts';

/** An order as an auditor reads it: decimal text in the shop's currency. */
export interface AuditedOrder {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly total: string;
  readonly currentTotal: string;
  readonly tax: string;
  readonly shipping: string;
  readonly received: string;
  readonly test: boolean;
  readonly cancelled: boolean;
  readonly fulfillmentStatus: 'FULFILLED' | 'PARTIALLY_FULFILLED' | 'UNFULFILLED';
  readonly lines: readonly {
    readonly sku: string | null;
    readonly quantity: number;
    readonly currentQuantity: number;
    readonly net: string;
    readonly tax: string;
  }[];
}

/** A parcel as an auditor reads it. */
export interface AuditedFulfillment {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly { readonly sku: string | null; readonly quantity: number }[];
}

/** An order for an audit. */
export function auditedOrder(order: BookedOrder): AuditedOrder {
  const currency = order.currencies.shop;
  const totals = totalsOf(order);
  const text = (bag: Bag): string => fixedAmount(bag.shop, currency);
  return {
    id: order.id.toString(),
    name: order.name,
    currency,
    total: text(totals.total),
    currentTotal: text(totals.currentTotal),
    tax: text(totals.tax),
    shipping: text(totals.shipping),
    received: text(totals.received),
    test: order.test,
    cancelled: order.cancelledAt !== undefined,
    fulfillmentStatus: fulfillmentStatusOf(order),
    lines: order.lines.map((line) => ({
      sku: line.item.sku,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      net: text(line.priced.net),
      tax: text(taxOf(line)),
    })),
  };
}

/** The parcels of an order for an audit. */
export function auditedFulfillments(order: BookedOrder): AuditedFulfillment[] {
  return order.fulfillments.map((fulfillment) => ({
    id: fulfillment.id.toString(),
    orderId: order.id.toString(),
    lines: fulfillment.lines.map(({ line, quantity }) => ({ sku: line.item.sku, quantity })),
  }));
}
