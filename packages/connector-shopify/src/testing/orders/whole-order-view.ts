import type { BookedOrder } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { listOf, type PageArguments } from '../connection.ts';
import { orderView, type View } from '../order-view.ts';
import { pageBy, refundView, returnView } from '../returns/views.ts';
import { agreementView } from './agreement-view.ts';
import { fulfillmentOrdersOf, fulfillmentOrderView } from './fulfillment-orders.ts';
import { metafieldView } from './metafields.ts';

/** An order with everything that happened to it, in the shape that GraphQL selects from. */
export function wholeOrderView(order: BookedOrder, books: Books): View {
  return {
    ...orderView(order, books),
    refunds: ({ first }: PageArguments) => listOf(order.refunds, first, (refund) => refundView(order, refund, books)),
    returns: (page: PageArguments) => pageBy(order.returns, page, (it) => returnView(order, it, books)),
    agreements: (page: PageArguments) => pageBy(order.agreements, page, (it) => agreementView(order, it, books)),
    fulfillmentOrders: (page: PageArguments) =>
      pageBy(fulfillmentOrdersOf(order, books), page, (it) => fulfillmentOrderView(order, it, books)),
    metafield: metafieldView(order),
  };
}
