/** The side doors into the simulated account: a file for each domain, joined here. */
import type { OpenAccountOptions } from '../account.ts';
import { customerDoors } from './customers.ts';
import { financeDoors } from './finance.ts';
import { readDoors } from './reads.ts';
import { paymentDoors } from './payments.ts';
import { returnDoors } from './returns.ts';
import { salesDoors } from './sales.ts';
import { stockDoors } from './stock.ts';

/** A side door for every capability of the manifest. */
export function doorsInto(options: OpenAccountOptions = {}) {
  return {
    ...readDoors(options),
    ...salesDoors(options),
    ...returnDoors(options),
    ...financeDoors(options),
    ...paymentDoors(options),
    ...stockDoors(options),
    ...customerDoors(options),
  };
}
