import { z } from 'zod';
import { Product, Sku } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { namedByFirst } from './named-by-first.ts';

/** Reads products as the system has them now. SKUs that it does not know are left out. */
export const getProducts = defineCapability({
  name: 'getProducts',
  version: 1,
  effect: 'read',
  domain: 'product',
  ownership: 'copy',
  input: z.object({ skus: z.array(Sku).min(1) }),
  output: z.array(Product),
  reference: ({ skus }) => namedByFirst(skus),
});
