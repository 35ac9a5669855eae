import { DocumentRef, Price } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** Publishes one price of one SKU in one currency and, where the target has them, one price list. Other prices stay as they are. */
export const publishPrice = defineCapability({
  name: 'publishPrice',
  version: 1,
  effect: 'write',
  domain: 'price',
  ownership: 'publish',
  input: Price,
  output: DocumentRef,
  reference: ({ sku, list, location, price }) => [sku, list, location, price.currency].filter(Boolean).join('/'),
});
