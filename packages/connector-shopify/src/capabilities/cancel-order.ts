import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { JobStatusData, OrderCancelData, OrderStateData } from '../api/write-data.ts';
import { jobStatus, orderCancel, orderState } from '../api/write-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { documentOf } from '../document-of.ts';
import { findOrder, noSuchOrder } from '../find-order.ts';

type Request = CheckedInput<'cancelOrder'>;

/** Our reasons in the platform's words. */
const reasons: Readonly<Record<Request['reason'], string>> = {
  customer: 'CUSTOMER',
  fraud: 'FRAUD',
  stock: 'INVENTORY',
  'payment-declined': 'DECLINED',
  staff: 'STAFF',
  other: 'OTHER',
};

/** How long the platform is waited for, and how often it is asked. */
const patienceMs = 40_000;
const pauseMs = 1_000;

/**
 * Cancels an order; the platform does it in the background, and is asked until it is done. No money goes back by it.
 * An order of which something was sent cannot be cancelled there.
 */
export function cancelOrder(context: ConnectorContext): Implementation<'cancelOrder'> {
  const { client, clock } = context;

  const look = async (request: Request, signal: AbortSignal) => {
    const id = await findOrder(request, context, signal);
    const { order } = await client.query(orderState, { variables: { id }, data: OrderStateData, signal });
    return order ?? fail(noSuchOrder());
  };

  const cancelled = async (request: Request, signal: AbortSignal) => {
    const order = await look(request, signal);
    return order.cancelledAt === null ? undefined : documentOf(context, 'Order', order, request.orderRef);
  };

  return {
    once: { probe: (request, { signal }) => cancelled(request, signal), visibleWithin: '60s' },
    async run(request, { signal }) {
      const { id, cancelledAt, name } = await look(request, signal);
      if (cancelledAt !== null) return documentOf(context, 'Order', { id, name }, request.orderRef);
      const variables = {
        orderId: id,
        reason: reasons[request.reason],
        restock: request.restock,
        staffNote: `crossdock ${request.orderRef}`,
      };
      const { orderCancel: started } = await client.mutate(orderCancel, { variables, data: OrderCancelData, signal });
      for (let waited = 0; started.job && waited < patienceMs; waited += pauseMs) {
        await clock.sleep(pauseMs, signal);
        const { job } = await client
          .query(jobStatus, { variables: { id: started.job.id }, data: JobStatusData, signal })
          // The order itself is looked at in any case.
          .catch((): { job: { done: boolean } | null } => ({ job: { done: false } }));
        if (job?.done !== false) break;
      }
      const document = await cancelled(request, signal);
      if (document) return document;
      throw new IntegrationError('Shopify took the cancellation and has not made it yet', {
        code: 'outcome-unknown',
        retryAfterMs: 10_000,
      });
    },
  };
}

function fail(error: IntegrationError): never {
  throw error;
}
