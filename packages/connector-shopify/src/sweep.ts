import { IntegrationError, isIntegrationError, type Sweep } from '@crossdock/core';
import { type ConnectorContext, isWanted } from './context.ts';
import { eventNames, fulfillmentEvent, orderEvents, type ShopifyEvent } from './events.ts';
import { fulfillmentFactsFromGraphql } from './mapping/fulfillment-facts.ts';
import { readGraphqlOrder } from './mapping/order-reading.ts';
import type { ChangedOrder } from './order-reader.ts';

/**
 * Reads every order that changed in a window and tells all that its state tells, parcels included.
 *
 * An order that is refused does not stop the others: they are told first, then the sweep fails with the first refusal,
 * so that its window is read again and a person hears of it.
 */
export function orderSweep(context: ConnectorContext): Sweep<ShopifyEvent['name']> {
  const { sweepEvery: every, sweepOverlap: overlap } = context.config;
  return {
    emits: eventNames,
    every,
    overlap,
    async *run(window) {
      const refusals: IntegrationError[] = [];
      for await (const changed of context.patientOrders.updatedWithin(window)) {
        const told = tellOrRefuse(changed, context);
        if (isIntegrationError(told)) refusals.push(told);
        else yield* told;
      }
      const [first] = refusals;
      if (first) throw incomplete(first, refusals.length);
    },
  };
}

function tellOrRefuse(
  { order, fulfillments }: ChangedOrder,
  context: ConnectorContext,
): readonly ShopifyEvent[] | IntegrationError {
  try {
    const reading = readGraphqlOrder(order, context.config.currency);
    if (!isWanted(context, reading.facts)) return [];
    const parcels = fulfillments.flatMap((parcel) => {
      const facts = fulfillmentFactsFromGraphql(parcel, reading.facts.id);
      return facts ? [fulfillmentEvent(facts, context)] : [];
    });
    return [...orderEvents(reading, context), ...parcels];
  } catch (error) {
    if (isIntegrationError(error) && error.disposition === 'reject') return error;
    throw error;
  }
}

function incomplete(first: IntegrationError, count: number): IntegrationError {
  const others = count === 1 ? '' : ` (and ${count - 1} more orders like it)`;
  return new IntegrationError(`${first.message}${others}`, {
    code: first.code,
    disposition: 'reject',
    ...(first.path !== undefined && { path: first.path }),
    cause: first,
    details: { refusedOrders: count },
  });
}
