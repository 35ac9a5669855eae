/** The side doors into the simulated retailer: a file for each domain, joined here. */
import { type OpenRetailerOptions } from './open-retailer.ts';
import { orderDoors } from './order-doors.ts';

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenRetailerOptions = {}) {
  return { ...orderDoors(options) };
}
