import { defineContract } from './contract.ts';
import { listingPromises } from './listing.ts';

/** What `listProducts` promises. */
export const listProductsContract = defineContract('listProducts', listingPromises<'listProducts'>());
