import { z } from 'zod';
import {
  BusinessDate,
  BusinessRef,
  DocumentRef,
  Instant,
  LocationCode,
  PositiveQuantity,
  Sku,
} from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** Moves units from one location to another at once: they leave here and arrive there in one document. */
export const transferInventory = defineCapability({
  name: 'transferInventory',
  version: 1,
  effect: 'write',
  domain: 'inventory',
  ownership: 'copy',
  input: z.object({
    ref: BusinessRef,
    from: LocationCode,
    to: LocationCode,
    lines: z.array(z.object({ sku: Sku, quantity: PositiveQuantity })).min(1),
    occurredAt: Instant,
    businessDate: BusinessDate.optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
