import { Product } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { pageOf, PageRequest, pageReference } from './page.ts';

/** Lists products (one for each SKU) by when they changed, page by page. */
export const listProducts = defineCapability({
  name: 'listProducts',
  version: 1,
  effect: 'read',
  domain: 'product',
  ownership: 'copy',
  input: PageRequest,
  output: pageOf(Product),
  reference: (request) => pageReference('products', request),
});
