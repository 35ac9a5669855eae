import { z } from 'zod';
import { Currency, Price, Sku } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { namedByFirst } from './named-by-first.ts';

/** Reads prices as the system has them now. SKUs that it does not know, or that have no such price, are left out. */
export const getPrices = defineCapability({
  name: 'getPrices',
  version: 1,
  effect: 'read',
  domain: 'price',
  ownership: 'copy',
  input: z.object({
    skus: z.array(Sku).min(1),
    /** A price list. Absent: the base prices. */
    list: z.string().min(1).optional(),
    /** Only prices in this currency. */
    currency: Currency.optional(),
  }),
  output: z.array(Price),
  reference: ({ skus }) => namedByFirst(skus),
});
