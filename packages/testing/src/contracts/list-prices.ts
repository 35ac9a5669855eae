import { defineContract } from './contract.ts';
import { listingPromises } from './listing.ts';

/** What `listPrices` promises. */
export const listPricesContract = defineContract('listPrices', listingPromises<'listPrices'>());
