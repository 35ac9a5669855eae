import type { BookedOrder } from '../book-entries.ts';
import type { Resolver, ShopContext } from '../domain.ts';
import { openUnits } from '../order-totals.ts';
import { fulfillmentView } from '../order-view.ts';
import { gid, numberOf } from '../platform-formats.ts';
import { putBack, putBackOf } from '../inventory/put-back.ts';
import { bookRefund } from '../returns/book-refund.ts';
import { createOrder } from './create-order.ts';
import { fulfillmentOrdersOf } from './fulfillment-orders.ts';
import { digestOf, isCurrent, type MetafieldToSet } from './metafields.ts';
import { tellOrder, tellParcel } from './tell.ts';

interface FulfillmentInput {
  readonly lineItemsByFulfillmentOrder: readonly {
    readonly fulfillmentOrderId: string;
    readonly fulfillmentOrderLineItems?: readonly { readonly id: string; readonly quantity: number }[] | null;
  }[];
  readonly trackingInfo?: {
    readonly company?: string | null;
    readonly number?: string | null;
    readonly numbers?: readonly string[] | null;
    readonly url?: string | null;
    readonly urls?: readonly string[] | null;
  } | null;
}

/** How long a cancellation takes, in milliseconds. */
const cancelMs = 1_500;

/** The changes of orders and parcels, with the refusals of the platform. */
export function orderMutations(shop: ShopContext, jobs: Jobs): Readonly<Record<string, Resolver>> {
  const { books } = shop;
  return {
    orderCreate: createOrder(shop),
    orderCancel({ orderId, reason, restock }: { orderId: string; reason: string; restock: boolean }) {
      const order = books.order(numberOf(orderId, 'Order') ?? -1n);
      if (!order) return cancelRefused('Order does not exist', 'NOT_FOUND');
      if (order.cancelledAt !== undefined) return cancelRefused('Cannot cancel an order that is cancelled', 'INVALID');
      const sent = order.lines.some((line) => line.fulfilledQuantity > line.returnedQuantity);
      if (sent) return cancelRefused('Cannot cancel an order with fulfilled items', 'INVALID');
      const id = shop.nextId();
      jobs.start(id, cancelMs, () => cancelNow(shop, order, reason, restock));
      return { job: { id: gid('Job', id), done: false }, orderCancelUserErrors: [] };
    },
    metafieldsSet({ metafields }: { metafields: readonly MetafieldToSet[] }) {
      const owned = metafields.map((it) => ({ it, order: books.order(numberOf(it.ownerId, 'Order') ?? -1n) }));
      for (const [index, { it, order }] of owned.entries()) {
        const field = ['metafields', String(index)];
        if (!order) return setRefused([...field, 'ownerId'], 'Owner does not exist.', 'INVALID', index);
        if (!isCurrent(order, it)) return setRefused(field, 'The resource has been updated.', 'STALE_OBJECT', index);
        const others = books.bookedOrders.filter((other) => other !== order);
        const [problem] = shop.catalog.metafields.problems('ORDER', [it], others);
        if (problem) return setRefused([...field, 'value'], problem.message, 'INVALID_VALUE', index);
      }
      for (const { it, order } of owned) {
        if (!order || !shop.catalog.metafields.write(order, [it])) continue;
        books.touch(order);
        tellOrder(shop, order, ['orders/updated']);
      }
      const written = owned.map(({ it, order }) => {
        const kept = order && [...order.metafields.values()].find(({ key }) => key === it.key);
        return { ...kept, id: gid('Metafield', kept?.id ?? 0n), compareDigest: digestOf(kept?.value ?? '') };
      });
      return { metafields: written, userErrors: [] };
    },
    fulfillmentCreate({ fulfillment: input }: { fulfillment: FulfillmentInput }) {
      const wanted = input.lineItemsByFulfillmentOrder.map((it) => {
        const id = numberOf(it.fulfillmentOrderId, 'FulfillmentOrder');
        const order = books.bookedOrders.find((one) => fulfillmentOrdersOf(one, books).some((fo) => fo.id === id));
        return { ...it, order, from: order && fulfillmentOrdersOf(order, books).find((fo) => fo.id === id) };
      });
      const order = wanted[0]?.order;
      const field = ['fulfillment'];
      if (!order || wanted.some(({ from }) => from === undefined))
        return refused(field, 'Fulfillment order does not exist.');
      const isOne = wanted.every(
        ({ order: other, from }) => other === order && from?.locationId === wanted[0]?.from?.locationId,
      );
      if (!isOne) return refused(field, 'All fulfillment orders must be of one order and one location.');
      const units: { line: number; quantity: number }[] = [];
      for (const { from, fulfillmentOrderLineItems: lines } of wanted) {
        if (!from) continue;
        if (from.status !== 'OPEN') {
          return refused(
            field,
            `Fulfillment order ${from.id} has an unfulfillable status= ${from.status.toLowerCase()}.`,
          );
        }
        const named =
          lines ??
          from.lines.map(({ id, remaining }) => ({ id: gid('FulfillmentOrderLineItem', id), quantity: remaining }));
        for (const { id, quantity } of named) {
          const entry = from.lines.find((it) => gid('FulfillmentOrderLineItem', it.id) === id);
          if (!entry) return refused(field, 'Fulfillment order line item does not exist.');
          if (quantity < 1 || quantity > entry.remaining) {
            return refused(field, 'Invalid fulfillment order line item quantity requested.');
          }
          units.push({ line: order.lines.indexOf(entry.line), quantity });
        }
      }
      const { company, number, numbers, url, urls } = input.trackingInfo ?? {};
      const parcel = books.fulfil(
        order,
        units,
        {
          ...(company != null && { company }),
          numbers: numbers ?? (number == null ? [] : [number]),
          urls: urls ?? (url == null ? [] : [url]),
        },
        wanted[0]?.from?.locationId,
      );
      const event = shop.nextEvent();
      tellParcel(shop, order, parcel, 'fulfillments/create', event);
      tellOrder(shop, order, ['orders/updated'], event);
      return { fulfillment: fulfillmentView(order, parcel, books), userErrors: [] };
    },
  };
}

/** Work that the platform does after it has answered. */
export class Jobs {
  readonly #now: () => number;
  readonly #jobs = new Map<bigint, { readonly due: number; work: (() => void) | undefined }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  start(id: bigint, takesMs: number, work: () => void): void {
    this.#jobs.set(id, { due: this.#now() + takesMs, work });
  }

  /** Does what is due. The simulator has no thread of its own: it catches up whenever it is asked. */
  catchUp(): void {
    for (const job of this.#jobs.values()) {
      if (job.due > this.#now() || !job.work) continue;
      const { work } = job;
      job.work = undefined;
      work();
    }
  }

  /** Answers `job`. */
  read(id: string): unknown {
    this.catchUp();
    const job = this.#jobs.get(numberOf(id, 'Job') ?? -1n);
    return job ? { id, done: job.work === undefined } : null;
  }
}

function cancelNow(shop: ShopContext, order: BookedOrder, reason: string, restock: boolean): void {
  if (order.cancelledAt !== undefined) return;
  const { books } = shop;
  const open = order.lines.filter((line) => openUnits(line) > 0);
  books.cancel(order, reason);
  const lines = open.map((line) => ({
    line,
    quantity: openUnits(line),
    restock: restock ? ('CANCEL' as const) : ('NO_RESTOCK' as const),
    locationId: restock ? books.locations[0]?.id : undefined,
  }));
  bookRefund(books, order, { lines, money: [] });
  putBack(shop, putBackOf(lines));
  tellOrder(shop, order, ['orders/cancelled', 'orders/updated']);
}

function cancelRefused(message: string, code: string): unknown {
  return { orderCancelUserErrors: [{ field: ['orderId'], message, code }] };
}

function setRefused(field: readonly string[], message: string, code: string, elementIndex: number): unknown {
  return { userErrors: [{ field, message, code, elementIndex }] };
}

function refused(field: readonly string[], message: string): unknown {
  return { userErrors: [{ field, message }] };
}
