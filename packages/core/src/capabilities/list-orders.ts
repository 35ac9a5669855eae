import { Order } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { pageOf, PageRequest, pageReference } from './page.ts';

/** Lists orders by when they changed, page by page: what a reconciliation compares, and how older orders are taken over. */
export const listOrders = defineCapability({
  name: 'listOrders',
  version: 1,
  effect: 'read',
  domain: 'order',
  ownership: 'copy',
  input: PageRequest,
  output: pageOf(Order),
  reference: (request) => pageReference('orders', request),
});
