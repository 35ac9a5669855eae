/** Side doors into an environment that is reached from outside alone. */
import { arrangerFor, type LivePorts } from './door.ts';
import { liveCustomers, liveJournals, liveOrders } from './documents.ts';
import { livePosted } from './posted.ts';
import { liveListings, liveReads } from './reads.ts';
import { liveStock } from './stock.ts';

export type { LivePorts } from './door.ts';

/** For documents, and for what is read by its name. */
export function liveDoors(ports: () => Promise<LivePorts>) {
  const arrange = arrangerFor(ports);
  return {
    ...liveOrders(arrange),
    ...livePosted(arrange),
    ...liveJournals(arrange),
    ...liveStock(arrange),
    ...liveCustomers(arrange),
    ...liveReads(arrange),
  };
}

/** For listings, which read all of a company. */
export const listingDoors = (ports: () => Promise<LivePorts>) => liveListings(arrangerFor(ports));
