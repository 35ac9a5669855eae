import { type IntegrationError, isIntegrationError, type RefusedEvent, type Sweep } from '@crossdock/core';
import type { Order as GraphqlOrder } from './api/graphql-order.ts';
import { type ConnectorContext, isWanted } from './context.ts';
import { eventNames, fulfillmentEvent, orderEvents, orderSubject, type ShopifyEvent } from './events.ts';
import { fulfillmentFactsFromGraphql } from './mapping/fulfillment-facts.ts';
import { complete } from './mapping/ids.ts';
import { readGraphqlOrder } from './mapping/order-reading.ts';
import type { ChangedOrder } from './order-reader.ts';

/** Reads every order that changed in a window and tells all that its state tells, parcels included. */
export function orderSweep(context: ConnectorContext): Sweep<ShopifyEvent['name']> {
  const { sweepEvery: every, sweepOverlap: overlap } = context.config;
  return {
    emits: eventNames,
    every,
    overlap,
    async *run(window) {
      for await (const changed of context.patientOrders.updatedWithin(window)) {
        if (isWanted(context, changed.order)) yield* tellOrRefuse(changed, context);
      }
    },
  };
}

/** An order that is refused parks by itself, with everything that belongs to it; the others of the window go on. */
export function tellOrRefuse(
  changed: ChangedOrder,
  context: ConnectorContext,
): readonly (ShopifyEvent | RefusedEvent<'order.placed'>)[] {
  try {
    return tell(changed, context);
  } catch (error) {
    if (isIntegrationError(error) && error.disposition === 'reject')
      return [refusedOrder(changed.order, error, context)];
    throw error;
  }
}

function tell({ order, fulfillments }: ChangedOrder, context: ConnectorContext): readonly ShopifyEvent[] {
  const reading = readGraphqlOrder(order, context.config.currency);
  const parcels = complete(fulfillments, 'fulfillments').flatMap((parcel) => {
    const facts = fulfillmentFactsFromGraphql(parcel, reading.facts.id);
    return facts ? [fulfillmentEvent(facts, context)] : [];
  });
  return [...orderEvents(reading, context), ...parcels];
}

function refusedOrder(
  { legacyResourceId: id, id: gid, name }: GraphqlOrder,
  refused: IntegrationError,
  context: ConnectorContext,
): RefusedEvent<'order.placed'> {
  return { name: 'order.placed', id, key: orderSubject({ id, gid, name }, context).key, refused };
}
