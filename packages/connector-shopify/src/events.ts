import { contentHash, type Order, type SourceEvent } from '@crossdock/core';
import type { Refund as GraphqlRefund, Return as GraphqlReturn } from './api/aftermath-data.ts';
import { BoundedMemory } from './bounded-memory.ts';
import { catalogEventNames, customerEventNames, stockEventNames } from './event-names.ts';
import { importedAs } from './mapping/imported.ts';
import type { FulfillmentFacts } from './mapping/fulfillment-facts.ts';
import { numberOf } from './mapping/ids.ts';
import type { OrderFacts } from './mapping/order-facts.ts';
import type { OrderReading } from './mapping/order-reading.ts';
import { fulfillmentIdentifiers, fulfillmentRef, toFulfillment } from './mapping/to-fulfillment.ts';
import { type MappingSettings, orderRefOf, toOrder } from './mapping/to-order.ts';
import { toPayments } from './mapping/to-payment.ts';
import { type RefundContext, toRefund } from './mapping/to-refund.ts';
import { isProcessed, processedUnits, toReturn } from './mapping/to-return.ts';
import { returnState } from './mapping/words.ts';

/** What the connector tells of orders, in the order in which it happens to one. */
export const orderEventNames = [
  'order.placed',
  'order.changed',
  'order.paid',
  'order.cancelled',
  'fulfillment.created',
  'fulfillment.cancelled',
  'return.requested',
  'return.processed',
  'refund.issued',
] as const;

/** Everything that the connector tells. */
export const eventNames = [
  ...orderEventNames,
  'payout.paid',
  ...catalogEventNames,
  ...stockEventNames,
  ...customerEventNames,
] as const;

/** One fact that the connector tells of an order. */
export type ShopifyEvent = SourceEvent<(typeof orderEventNames)[number]>;

/** What events are made with: the mapping's settings, and what was told before. */
export interface TellingSettings extends MappingSettings {
  readonly changes: ChangeMemory;
}

/**
 * Everything that an order's present state tells: that it was placed, that it changed since, what was paid, that it was
 * called off.
 *
 * Every topic and the sweep tell all of it, so a webhook that overtakes `orders/create` loses nothing and is never
 * told before the sale itself. What was told before has the same id and counts once. An order that we imported was
 * placed elsewhere, and it changed only if its goods or amounts are not those that it was imported with.
 */
export function orderEvents(reading: OrderReading, settings: TellingSettings): ShopifyEvent[] {
  const order = toOrder(reading, settings);
  const { facts } = reading;
  const { id, name, createdAt, updatedAt, imported } = facts;
  const common = orderSubject(facts, settings);
  const events: ShopifyEvent[] = [];
  if (imported === undefined) {
    events.push({ ...common, name: 'order.placed', id, occurredAt: order.occurredAt, data: order });
  }
  if (imported === undefined ? updatedAt !== createdAt : imported !== importedAs(facts)) {
    const changed = settings.changes.idOf(id, updatedAt, order);
    events.push({ ...common, name: 'order.changed', id: changed, occurredAt: updatedAt, data: order });
  }
  for (const { id: payment, data } of toPayments(reading, settings)) {
    events.push({ ...common, name: 'order.paid', id: payment, occurredAt: data.occurredAt, data });
  }
  if (order.cancelled) {
    const { at, reason } = order.cancelled;
    const data = { orderRef: order.ref, number: name, refs: order.refs, occurredAt: at, reason };
    events.push({ ...common, name: 'order.cancelled', id, occurredAt: at, data });
  }
  return events;
}

/** What an order's events are about: its key, and the ids by which people and systems know it. */
export function orderSubject(
  { id, gid, name, reference }: Pick<OrderFacts, 'id' | 'gid' | 'name' | 'reference'>,
  settings: Pick<MappingSettings, 'name'>,
): Pick<ShopifyEvent, 'key' | 'identifiers'> {
  return { key: orderRefOf({ id, reference }, settings), identifiers: [name, id, gid] };
}

/**
 * That a parcel left, or that it was called off: then nothing left. It is told under the order's key, so that it waits for
 * the order's other events.
 */
export function fulfillmentEvent(facts: FulfillmentFacts, settings: MappingSettings): ShopifyEvent {
  const { id, calledOffAt, gid } = facts;
  const order = { id: facts.orderId, reference: facts.orderReference };
  const common = { id, key: orderRefOf(order, settings), identifiers: fulfillmentIdentifiers(facts) };
  if (calledOffAt !== undefined) {
    const ref = fulfillmentRef(facts, settings);
    const data = { ref, orderRef: common.key, refs: { [settings.name]: gid }, occurredAt: calledOffAt };
    return { ...common, name: 'fulfillment.cancelled', occurredAt: calledOffAt, data };
  }
  const data = toFulfillment(facts, settings);
  return { ...common, name: 'fulfillment.created', occurredAt: data.occurredAt, data };
}

/** That a return was asked for, and that all of it came back. */
export function returnEvents(
  returned: GraphqlReturn,
  refunds: readonly GraphqlRefund[],
  context: RefundContext,
): ShopifyEvent[] {
  if (returnState(returned.status, 'returns.status') === 'off') return [];
  const { order, settings } = context;
  const id = numberOf(returned.id, 'returns.id');
  const common = { ...orderSubject(order, settings), identifiers: [returned.name, id, returned.id] };
  const asked = toReturn(returned, refunds, context, 'requested');
  const events: ShopifyEvent[] = [
    { ...common, name: 'return.requested', id, occurredAt: asked.occurredAt, data: asked },
  ];
  if (!isProcessed(returned)) return events;
  const data = toReturn(returned, refunds, context, 'processed');
  // A return that is opened again and takes in more is another fact.
  const step = `${id}/${processedUnits(returned.returnLineItems.nodes)}`;
  return [...events, { ...common, name: 'return.processed', id: step, occurredAt: data.occurredAt, data }];
}

/** That money went back: told once it has arrived. */
export function refundEvents(refund: GraphqlRefund, context: RefundContext): ShopifyEvent[] {
  const data = toRefund(refund, context);
  if (!data) return [];
  const { legacyResourceId: id } = refund;
  const common = { ...orderSubject(context.order, context.settings), identifiers: [id, refund.id] };
  return [{ ...common, name: 'refund.issued', id, occurredAt: data.occurredAt, data }];
}

/** Gives changes of orders their ids, so that news without anything new in it are not a change. */
export interface ChangeMemory {
  /**
   * The id of a change: number, second and content. As long as this process remembers that the newest state of the order
   * had the same content, it is the change that was told before: a note, a tag or a mark of our own changes nothing.
   */
  idOf(id: string, updatedAt: string, order: Order): string;
}

const mostOrders = 20_000;

/** Opens a memory. */
export function changeMemory(): ChangeMemory {
  const newest = new BoundedMemory<{ readonly updatedAt: string; readonly content: string; readonly change: string }>(
    mostOrders,
  );
  return {
    idOf(id, updatedAt, { updatedAt: _, ...rest }) {
      // The platform dates changes to the second; the content tells two changes of one second apart.
      const content = contentHash(rest).slice(0, 12);
      const known = newest.get(id);
      if (known?.content === content && updatedAt >= known.updatedAt) return known.change;
      const change = `${id}/${updatedAt}/${content}`;
      if (known === undefined || updatedAt >= known.updatedAt) newest.set(id, { updatedAt, content, change });
      return change;
    },
  };
}
