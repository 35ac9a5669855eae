import { z } from 'zod';
import { BusinessRef, DocumentRef } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** Gives up a reservation as a whole. One that is released or expired already counts as released. */
export const releaseInventory = defineCapability({
  name: 'releaseInventory',
  version: 1,
  effect: 'write',
  domain: 'inventory',
  ownership: 'copy',
  input: z.object({
    /** Reference of the reservation, as given to `reserveInventory`. */
    ref: BusinessRef,
    /** What `reserveInventory` returned, when it is known. */
    reservation: DocumentRef.optional(),
  }),
  output: DocumentRef,
  reference: (request) => request.ref,
});
