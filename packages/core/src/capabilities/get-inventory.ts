import { z } from 'zod';
import { InventoryLevel, LocationCode, Sku } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { namedByFirst } from './named-by-first.ts';

/** Reads stock as the system sees it now. SKUs and locations that it does not know are left out. */
export const getInventory = defineCapability({
  name: 'getInventory',
  version: 1,
  effect: 'read',
  domain: 'inventory',
  ownership: 'copy',
  input: z.object({
    skus: z.array(Sku).min(1),
    /** Only these locations. Absent: every location that the system has stock for. */
    locations: z.array(LocationCode).min(1).optional(),
  }),
  output: z.array(InventoryLevel),
  reference: ({ skus }) => namedByFirst(skus),
});
