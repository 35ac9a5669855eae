/** Side doors into an environment that is reached from outside alone. */
import { arrangerFor, type LivePorts } from './door.ts';
import { liveCustomers, liveJournals, liveOrders } from './documents.ts';
import { liveListings, liveReads } from './reads.ts';

export type { LivePorts } from './door.ts';

/** For documents, and for what is read by its name. */
export function liveDoors(ports: () => Promise<LivePorts>) {
  const arrange = arrangerFor(ports);
  return { ...liveOrders(arrange), ...liveJournals(arrange), ...liveCustomers(arrange), ...liveReads(arrange) };
}

/** For listings, which read all of a company. */
export const listingDoors = (ports: () => Promise<LivePorts>) => liveListings(arrangerFor(ports));
