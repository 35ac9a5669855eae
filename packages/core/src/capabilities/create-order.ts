import { DocumentRef, Order } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Records a sales order that was placed elsewhere.
 *
 * Lines, tax, shipping, discounts, fees and tenders go over as they are; the total must come out the same to the
 * cent, or the connector refuses with `unbalanced`. Nothing is fulfilled or invoiced by it.
 */
export const createOrder = defineCapability({
  name: 'createOrder',
  version: 1,
  effect: 'write',
  domain: 'order',
  ownership: 'copy',
  input: Order,
  output: DocumentRef,
  reference: (order) => order.ref,
});
