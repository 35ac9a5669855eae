import { z } from 'zod';
import { InventoryLevel, LocationCode } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { namedByFirst } from './named-by-first.ts';
import { pageOf, PageRequest, pageReference } from './page.ts';

/** Lists stock levels, page by page: all that the system has, or those that changed, at some or all locations. */
export const listInventory = defineCapability({
  name: 'listInventory',
  version: 1,
  effect: 'read',
  domain: 'inventory',
  ownership: 'copy',
  input: PageRequest.extend({
    /** Only these locations. Absent: every location that the system has stock for. */
    locations: z.array(LocationCode).min(1).optional(),
  }),
  output: pageOf(InventoryLevel),
  reference: ({ locations = [], ...request }) =>
    pageReference(locations.length === 0 ? 'inventory' : `inventory ${namedByFirst(locations)}`, request),
});
