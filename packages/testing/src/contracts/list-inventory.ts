import { defineContract } from './contract.ts';
import { listingPromises } from './listing.ts';

/** What `listInventory` promises. */
export const listInventoryContract = defineContract('listInventory', listingPromises<'listInventory'>());
