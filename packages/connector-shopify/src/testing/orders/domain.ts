import type { BookedFulfillment, BookedOrder } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { type PageArguments, type Place, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import type { EditOrderInput, PlaceOrderInput, TrackingInput } from '../order-input.ts';
import { orderFilter } from '../order-search.ts';
import { financialStatusOf } from '../order-totals.ts';
import { fulfillmentView, orderView } from '../order-view.ts';
import { gid, numberOf } from '../platform-formats.ts';
import type { WebhookTopic } from '../topics.ts';
import { fulfillmentPayload, orderPayload } from '../webhook-payloads.ts';

/** What happens to orders in the shop: every call books it and tells it. */
export interface OrderControls {
  /** Places an order; returns it as booked. */
  placeOrder(input: PlaceOrderInput): BookedOrder;
  /** Sends all that is open, or the named quantities by line position. */
  fulfil(
    order: bigint | string,
    lines?: readonly { readonly line: number; readonly quantity: number }[],
    tracking?: TrackingInput,
  ): BookedFulfillment;
  /** Cancels an order and pays back what was received. */
  cancel(order: bigint | string): void;
  editOrder(order: bigint | string, change: EditOrderInput): void;
  /** Receives the rest of the money. */
  pay(order: bigint | string, gateway?: string): void;
}

/** Orders and parcels: the fields of the root that read them. */
export function ordersDomain(shop: ShopContext): Domain {
  const { books } = shop;
  return {
    queries: {
      order: ({ id }: { id: string }) => {
        shop.refuseDenied('Order');
        const order = orderBy(books, id);
        return order ? orderView(order, books) : null;
      },
      orders: (page: PageArguments & { query?: string | null; sortKey?: string | null }) => {
        shop.refuseDenied('Order');
        const rows = books.bookedOrders.filter(orderFilter(page.query));
        return pageOf(
          rows,
          page,
          (order) => placeOf(order, page.sortKey ?? 'PROCESSED_AT'),
          (order) => orderView(order, books),
        );
      },
      fulfillment: ({ id }: { id: string }) => {
        const number = numberOf(id, 'Fulfillment');
        const order = books.bookedOrders.find((it) => it.fulfillments.some((parcel) => parcel.id === number));
        const parcel = order?.fulfillments.find((it) => it.id === number);
        return order && parcel ? fulfillmentView(order, parcel, books) : null;
      },
    },
  };
}

/** What a test or a demo does with the orders of the shop. */
export function orderControls(shop: ShopContext): OrderControls {
  const { books } = shop;
  const orderOf = (id: bigint | string): BookedOrder => {
    const order = books.order(BigInt(id));
    if (!order) throw new RangeError(`There is no order ${id}`);
    return order;
  };
  const tellOrder = (order: BookedOrder, topics: readonly WebhookTopic[], event = shop.nextEvent()): void =>
    shop.tell({
      topics,
      subject: `${gid('Order', order.id)} ${order.updatedAt}`,
      payload: () => orderPayload(order, shop),
      event,
    });
  return {
    placeOrder(input) {
      const order = books.place(input);
      tellOrder(order, ['orders/create', ...paidTopic(order), 'orders/updated']);
      return order;
    },
    fulfil(id, lines, tracking) {
      const order = orderOf(id);
      const parcel = books.fulfil(order, lines, tracking);
      const event = shop.nextEvent();
      shop.tell({
        topics: ['fulfillments/create'],
        subject: gid('Fulfillment', parcel.id),
        payload: () => fulfillmentPayload(order, parcel, shop),
        event,
      });
      tellOrder(order, ['orders/updated'], event);
      return parcel;
    },
    cancel(id) {
      const order = orderOf(id);
      books.cancel(order);
      tellOrder(order, ['orders/cancelled', 'orders/updated']);
    },
    editOrder(id, change) {
      const order = orderOf(id);
      books.edit(order, change);
      tellOrder(order, ['orders/edited', 'orders/updated']);
    },
    pay(id, gateway) {
      const order = orderOf(id);
      books.pay(order, gateway);
      tellOrder(order, [...paidTopic(order), 'orders/updated']);
    },
  };
}

function placeOf(order: BookedOrder, sortKey: string): Place {
  const id = order.id.toString();
  switch (sortKey) {
    case 'UPDATED_AT':
      return [order.updatedAt, id];
    case 'CREATED_AT':
      return [order.createdAt, id];
    case 'PROCESSED_AT':
      return [order.processedAt, id];
    default:
      return [0, id];
  }
}

function orderBy(books: Books, id: string): BookedOrder | undefined {
  const number = numberOf(id, 'Order');
  return number === undefined ? undefined : books.order(number);
}

function paidTopic(order: BookedOrder): WebhookTopic[] {
  return financialStatusOf(order) === 'PAID' ? ['orders/paid'] : [];
}
