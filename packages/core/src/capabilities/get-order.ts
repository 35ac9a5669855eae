import { z } from 'zod';
import { BusinessRef, DocumentRef, Order } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** Reads an order as the system has it now. An order it does not have is `not-found`. */
export const getOrder = defineCapability({
  name: 'getOrder',
  version: 1,
  effect: 'read',
  domain: 'order',
  ownership: 'copy',
  input: z.object({
    orderRef: BusinessRef,
    /** The order in the system, when it is known; otherwise the connector finds it by `orderRef`. */
    order: DocumentRef.optional(),
  }),
  output: Order,
  reference: (request) => request.orderRef,
});
