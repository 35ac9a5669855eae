import { Customer } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { pageOf, PageRequest, pageReference } from './page.ts';

/** Lists customers by when they changed, page by page. */
export const listCustomers = defineCapability({
  name: 'listCustomers',
  version: 1,
  effect: 'read',
  domain: 'customer',
  ownership: 'copy',
  input: PageRequest,
  output: pageOf(Customer),
  reference: (request) => pageReference('customers', request),
});
