import { z } from 'zod';
import { BusinessRef, DocumentRef, Quantity } from '../schemas/index.ts';
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
    from: z.string().min(1),
    to: z.string().min(1),
    lines: z.array(z.object({ sku: z.string().min(1), quantity: Quantity })).min(1),
    occurredAt: z.iso.datetime({ offset: true }),
    businessDate: z.iso.date().optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
