import type { BookedOrder, BookedRefund, BookedReturn } from '../book-entries.ts';
import type { ShopContext } from '../domain.ts';
import { addBags, fixedAmount } from '../minor-units.ts';
import { tellMoney, tellOrder, transactionPayload } from '../orders/tell.ts';
import { gid, payloadTime, priceSet } from '../platform-formats.ts';
import type { WebhookTopic } from '../topics.ts';

/** Tells that a refund was made. */
export function tellRefund(
  shop: ShopContext,
  order: BookedOrder,
  refund: BookedRefund,
  event = shop.nextEvent(),
): void {
  shop.tell({
    topics: ['refunds/create'],
    subject: gid('Refund', refund.id),
    payload: () => refundPayload(shop, order, refund),
    event,
  });
  tellMoney(shop, order, refund.transactions, event);
  tellOrder(shop, order, ['orders/updated'], event);
}

/** Tells that something happened to a return. */
export function tellReturn(
  shop: ShopContext,
  order: BookedOrder,
  booked: BookedReturn,
  topics: readonly WebhookTopic[],
  event: string,
): void {
  shop.tell({
    topics,
    subject: `${gid('Return', booked.id)} ${order.updatedAt}`,
    payload: () => returnPayload(order, booked),
    event,
  });
}

/** The REST-shaped refund. Amounts of its lines are JSON numbers, as recorded. */
function refundPayload(shop: ShopContext, order: BookedOrder, refund: BookedRefund): unknown {
  const { currencies } = order;
  const at = payloadTime(refund.at, shop.offsetMinutes);
  return {
    id: refund.id,
    admin_graphql_api_id: gid('Refund', refund.id),
    order_id: order.id,
    created_at: at,
    processed_at: at,
    note: refund.note ?? null,
    user_id: null,
    restock: refund.lines.some(({ restock }) => restock !== 'NO_RESTOCK'),
    duties: [],
    return:
      refund.returnId === undefined
        ? null
        : { id: refund.returnId, admin_graphql_api_id: gid('Return', refund.returnId) },
    refund_line_items: refund.lines.map(({ id, line, quantity, restock, locationId, subtotal, taxes }) => {
      const tax = addBags(...taxes.map(({ price }) => price));
      return {
        id,
        line_item_id: line.id,
        location_id: locationId ?? null,
        quantity,
        restock_type: restock.toLowerCase(),
        subtotal: Number(fixedAmount(subtotal.shop, currencies.shop)),
        total_tax: Number(fixedAmount(tax.shop, currencies.shop)),
        subtotal_set: priceSet(subtotal, currencies),
        total_tax_set: priceSet(tax, currencies),
      };
    }),
    refund_shipping_lines: refund.shipping
      ? [{ id: refund.shipping.id, subtotal_amount_set: priceSet(refund.shipping.subtotal, currencies) }]
      : [],
    order_adjustments: refund.adjustments.map(({ id, amount, reason }) => ({
      id,
      order_id: order.id,
      refund_id: refund.id,
      amount: fixedAmount(amount.shop, currencies.shop),
      tax_amount: '0.00',
      kind: 'refund_discrepancy',
      reason,
      amount_set: priceSet(amount, currencies),
    })),
    transactions: refund.transactions.map((transaction) => transactionPayload(shop, order, transaction)),
  };
}

function returnPayload(order: BookedOrder, booked: BookedReturn): unknown {
  return {
    id: booked.id,
    admin_graphql_api_id: gid('Return', booked.id),
    order: { id: order.id, admin_graphql_api_id: gid('Order', order.id) },
    name: booked.name,
    status: booked.status.toLowerCase(),
    total_return_line_items: booked.lines.length,
    return_line_items: booked.lines.map(({ id, quantity, reason }) => ({
      id,
      admin_graphql_api_id: gid('ReturnLineItem', id),
      quantity,
      return_reason_note: reason,
    })),
  };
}
