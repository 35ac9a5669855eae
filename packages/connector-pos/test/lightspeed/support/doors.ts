/** The side doors into the simulated retailer: a file for each domain, joined here. */
import { catalogDoors } from './catalog-doors.ts';
import { customerDoors } from './customer-doors.ts';
import { type OpenRetailerOptions } from './open-retailer.ts';
import { orderDoors } from './order-doors.ts';
import { stockDoors } from './stock-doors.ts';

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenRetailerOptions = {}) {
  return { ...orderDoors(options), ...stockDoors(options), ...catalogDoors(options), ...customerDoors(options) };
}
