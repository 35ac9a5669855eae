import { defineContract } from './contract.ts';
import { listingPromises } from './listing.ts';

/** What `listPayouts` promises. */
export const listPayoutsContract = defineContract('listPayouts', listingPromises<'listPayouts'>());
