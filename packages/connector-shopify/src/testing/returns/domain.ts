import type { BookedOrder } from '../book-entries.ts';
import type { PageArguments } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { fulfillmentLineView, fulfillmentView } from '../order-view.ts';
import { wholeOrderView } from '../orders/whole-order-view.ts';
import { gid, numberOf } from '../platform-formats.ts';
import { returnableUnits } from './book-return.ts';
import { returnMutations } from './mutations.ts';
import { pageBy, refundView, returnView } from './views.ts';

/** Returns and refunds: the fields of the root that read and write them. */
export function returnsDomain(shop: ShopContext): Domain {
  const { books } = shop;
  return {
    queries: {
      refund: ({ id }: { id: string }) => {
        const number = numberOf(id, 'Refund');
        const order = books.bookedOrders.find(({ refunds }) => refunds.some((it) => it.id === number));
        const refund = order?.refunds.find((it) => it.id === number);
        return order && refund
          ? { ...refundView(order, refund, books), order: () => wholeOrderView(order, books) }
          : null;
      },
      return: ({ id }: { id: string }) => {
        const number = numberOf(id, 'Return');
        const order = books.bookedOrders.find(({ returns }) => returns.some((it) => it.id === number));
        const booked = order?.returns.find((it) => it.id === number);
        return order && booked
          ? { ...returnView(order, booked, books), order: () => wholeOrderView(order, books) }
          : null;
      },
      returnableFulfillments: ({ orderId, ...page }: PageArguments & { orderId: string }) => {
        const order = books.order(numberOf(orderId, 'Order') ?? -1n);
        return pageBy(order?.fulfillments.filter(({ status }) => status === 'SUCCESS') ?? [], page, (parcel) =>
          order ? returnableView(order, parcel) : null,
        );
      },
    },
    mutations: returnMutations(shop),
  };

  function returnableView(order: BookedOrder, parcel: BookedOrder['fulfillments'][number]): unknown {
    const lines = parcel.lines.filter(({ id }) => returnableUnits(order, id) > 0);
    return {
      id: gid('ReturnableFulfillment', parcel.id),
      fulfillment: () => fulfillmentView(order, parcel, books),
      returnableFulfillmentLineItems: (page: PageArguments) =>
        pageBy(lines, page, (line) => ({
          quantity: returnableUnits(order, line.id),
          fulfillmentLineItem: fulfillmentLineView(order, line),
        })),
    };
  }
}
