import { defineContract } from './contract.ts';
import { listingPromises } from './listing.ts';

/** What `listCustomers` promises. */
export const listCustomersContract = defineContract('listCustomers', listingPromises<'listCustomers'>());
