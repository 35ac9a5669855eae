import { type DatabaseSync } from 'node:sqlite';

import { type RunOutcome } from './journal.ts';
import { integer } from './sqlite-rows.ts';

/** The last id of each kind, and how many runs ended in which way. */
export type Counters = Record<'entry' | 'delivery' | 'run' | 'exception' | RunOutcome, number>;

/** Reads the one row of counters. */
export function readCounters(database: DatabaseSync): Counters {
  const [row = {}] = database.prepare('SELECT * FROM counters').all();
  return {
    entry: integer(row, 'entry'),
    delivery: integer(row, 'delivery'),
    run: integer(row, 'run'),
    exception: integer(row, 'exception'),
    done: integer(row, 'done'),
    undone: integer(row, 'undone'),
    cancelled: integer(row, 'cancelled'),
    superseded: integer(row, 'superseded'),
    resolved: integer(row, 'resolved'),
  };
}
