import { type LivePorts } from './back-office.ts';
import { catalogDoors } from './catalog-doors.ts';
import { customerDoors } from './customer-doors.ts';
import { liveRetailer } from './retailer.ts';
import { saleDoors } from './sale-doors.ts';
import { stockDoors } from './stock-doors.ts';

/** Side doors into a retailer, real or simulated: everything is asked of the platform's own API. */
export function liveDoors(ports: LivePorts) {
  const retailer = liveRetailer(ports);
  const { getInventory, listInventory, ...stock } = stockDoors(retailer);
  return {
    /** What changes nothing in the account. */
    reads: { getInventory, listInventory },
    /** What leaves a sale, a movement, a product or a customer behind, be it to have something to read. */
    writes: { ...saleDoors(retailer), ...stock, ...catalogDoors(retailer), ...customerDoors(retailer) },
  };
}
