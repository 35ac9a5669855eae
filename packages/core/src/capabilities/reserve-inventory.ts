import { z } from 'zod';
import { BusinessRef, DocumentRef, Instant, LocationCode, PositiveQuantity, Sku } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Sets units aside in the system for somebody, so that it does not sell them.
 *
 * All or nothing over its lines: if one line cannot be served, nothing is held and the call is refused with
 * `conflict`, the path naming the line.
 */
export const reserveInventory = defineCapability({
  name: 'reserveInventory',
  version: 1,
  effect: 'write',
  domain: 'inventory',
  ownership: 'copy',
  input: z.object({
    /** Reference of the reservation itself. */
    ref: BusinessRef,
    /** The order it is for, if there is one. */
    orderRef: BusinessRef.optional(),
    lines: z.array(z.object({ sku: Sku, location: LocationCode, quantity: PositiveQuantity })).min(1),
    /** ISO instant at which it may be given up. Absent: until it is released. */
    expiresAt: Instant.optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
