import { contentHash, type Order, type SourceEvent } from '@crossdock/core';
import type { FulfillmentFacts } from './mapping/fulfillment-facts.ts';
import type { OrderFacts } from './mapping/order-facts.ts';
import type { OrderReading } from './mapping/order-reading.ts';
import { fulfillmentIdentifiers, toFulfillment } from './mapping/to-fulfillment.ts';
import { type MappingSettings, orderRef, toOrder } from './mapping/to-order.ts';

/** What the connector tells, in the order in which it happens to an order. */
export const eventNames = ['order.placed', 'order.changed', 'order.cancelled', 'fulfillment.created'] as const;

/** One fact that the connector tells. */
export type ShopifyEvent = SourceEvent<(typeof eventNames)[number]>;

/**
 * Everything that an order's present state tells: that it was placed, that it changed since, that it was called off.
 *
 * Every topic and the sweep tell all of it, so a webhook that overtakes `orders/create` loses nothing and is never
 * told before the sale itself. What was told before has the same id and counts once.
 */
export function orderEvents(reading: OrderReading, settings: MappingSettings): ShopifyEvent[] {
  const order = toOrder(reading, settings);
  const { id, name, createdAt, updatedAt } = reading.facts;
  const common = orderSubject(reading.facts, settings);
  const events: ShopifyEvent[] = [{ ...common, name: 'order.placed', id, occurredAt: order.occurredAt, data: order }];
  if (updatedAt !== createdAt) {
    events.push({
      ...common,
      name: 'order.changed',
      id: changeId(id, updatedAt, order),
      occurredAt: updatedAt,
      data: order,
    });
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
  { id, gid, name }: Pick<OrderFacts, 'id' | 'gid' | 'name'>,
  settings: Pick<MappingSettings, 'name'>,
): Pick<ShopifyEvent, 'key' | 'identifiers'> {
  return { key: orderRef(settings.name, id), identifiers: [name, id, gid] };
}

/** That a parcel left. It is told under the order's key, so that it waits for the order's other events. */
export function fulfillmentEvent(facts: FulfillmentFacts, settings: MappingSettings): ShopifyEvent {
  const data = toFulfillment(facts, settings);
  return {
    name: 'fulfillment.created',
    id: facts.id,
    key: orderRef(settings.name, facts.orderId),
    identifiers: fulfillmentIdentifiers(facts),
    occurredAt: data.occurredAt,
    data,
  };
}

/** The platform dates changes to the second; the content tells two changes of one second apart. */
function changeId(id: string, updatedAt: string, { updatedAt: _, ...content }: Order): string {
  return `${id}/${updatedAt}/${contentHash(content).slice(0, 12)}`;
}
