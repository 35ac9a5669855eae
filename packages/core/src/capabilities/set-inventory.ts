import { z } from 'zod';
import { BusinessRef, DocumentRef, Instant, LocationCode, Quantity, Sku } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Publishes stock levels: from now on the target shows these numbers. A level replaces the one before it; for a change
 * by so many units there is `adjustInventory`.
 */
export const setInventory = defineCapability({
  name: 'setInventory',
  version: 1,
  effect: 'write',
  domain: 'inventory',
  ownership: 'publish',
  input: z.object({
    /** Reference of this publication: two that differ in levels differ in reference. */
    ref: BusinessRef,
    levels: z
      .array(
        z.object({
          sku: Sku,
          location: LocationCode,
          /** Units that the target may sell (`sellable`) or that lie there (`onHand`). */
          kind: z.enum(['sellable', 'on-hand']),
          quantity: Quantity,
          /** The level that the target is believed to show. If it shows another, the call is refused with `conflict`. */
          expected: Quantity.optional(),
        }),
      )
      .min(1),
    /** ISO instant for which the levels are true. */
    asOf: Instant,
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
