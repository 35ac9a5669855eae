import type {
  BookedAdjustment,
  BookedOrder,
  BookedRefund,
  BookedRefundLine,
  BookedReturn,
  BookedReturnLine,
} from '../book-entries.ts';
import type { Books } from '../books.ts';
import { type PageArguments, pageOf } from '../connection.ts';
import { addBags, type Bag } from '../minor-units.ts';
import { unitsOf } from '../orders/units.ts';
import {
  fulfillmentLineView,
  lineView,
  locationView,
  orderView,
  shippingView,
  transactionView,
  type View,
} from '../order-view.ts';
import { gid, graphqlTime, moneyBag } from '../platform-formats.ts';
import { fulfilledLine } from './book-return.ts';

/** A refund in the shape that GraphQL selects from. */
export function refundView(order: BookedOrder, refund: BookedRefund, books: Books): View {
  const bag = (amount: Bag): View => moneyBag(amount, order.currencies);
  const arrived = refund.transactions.filter(({ status }) => status === 'SUCCESS').map(({ amount }) => amount);
  const of = order.returns.find(({ id }) => id === refund.returnId);
  return {
    id: gid('Refund', refund.id),
    legacyResourceId: refund.id.toString(),
    createdAt: graphqlTime(refund.at),
    processedAt: graphqlTime(refund.at),
    updatedAt: graphqlTime(refund.updatedAt),
    note: refund.note ?? null,
    order: () => orderView(order, books),
    return: () => (of ? returnView(order, of, books) : null),
    duties: [],
    totalRefundedSet: bag(addBags(...arrived)),
    refundLineItems: (page: PageArguments) => pageBy(refund.lines, page, (line) => refundLineView(order, line, books)),
    refundShippingLines: (page: PageArguments) =>
      pageBy(refund.shipping ? [refund.shipping] : [], page, ({ id, subtotal, taxes }) => ({
        id: gid('RefundShippingLine', id),
        shippingLine: shippingView(order),
        subtotalAmountSet: bag(subtotal),
        taxAmountSet: bag(addBags(...taxes.map(({ price }) => price))),
      })),
    orderAdjustments: (page: PageArguments) => pageBy(refund.adjustments, page, (it) => adjustmentView(order, it)),
    transactions: (page: PageArguments) => pageBy(refund.transactions, page, (it) => transactionView(order, it, books)),
  };
}

/** A return in the shape that GraphQL selects from. */
export function returnView(order: BookedOrder, booked: BookedReturn, books: Books): View {
  return {
    id: gid('Return', booked.id),
    name: booked.name,
    status: booked.status,
    createdAt: graphqlTime(booked.createdAt),
    closedAt: booked.closedAt === undefined ? null : graphqlTime(booked.closedAt),
    totalQuantity: booked.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    order: () => orderView(order, books),
    refunds: (page: PageArguments) =>
      pageBy(
        order.refunds.filter(({ returnId }) => returnId === booked.id),
        page,
        (refund) => refundView(order, refund, books),
      ),
    returnLineItems: (page: PageArguments) => pageBy(booked.lines, page, (line) => returnLineView(order, line)),
    exchangeLineItems: (page: PageArguments) =>
      pageBy(booked.exchange, page, ({ id, item, quantity, line }) => ({
        id: gid('ExchangeLineItem', id),
        quantity,
        processedQuantity: line ? quantity : 0,
        unprocessedQuantity: line ? 0 : quantity,
        variantId: gid('ProductVariant', item.variantId),
        variantSku: item.sku,
        lineItems: line ? [lineView(order, line)] : null,
      })),
    returnShippingFees: booked.shippingFee
      ? [
          {
            id: gid('ReturnShippingFee', booked.shippingFee.id),
            amountSet: moneyBag(booked.shippingFee.amount, order.currencies),
          },
        ]
      : [],
    reverseFulfillmentOrders: (page: PageArguments) =>
      pageBy([{ id: booked.reverseId }], page, ({ id }) => reverseView(order, booked, id, books)),
  };
}

function refundLineView(order: BookedOrder, refunded: BookedRefundLine, books: Books): View {
  const { id, line, quantity, restock, locationId, subtotal, taxes } = refunded;
  return {
    id: gid('RefundLineItem', id),
    lineItem: lineView(order, line),
    location: locationView(books.location(locationId)),
    priceSet: moneyBag(line.priced.unitPrice, order.currencies),
    quantity,
    restockType: restock,
    restocked: restock !== 'NO_RESTOCK',
    subtotalSet: moneyBag(subtotal, order.currencies),
    totalTaxSet: moneyBag(addBags(...taxes.map(({ price }) => price)), order.currencies),
  };
}

function adjustmentView(order: BookedOrder, { id, reason, amount }: BookedAdjustment): View {
  const none = { shop: 0n, presentment: 0n };
  return {
    id: gid('OrderAdjustment', id),
    reason,
    amountSet: moneyBag(amount, order.currencies),
    taxAmountSet: moneyBag(none, order.currencies),
  };
}

function returnLineView(order: BookedOrder, returned: BookedReturnLine): View {
  const { id, line, quantity, processed, refunded, reason, fee, fulfillmentLineId } = returned;
  const sent = fulfilledLine(order, fulfillmentLineId);
  return {
    __typename: 'ReturnLineItem',
    id: gid('ReturnLineItem', id),
    quantity,
    processedQuantity: processed,
    processableQuantity: quantity - processed,
    unprocessedQuantity: quantity - processed,
    refundedQuantity: refunded,
    refundableQuantity: quantity - refunded,
    returnReasonNote: reason,
    restockingFee: fee && {
      id: gid('RestockingFee', fee.id),
      percentage: fee.percentage,
      amountSet: moneyBag(fee.amount, order.currencies),
    },
    withCodeDiscountedTotalPriceSet: moneyBag(unitsOf(line.priced.net, line.quantity, 0, quantity), order.currencies),
    fulfillmentLineItem: () =>
      fulfillmentLineView(order, { id: fulfillmentLineId, line, quantity: sent?.quantity ?? quantity }),
  };
}

function reverseView(order: BookedOrder, booked: BookedReturn, id: bigint, books: Books): View {
  const open = booked.lines.some(({ processed, quantity }) => processed < quantity);
  return {
    id: gid('ReverseFulfillmentOrder', id),
    status: open ? 'OPEN' : 'CLOSED',
    order: () => orderView(order, books),
    lineItems: (page: PageArguments) =>
      pageBy(
        booked.lines.map((line) => ({ ...line, id: line.reverseId })),
        page,
        ({ id: lineId, line, quantity, fulfillmentLineId, dispositions }) => ({
          id: gid('ReverseFulfillmentOrderLineItem', lineId),
          totalQuantity: quantity,
          fulfillmentLineItem: () => fulfillmentLineView(order, { id: fulfillmentLineId, line, quantity }),
          dispositions: dispositions.map((it) => ({
            id: gid('ReverseFulfillmentOrderDisposition', it.id),
            type: it.type,
            quantity: it.quantity,
            location: locationView(books.location(it.locationId)),
            createdAt: graphqlTime(it.at),
          })),
        }),
      ),
  };
}

/** Pages rows in the order of their ids. */
export function pageBy<Row extends { readonly id: bigint }>(
  rows: readonly Row[],
  page: PageArguments,
  view: (row: Row) => unknown,
): unknown {
  return pageOf(rows, page, ({ id }) => [0, id.toString()], view);
}
