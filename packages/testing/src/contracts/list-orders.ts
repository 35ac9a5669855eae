import { defineContract } from './contract.ts';
import { listingPromises } from './listing.ts';

/** What `listOrders` promises. */
export const listOrdersContract = defineContract('listOrders', listingPromises<'listOrders'>());
