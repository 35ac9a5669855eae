import { DocumentRef, Product } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/**
 * Publishes a product with its variants, as its owner has it.
 *
 * Only the fields that the product carries are written; what the target keeps beside them stays as it is. Prices are
 * `publishPrice`, stock is `setInventory`.
 */
export const publishProduct = defineCapability({
  name: 'publishProduct',
  version: 1,
  effect: 'write',
  domain: 'product',
  ownership: 'publish',
  input: Product,
  output: DocumentRef,
  reference: (product) => product.sku,
});
