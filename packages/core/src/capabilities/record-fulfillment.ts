import { DocumentRef, Fulfillment } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Records that units of an order left: the goods issue, packing slip or item fulfillment.
 *
 * The order is found by `orderRef`, or named in `order`. Only the lines of this fulfillment are shipped, never the
 * rest of the order; units that the order does not have open are refused with `conflict`.
 */
export const recordFulfillment = defineCapability({
  name: 'recordFulfillment',
  version: 1,
  effect: 'write',
  domain: 'order',
  ownership: 'copy',
  input: Fulfillment.safeExtend({
    /** The order in the target system, when it is known. */
    order: DocumentRef.optional(),
  }),
  output: DocumentRef,
  reference: (fulfillment) => fulfillment.ref,
});
