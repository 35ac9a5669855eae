import type { BookedLine, BookedOrder } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { type PageArguments, pageOf } from '../connection.ts';
import { openUnits } from '../order-totals.ts';
import { lineView, locationView, type View } from '../order-view.ts';
import { gid, graphqlTime } from '../platform-formats.ts';

/** What is to be sent of an order from one location. Units are shared out by the location that is assigned to the line. */
export interface FulfillmentOrder {
  readonly id: bigint;
  readonly locationId: bigint;
  readonly lines: readonly { readonly id: bigint; readonly line: BookedLine; readonly remaining: number }[];
  readonly status: 'OPEN' | 'CLOSED' | 'CANCELLED' | 'ON_HOLD';
}

/** The fulfillment orders of an order: one for each location that sends a part of it. */
export function fulfillmentOrdersOf(order: BookedOrder, books: Books): readonly FulfillmentOrder[] {
  const usual = order.locationId ?? books.locations[0]?.id ?? 0n;
  const locations = new Map<bigint, BookedLine[]>();
  for (const line of order.lines.filter((it) => it.requiresShipping)) {
    const at = order.assigned.get(line.id) ?? usual;
    locations.set(at, [...(locations.get(at) ?? []), line]);
  }
  return [...locations].map(([locationId, lines], index) => {
    const entries = lines.map((line) => ({ id: line.id + 1n, line, remaining: Math.max(0, openUnits(line)) }));
    const open = entries.some(({ remaining }) => remaining > 0);
    const status =
      order.cancelledAt === undefined ? (open ? (order.onHold ? 'ON_HOLD' : 'OPEN') : 'CLOSED') : 'CANCELLED';
    return { id: order.id * 10n + BigInt(index), locationId, lines: entries, status };
  });
}

/** A fulfillment order in the shape that GraphQL selects from. */
export function fulfillmentOrderView(order: BookedOrder, it: FulfillmentOrder, books: Books): View {
  const location = books.location(it.locationId);
  return {
    id: gid('FulfillmentOrder', it.id),
    status: it.status,
    requestStatus: 'UNSUBMITTED',
    updatedAt: graphqlTime(order.updatedAt),
    assignedLocation: { name: location?.name ?? '', location: locationView(location) },
    supportedActions: it.status === 'OPEN' ? [{ action: 'CREATE_FULFILLMENT' }] : [],
    lineItems: (page: PageArguments) =>
      pageOf(
        it.lines,
        page,
        ({ id }) => [0, id.toString()],
        ({ id, line, remaining }) => ({
          id: gid('FulfillmentOrderLineItem', id),
          totalQuantity: line.quantity,
          remainingQuantity: remaining,
          sku: line.item.sku,
          lineItem: lineView(order, line),
        }),
      ),
  };
}
