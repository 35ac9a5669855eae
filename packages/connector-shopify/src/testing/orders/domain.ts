import type { BookedFulfillment, BookedOrder } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { byCustomId } from '../catalog/metafields.ts';
import { type PageArguments, type Place, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import type { EditOrderInput, PlaceOrderInput, TrackingInput } from '../order-input.ts';
import { addBags, type Bag, nothing } from '../minor-units.ts';
import { orderFilter } from '../order-search.ts';
import { financialStatusOf, openUnits } from '../order-totals.ts';
import { fulfillmentView } from '../order-view.ts';
import { wholeOrderView } from './whole-order-view.ts';
import { gid, numberOf } from '../platform-formats.ts';
import { putBack, putBackOf } from '../inventory/put-back.ts';
import { bookRefund, refundableOf } from '../returns/book-refund.ts';
import { tellRefund } from '../returns/tell.ts';
import type { WebhookTopic } from '../topics.ts';
import { Jobs, orderMutations } from './mutations.ts';
import { editPayload, tellMoney, tellOrder, tellParcel } from './tell.ts';

/** What happens to orders in the shop: every call books it and tells it. */
export interface OrderControls {
  /** Places an order; returns it as booked. */
  placeOrder(input: PlaceOrderInput): BookedOrder;
  /** Sends all that is open, or the named quantities by line position. */
  fulfil(
    order: bigint | string,
    lines?: readonly { readonly line: number; readonly quantity: number }[],
    tracking?: TrackingInput,
    locationId?: string,
  ): BookedFulfillment;
  /** Calls a parcel off: its units are open again. */
  callOffParcel(order: bigint | string, parcel: bigint): void;
  /** Lets another location send a line, by position. */
  assign(order: bigint | string, line: number, locationId: string): void;
  /** Holds back whatever is still to be sent. */
  hold(order: bigint | string, onHold?: boolean): void;
  /** Cancels an order and pays back what was received. */
  cancel(order: bigint | string): void;
  editOrder(order: bigint | string, change: EditOrderInput): void;
  /** Receives the rest of the money. */
  pay(order: bigint | string, gateway?: string): void;
}

/** Orders and parcels: the fields of the root that read them. */
export function ordersDomain(shop: ShopContext): Domain {
  const { books } = shop;
  const jobs = new Jobs(shop.now);
  return {
    queries: {
      job: ({ id }: { id: string }) => jobs.read(id),
      orderByIdentifier: ({ identifier: { id, customId } }: { identifier: OrderIdentifier }) => {
        jobs.catchUp();
        const order = customId ? byCustomId(books.bookedOrders, customId) : orderBy(books, id ?? '');
        return order ? wholeOrderView(order, books) : null;
      },
      order: ({ id }: { id: string }) => {
        shop.refuseDenied('Order');
        jobs.catchUp();
        const order = orderBy(books, id);
        return order ? wholeOrderView(order, books) : null;
      },
      orders: (page: PageArguments & { query?: string | null; sortKey?: string | null }) => {
        shop.refuseDenied('Order');
        jobs.catchUp();
        const rows = books.bookedOrders.filter(orderFilter(page.query));
        return pageOf(
          rows,
          page,
          (order) => placeOf(order, page.sortKey ?? 'PROCESSED_AT'),
          (order) => wholeOrderView(order, books),
        );
      },
      fulfillment: ({ id }: { id: string }) => {
        const number = numberOf(id, 'Fulfillment');
        const order = books.bookedOrders.find((it) => it.fulfillments.some((parcel) => parcel.id === number));
        const parcel = order?.fulfillments.find((it) => it.id === number);
        return order && parcel
          ? { ...fulfillmentView(order, parcel, books), order: () => wholeOrderView(order, books) }
          : null;
      },
    },
    mutations: orderMutations(shop, jobs),
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
  return {
    placeOrder(input) {
      const order = books.place(input);
      const event = shop.nextEvent();
      tellOrder(shop, order, ['orders/create', ...paidTopic(order), 'orders/updated'], event);
      tellMoney(shop, order, order.transactions, event);
      return order;
    },
    fulfil(id, lines, tracking, locationId) {
      const order = orderOf(id);
      const parcel = books.fulfil(order, lines, tracking, locationId === undefined ? undefined : BigInt(locationId));
      const event = shop.nextEvent();
      tellParcel(shop, order, parcel, 'fulfillments/create', event);
      tellOrder(shop, order, ['orders/updated'], event);
      return parcel;
    },
    callOffParcel(id, parcelId) {
      const order = orderOf(id);
      const parcel = order.fulfillments.find((it) => it.id === parcelId);
      if (!parcel) throw new RangeError(`There is no parcel ${parcelId}`);
      books.callOff(order, parcel);
      const event = shop.nextEvent();
      tellParcel(shop, order, parcel, 'fulfillments/update', event);
      tellOrder(shop, order, ['orders/updated'], event);
    },
    assign(id, line, locationId) {
      const order = orderOf(id);
      const booked = order.lines[line];
      if (booked) order.assigned.set(booked.id, BigInt(locationId));
    },
    hold(id, onHold = true) {
      orderOf(id).onHold = onHold;
    },
    cancel(id) {
      const order = orderOf(id);
      if (order.cancelledAt !== undefined) return;
      books.cancel(order);
      const locationId = books.locations[0]?.id;
      const lines = order.lines
        .filter((line) => openUnits(line) > 0)
        .map((line) => ({ line, quantity: openUnits(line), restock: 'CANCEL' as const, locationId }));
      const refund = bookRefund(books, order, {
        lines,
        money: order.transactions
          .filter(({ kind, status }) => status === 'SUCCESS' && (kind === 'SALE' || kind === 'CAPTURE'))
          .map((paid) => ({ gateway: paid.gateway, amount: refundableOf(order, paid), parentId: paid.id }))
          .filter(({ amount }) => amount.shop > 0n),
        ...(order.shipping && { shipping: shippingWorth(order) }),
      });
      putBack(shop, putBackOf(lines));
      const event = shop.nextEvent();
      tellOrder(shop, order, ['orders/cancelled'], event);
      tellRefund(shop, order, refund, event);
    },
    editOrder(id, change) {
      const order = orderOf(id);
      books.edit(order, change);
      const isEdit = change.setQuantity !== undefined || change.addLines !== undefined;
      const event = shop.nextEvent();
      if (isEdit) {
        shop.tell({
          topics: ['orders/edited'],
          subject: `${gid('Order', order.id)} edit ${order.updatedAt}`,
          payload: () => editPayload(shop, order),
          event,
        });
      }
      tellOrder(shop, order, ['orders/updated'], event);
    },
    pay(id, gateway) {
      const order = orderOf(id);
      const before = order.transactions.length;
      books.pay(order, gateway);
      const event = shop.nextEvent();
      tellMoney(shop, order, order.transactions.slice(before), event);
      tellOrder(shop, order, [...paidTopic(order), 'orders/updated'], event);
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

/** Shipping with its tax. */
function shippingWorth({ shipping, taxesIncluded }: BookedOrder): Bag {
  return addBags(shipping?.net ?? nothing, ...(taxesIncluded ? [] : (shipping?.taxes ?? []).map(({ price }) => price)));
}

interface OrderIdentifier {
  readonly id?: string | null;
  readonly customId?: { readonly namespace?: string | null; readonly key: string; readonly value: string } | null;
}

function orderBy(books: Books, id: string): BookedOrder | undefined {
  const number = numberOf(id, 'Order');
  return number === undefined ? undefined : books.order(number);
}

function paidTopic(order: BookedOrder): WebhookTopic[] {
  return financialStatusOf(order) === 'PAID' ? ['orders/paid'] : [];
}
