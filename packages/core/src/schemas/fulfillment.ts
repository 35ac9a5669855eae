import { z } from 'zod';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs, Sku } from './ids.ts';
import { FulfillmentMethod } from './order-line.ts';
import { PositiveQuantity } from './quantity.ts';

/** Goods that left: some or all units of some lines of one order. */
export const Fulfillment = z.object({
  ref: BusinessRef,
  orderRef: BusinessRef,
  /** `#1001-F1` */
  number: z.string().min(1).optional(),
  refs: Refs,
  occurredAt: Instant,
  businessDate: BusinessDate.optional(),
  /** Where it left from. */
  location: LocationCode.optional(),
  method: FulfillmentMethod.optional(),
  lines: z
    .array(
      z.object({
        /** The order line's id in the selling system. */
        lineId: z.string().min(1),
        sku: Sku.optional(),
        quantity: PositiveQuantity,
      }),
    )
    .min(1),
  tracking: z
    .array(z.object({ number: z.string().min(1), carrier: z.string().optional(), url: z.string().optional() }))
    .default([]),
});
export type Fulfillment = z.output<typeof Fulfillment>;

/** A shipment that was called off: its units are open again. */
export const FulfillmentCancellation = z.object({
  /** The fulfillment's reference. */
  ref: BusinessRef,
  orderRef: BusinessRef,
  refs: Refs,
  occurredAt: Instant,
});
export type FulfillmentCancellation = z.output<typeof FulfillmentCancellation>;
