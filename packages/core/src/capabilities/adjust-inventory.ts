import { z } from 'zod';
import {
  BusinessDate,
  BusinessRef,
  DocumentRef,
  Instant,
  InventoryMovement,
  LocationCode,
  Quantity,
  Sku,
} from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Changes stock by so many units, as one document: a sale elsewhere, a count difference, goods received or damaged.
 *
 * A delta counts every time it is another business fact, so the reference comes from that fact: two real sales of one
 * unit are two adjustments.
 */
export const adjustInventory = defineCapability({
  name: 'adjustInventory',
  version: 1,
  effect: 'write',
  domain: 'inventory',
  ownership: 'copy',
  input: z.object({
    /** Reference of the business fact behind the change. */
    ref: BusinessRef,
    reason: InventoryMovement.shape.reason,
    changes: z
      .array(
        z.object({
          sku: Sku,
          location: LocationCode,
          /** Negative takes units away. */
          delta: Quantity,
        }),
      )
      .min(1),
    occurredAt: Instant,
    businessDate: BusinessDate.optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
