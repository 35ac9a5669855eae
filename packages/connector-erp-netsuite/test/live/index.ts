/** Side doors into an account that is reached from outside alone: a file for each domain, joined here. */
import { liveCustomers } from './customers.ts';
import { arrangerFor } from './door.ts';
import { liveFinance } from './finance.ts';
import type { LivePorts } from './ports.ts';
import { liveProducts } from './products.ts';
import { liveSales } from './sales.ts';
import { liveStock } from './stock.ts';

/** A side door for every capability. The account is asked for when the first one is opened. */
export function liveDoors(ports: () => Promise<LivePorts>) {
  const arrange = arrangerFor(ports);
  return {
    ...liveSales(arrange),
    ...liveFinance(arrange),
    ...liveStock(arrange),
    ...liveCustomers(arrange),
    ...liveProducts(arrange),
  };
}
