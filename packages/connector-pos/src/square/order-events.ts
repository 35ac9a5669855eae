import { IntegrationError, isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { type WireOrder } from './api/orders.ts';
import { type ConnectorContext } from './context.ts';
import { kindOf, type ReadOrder } from './mapping/order-facts.ts';
import { orderRef, toOrder } from './mapping/to-order.ts';
import { hasPendingRefund, toReturn } from './mapping/to-return.ts';
import { type RefusedOrder } from './order-reader.ts';
import { isOurReason } from './refunds.ts';

/** What an order tells. */
export type OrderEvent = SourceEvent<'sale.recorded' | 'return.processed'>;

type Told = OrderEvent | RefusedEvent<'sale.recorded' | 'return.processed'>;

/**
 * Everything that an order's present state tells: a sale once it is paid, a return (or exchange) once its money is settled. An
 * order that is open, called off or empty tells nothing.
 */
export function orderEvents(read: ReadOrder, { mapping, config, clock }: ConnectorContext): readonly OrderEvent[] {
  const { order } = read;
  const kind = kindOf(order);
  if (kind !== 'sale' && kind !== 'return') return [];
  if (kind === 'return' && (hasPendingRefund(order) || isOurs(order) || isUnlisted(read, clock.now()))) return [];
  const head = { id: order.id, key: orderRef(mapping.name, order.id), identifiers: [order.id] };
  const event: OrderEvent =
    kind === 'sale'
      ? told({ ...head, name: 'sale.recorded', data: toOrder(read, mapping) })
      : told({ ...head, name: 'return.processed', data: toReturn(read, mapping) });
  const isOld = config.ordersFrom !== undefined && Date.parse(event.occurredAt) < Date.parse(config.ordersFrom);
  return isOld ? [] : [event];
}

/** Lists of refunds lag behind by seconds, and only they tell how money went back. */
const listedAfterMs = 300_000;

/** Whether a refund may be listed yet: the sweep, whose windows overlap, tells the return then. */
function isUnlisted({ order, refunds }: ReadOrder, now: number): boolean {
  return order.refunds.some(
    ({ id, created_at = order.created_at }) => !refunds.has(id) && now - Date.parse(created_at) < listedAfterMs,
  );
}

/** A refund that we asked for makes an order too; whoever asked knows of it. */
function isOurs({ refunds, line_items }: WireOrder): boolean {
  return refunds.length > 0 && line_items.length === 0 && refunds.every((it) => isOurReason(it.reason));
}

/** The same for a sweep: an order that is refused parks by itself, and the others of the page go on. */
export function orderEventsOrRefusal(read: ReadOrder, context: ConnectorContext): readonly Told[] {
  try {
    return orderEvents(read, context);
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return [refusal({ id: read.order.id, refused: error }, context, read.order.returns.length > 0)];
  }
}

/** An order that cannot be told. */
export function refusal({ id, refused }: RefusedOrder, { name }: ConnectorContext, isReturn = false): Told {
  return { name: isReturn ? 'return.processed' : 'sale.recorded', id, key: orderRef(name, id), refused };
}

type Untold = OrderEvent extends infer E ? (E extends OrderEvent ? Omit<E, 'occurredAt'> : never) : never;

function told(event: Untold): OrderEvent {
  const identifiers = [...new Set([...(event.identifiers ?? []), event.data.number ?? event.id])];
  return { ...event, identifiers, occurredAt: event.data.occurredAt };
}

/** Refuses what is no sale where a sale was asked for. */
export function mustBeSale(kind: ReturnType<typeof kindOf>): void {
  if (kind === 'sale' || kind === 'open') return;
  throw new IntegrationError('The order is no sale: it is a return, an exchange, called off or empty', {
    code: 'unsupported-document',
  });
}
