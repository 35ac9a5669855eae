import type { RefusedEvent, SourceEvent, Sweep } from '@crossdock/core';
import { type ConnectorContext, isWanted } from './context.ts';
import { orderEventNames, type ShopifyEvent } from './events.ts';
import type { ChangedOrder } from './order-reader.ts';
import { tellWhole } from './whole-order.ts';

/**
 * Reads every order that changed in a window and tells all that its state tells: parcels, returns and refunds change their
 * order, so this is the way to them too.
 */
export function orderSweep(context: ConnectorContext): Sweep<ShopifyEvent['name']> {
  const { sweepEvery: every, sweepOverlap: overlap } = context.config;
  return {
    emits: orderEventNames,
    every,
    overlap,
    async *run(window) {
      for await (const changed of context.patientOrders.updatedWithin(window)) {
        if (isWanted(context, changed.order)) yield* await tellOrRefuse(changed, context, window.signal);
      }
    },
  };
}

/**
 * Tells the orders whose money moved in a window: a payment or refund that settles late is known by its own date.
 */
export function tenderSweep(context: ConnectorContext): Sweep<'order.paid' | 'refund.issued'> {
  const { tenderSweepEvery: every, sweepOverlap: overlap, testOrders } = context.config;
  return {
    emits: ['order.paid', 'refund.issued'],
    every,
    overlap,
    async *run({ from, to, signal }) {
      const paid = context.patientAftermath.ordersPaidWithin({ from, to, tests: testOrders === 'include', signal });
      for await (const gid of paid) {
        const order = await context.patientOrders.byId(gid, signal);
        if (!isWanted(context, order)) continue;
        const told = await tellOrRefuse({ order }, context, signal);
        // What is refused is told by the sweep of orders, once.
        yield* told.filter(isMoney);
      }
    },
  };
}

type Told = ShopifyEvent | RefusedEvent<ShopifyEvent['name']>;

function isMoney(event: Told): event is SourceEvent<'order.paid' | 'refund.issued'> {
  return !('refused' in event) && (event.name === 'order.paid' || event.name === 'refund.issued');
}

/** What an order tells, with what is refused of it. What happened after the sale is read where something did. */
export async function tellOrRefuse(
  changed: Pick<ChangedOrder, 'order'> & Partial<ChangedOrder>,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const aftermath = await context.patientAftermath.of(changed.order, signal);
  return tellWhole({ ...changed, aftermath }, context);
}
