import { z } from 'zod';
import { Price } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { pageOf, PageRequest, pageReference } from './page.ts';

/** Lists prices by when they changed, page by page: the base prices, or those of one price list. */
export const listPrices = defineCapability({
  name: 'listPrices',
  version: 1,
  effect: 'read',
  domain: 'price',
  ownership: 'copy',
  input: PageRequest.extend({
    /** A price list. Absent: the base prices. */
    list: z.string().min(1).optional(),
  }),
  output: pageOf(Price),
  reference: ({ list, ...request }) => pageReference(list === undefined ? 'prices' : `prices ${list}`, request),
});
