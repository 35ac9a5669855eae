import { Payout } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';
import { pageOf, PageRequest, pageReference } from './page.ts';

/** Lists payouts of a payment provider by when they were issued or changed, page by page, each with everything that it is made of. */
export const listPayouts = defineCapability({
  name: 'listPayouts',
  version: 1,
  effect: 'read',
  domain: 'finance',
  ownership: 'copy',
  input: PageRequest,
  output: pageOf(Payout),
  reference: (request) => pageReference('payouts', request),
});
