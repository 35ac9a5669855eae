import type { BookedLine, BookedOrder } from './book-entries.ts';
import { addBags, type Bag, nothing, subtractBags } from './minor-units.ts';
import { unitsOf } from './orders/units.ts';
import type { PricedTax } from './price-order.ts';

/** What an order adds up to, before and after what was taken away from it. */
export interface OrderTotals {
  readonly subtotal: Bag;
  readonly discounts: Bag;
  readonly shipping: Bag;
  readonly tax: Bag;
  readonly total: Bag;
  readonly currentSubtotal: Bag;
  readonly currentTax: Bag;
  readonly currentTotal: Bag;
  readonly received: Bag;
  readonly refunded: Bag;
  readonly outstanding: Bag;
}

/** Adds an order up. */
export function totalsOf(order: BookedOrder): OrderTotals {
  const subtotal = addBags(...order.lines.map((line) => line.priced.net));
  const currentSubtotal = addBags(...order.lines.map((line) => currentShare(line, line.priced.net)));
  const shippingTaxes = addBags(...(order.shipping?.taxes ?? []).map(({ price }) => price));
  const tax = addBags(shippingTaxes, ...order.lines.map((line) => taxOf(line)));
  const currentTax = addBags(shippingTaxes, ...order.lines.map((line) => currentTaxOf(line)));
  const shipping = order.shipping?.net ?? nothing;
  const apart = addBags(shipping, order.tip, order.duty, order.additionalFee);
  const onTop = order.taxesIncluded ? nothing : tax;
  const currentOnTop = order.taxesIncluded ? nothing : currentTax;
  const total = addBags(subtotal, apart, onTop);
  const currentTotal = subtractBags(
    addBags(currentSubtotal, apart, currentOnTop, adjustmentsOf(order), feesOf(order)),
    shippingRefundedOf(order),
  );
  const lineDiscounts = order.lines.flatMap((line) => line.priced.allocations.map(({ amount }) => amount));
  const discounts = addBags(...lineDiscounts, ...(order.shipping?.allocations ?? []).map(({ amount }) => amount));
  const received = sumOf(order, ['SALE', 'CAPTURE'], ['CHANGE']);
  const refunded = sumOf(order, ['REFUND'], []);
  const owed = addBags(currentTotal, order.cashRounding);
  return {
    subtotal,
    discounts,
    shipping,
    tax,
    total,
    currentSubtotal,
    currentTax,
    currentTotal,
    received,
    refunded,
    outstanding: order.cancelledAt === undefined ? subtractBags(owed, subtractBags(received, refunded)) : nothing,
  };
}

/** All taxes of a line. */
export function taxOf(line: BookedLine): Bag {
  return addBags(...line.priced.taxes.map(({ price }) => price));
}

/** The order's taxes, added up by title and rate. */
export function orderTaxes(order: BookedOrder): PricedTax[] {
  const byRate = new Map<string, PricedTax>();
  for (const tax of [...order.lines.flatMap((line) => line.priced.taxes), ...(order.shipping?.taxes ?? [])]) {
    const key = `${tax.title} ${tax.rate}`;
    byRate.set(key, { ...tax, price: addBags(byRate.get(key)?.price ?? nothing, tax.price) });
  }
  return [...byRate.values()];
}

/** How the platform words what was paid. */
export function financialStatusOf(order: BookedOrder): string {
  const { received, refunded, outstanding, total } = totalsOf(order);
  if (refunded.shop > 0n) return refunded.shop >= received.shop ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (order.cancelledAt !== undefined && received.shop === 0n) return 'VOIDED';
  if (outstanding.shop <= 0n) return 'PAID';
  if (received.shop > 0n && received.shop < total.shop) return 'PARTIALLY_PAID';
  return order.transactions.some(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'SUCCESS')
    ? 'AUTHORIZED'
    : 'PENDING';
}

/** How the platform words what was sent. */
export function fulfillmentStatusOf(order: BookedOrder): 'FULFILLED' | 'PARTIALLY_FULFILLED' | 'UNFULFILLED' {
  const open = order.lines.some((line) => openUnits(line) > 0);
  const sent = order.fulfillments.some(({ status }) => status === 'SUCCESS');
  if (!open && sent) return 'FULFILLED';
  return sent ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED';
}

function currentShare(line: BookedLine, bag: Bag): Bag {
  return unitsOf(bag, line.quantity, 0, line.currentQuantity);
}

/** Every tax by itself, so that what is left and what was taken off add up to the whole. */
function currentTaxOf(line: BookedLine): Bag {
  return addBags(...line.priced.taxes.map(({ price }) => currentShare(line, price)));
}

/** What refunds gave back beyond their lines (negative), or less than them. */
function adjustmentsOf(order: BookedOrder): Bag {
  return addBags(...order.refunds.flatMap(({ adjustments }) => adjustments.map(({ amount }) => amount)));
}

/** Fees that were kept for what came back. */
function feesOf(order: BookedOrder): Bag {
  return addBags(
    ...order.agreements.flatMap(({ sales }) => sales.filter(({ type }) => type === 'FEE').map(({ total }) => total)),
  );
}

function shippingRefundedOf(order: BookedOrder): Bag {
  return addBags(
    ...order.refunds.flatMap(({ shipping }) =>
      shipping ? [shipping.subtotal, ...shipping.taxes.map(({ price }) => price)] : [],
    ),
  );
}

/** Units of a line that are still to be sent. */
export function openUnits(line: BookedLine): number {
  return line.currentQuantity - (line.fulfilledQuantity - line.returnedQuantity);
}

function sumOf(order: BookedOrder, plus: readonly string[], minus: readonly string[]): Bag {
  const done = order.transactions.filter(({ status }) => status === 'SUCCESS');
  const added = done.filter(({ kind }) => plus.includes(kind)).map(({ amount }) => amount);
  const taken = done.filter(({ kind }) => minus.includes(kind)).map(({ amount }) => amount);
  return subtractBags(addBags(...added), addBags(...taken));
}
