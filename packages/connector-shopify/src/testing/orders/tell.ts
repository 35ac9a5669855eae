import type { BookedFulfillment, BookedOrder, BookedTransaction } from '../book-entries.ts';
import type { ShopContext } from '../domain.ts';
import { fixedAmount } from '../minor-units.ts';
import { gid, payloadTime } from '../platform-formats.ts';
import type { WebhookTopic } from '../topics.ts';
import { fulfillmentPayload, orderPayload } from '../webhook-payloads.ts';

/** Tells that something happened to an order. */
export function tellOrder(
  shop: ShopContext,
  order: BookedOrder,
  topics: readonly WebhookTopic[],
  event = shop.nextEvent(),
): void {
  shop.tell({
    topics,
    subject: `${gid('Order', order.id)} ${order.updatedAt}`,
    payload: () => orderPayload(order, shop),
    event,
  });
}

/** Tells that something happened to a parcel. */
export function tellParcel(
  shop: ShopContext,
  order: BookedOrder,
  parcel: BookedFulfillment,
  topic: 'fulfillments/create' | 'fulfillments/update',
  event: string,
): void {
  shop.tell({
    topics: [topic],
    subject: `${gid('Fulfillment', parcel.id)} ${parcel.status}`,
    payload: () => fulfillmentPayload(order, parcel, shop),
    event,
  });
}

/** Tells that money moved, or tried to. */
export function tellMoney(
  shop: ShopContext,
  order: BookedOrder,
  transactions: readonly BookedTransaction[],
  event: string,
): void {
  for (const transaction of transactions) {
    const subject = gid('OrderTransaction', transaction.id);
    shop.tell({
      topics: ['order_transactions/create'],
      subject,
      payload: () => transactionPayload(shop, order, transaction),
      event,
    });
    if (transaction.status !== 'SUCCESS' || transaction.kind === 'AUTHORIZATION') continue;
    shop.tell({
      topics: ['tender_transactions/create'],
      subject: `${subject} tender`,
      payload: () => tenderPayload(shop, order, transaction),
      event,
    });
  }
}

/** The REST-shaped movement of money: its amount is in the buyer's currency. */
export function transactionPayload(shop: ShopContext, order: BookedOrder, transaction: BookedTransaction): unknown {
  const at = payloadTime(transaction.at, shop.offsetMinutes);
  return {
    id: transaction.id,
    admin_graphql_api_id: gid('OrderTransaction', transaction.id),
    order_id: order.id,
    kind: transaction.kind.toLowerCase(),
    status: transaction.status.toLowerCase(),
    gateway: transaction.gateway,
    amount: fixedAmount(transaction.amount.presentment, order.currencies.presentment),
    currency: order.currencies.presentment,
    parent_id: transaction.parentId ?? null,
    location_id: transaction.locationId ?? null,
    created_at: at,
    processed_at: at,
    test: order.test,
  };
}

function tenderPayload(shop: ShopContext, order: BookedOrder, transaction: BookedTransaction): unknown {
  const out = transaction.kind === 'REFUND' || transaction.kind === 'CHANGE';
  return {
    id: transaction.id + 1n,
    order_id: order.id,
    amount: `${out ? '-' : ''}${fixedAmount(transaction.amount.presentment, order.currencies.presentment)}`,
    currency: order.currencies.presentment,
    user_id: null,
    test: order.test,
    processed_at: payloadTime(transaction.at, shop.offsetMinutes),
    remote_reference: null,
    payment_details: null,
    payment_method: transaction.gateway,
  };
}

/** What an edit tells: its own frame, without the order. */
export function editPayload(shop: ShopContext, order: BookedOrder): unknown {
  return {
    order_edit: {
      id: shop.nextId(),
      app_id: null,
      created_at: payloadTime(order.updatedAt, shop.offsetMinutes),
      notify_customer: false,
      order_id: order.id,
      staff_note: '',
      line_items: { additions: [], removals: [] },
    },
  };
}
