/** The side doors into the simulated account: a file for each domain, joined here. */
import type { OpenAccountOptions } from '../account.ts';
import { salesDoors } from './sales.ts';

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenAccountOptions = {}) {
  return { ...salesDoors(options) };
}
