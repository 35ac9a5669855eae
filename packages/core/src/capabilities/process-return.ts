import { DocumentRef, Return } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Records a return with everything that belongs to it: goods back, refund, credit. Each is a fact of its own in the
 * return, and only what is in it is booked: goods without a refund make no credit, a refund without goods moves no stock.
 *
 * A document that is posted is never edited; the return is a new one that is linked to it.
 */
export const processReturn = defineCapability({
  name: 'processReturn',
  version: 1,
  effect: 'write',
  domain: 'order',
  ownership: 'copy',
  input: Return.safeExtend({
    /** The order in the target system, when it is known; otherwise the connector finds it by `orderRef`. */
    order: DocumentRef.optional(),
    /** The invoice or cash sale that is credited, when it is known. */
    sale: DocumentRef.optional(),
  }),
  /** The document that closes the return: the credit or refund, or the goods receipt when no money moved. */
  output: DocumentRef,
  reference: (request) => request.ref,
});
