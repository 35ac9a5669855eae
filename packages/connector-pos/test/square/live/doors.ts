import { catalogDoors } from './catalog-doors.ts';
import { customerDoors } from './customer-doors.ts';
import { type LivePorts, liveSeller } from './seller.ts';
import { saleDoors } from './sale-doors.ts';
import { stockDoors } from './stock-doors.ts';

/**
 * Side doors into a seller, real or simulated: everything is asked of the platform's own API. What a till does (returns, payouts) cannot be
 * done from outside.
 */
export function liveDoors(ports: LivePorts) {
  const seller = liveSeller(ports);
  const { getInventory, ...stock } = stockDoors(seller);
  return {
    /** What changes nothing at the seller. */
    reads: { getInventory },
    /** What leaves a sale, a movement, a product or a customer behind, be it to have something to read. */
    writes: { ...saleDoors(seller), ...stock, ...catalogDoors(seller), ...customerDoors(seller) },
  };
}
