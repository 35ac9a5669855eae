import { z } from 'zod';
import { BusinessRef, Instant, Refs } from './ids.ts';

/** Why an order was called off. */
export const CancelReason = z.enum(['customer', 'stock', 'fraud', 'payment-declined', 'staff', 'other']);
export type CancelReason = z.output<typeof CancelReason>;

/** An order that was called off. */
export const OrderCancellation = z.object({
  orderRef: BusinessRef,
  /** What people say: `#1001`. */
  number: z.string().min(1).optional(),
  refs: Refs,
  occurredAt: Instant,
  reason: CancelReason,
});
export type OrderCancellation = z.output<typeof OrderCancellation>;
