import { z } from 'zod';
import { BusinessRef, DocumentRef, Instant, OrderCancellation } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Cancels an order, or what is still open of it. Goods that left stay sold: a return takes them back.
 *
 * An order that is cancelled already counts as cancelled. A system that cannot cancel any more (all shipped,
 * invoiced) refuses with `conflict`. No money is moved by it; a refund is `processReturn`.
 */
export const cancelOrder = defineCapability({
  name: 'cancelOrder',
  version: 1,
  effect: 'write',
  domain: 'order',
  ownership: 'copy',
  input: z.object({
    orderRef: BusinessRef,
    /** The order in the target system, when it is known; otherwise the connector finds it by `orderRef`. */
    order: DocumentRef.optional(),
    reason: OrderCancellation.shape.reason,
    /** ISO instant at which it was cancelled where it was sold. */
    occurredAt: Instant,
    /** Whether units that were committed to the order become sellable again. */
    restock: z.boolean(),
  }),
  /** The cancelled order's document. */
  output: DocumentRef,
  reference: (request) => request.orderRef,
});
