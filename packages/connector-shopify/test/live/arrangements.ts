import type { LivePorts } from './admin.ts';
import { catalogDoors } from './catalog-doors.ts';
import { customerDoors } from './customer-doors.ts';
import { liveStore } from './live-door.ts';
import { orderDoors } from './order-doors.ts';
import { stockDoors } from './stock-doors.ts';

/**
 * A side door for every capability that can be seen from outside a development store. Payouts cannot: such a store is paid no
 * money.
 */
export function liveArrangements(ports: LivePorts) {
  const store = liveStore(ports);
  return { ...orderDoors(store), ...catalogDoors(store), ...customerDoors(store), ...stockDoors(store) };
}
