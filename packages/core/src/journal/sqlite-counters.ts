import { type DatabaseSync } from 'node:sqlite';

import { type RunOutcome } from './journal.ts';
import { integer } from './sqlite-rows.ts';

/** The last id of each kind, and how many runs ended in which way. */
export type Counters = Record<'entry' | 'delivery' | 'run' | 'exception' | RunOutcome, number>;

/** The last id is that of the newest row, or the one in the counters if that row was deleted. */
const select = `SELECT done, undone, cancelled, superseded, resolved,
  max(entry, (SELECT coalesce(max(seq), 0) FROM entries), (SELECT coalesce(max(seq), 0) FROM events)) AS entry,
  max(delivery, (SELECT coalesce(max(id), 0) FROM deliveries)) AS delivery,
  max(run, (SELECT coalesce(max(id), 0) FROM runs)) AS run,
  max(exception, (SELECT coalesce(max(id), 0) FROM exceptions)) AS exception
  FROM counters`;

/** Reads the one row of counters. */
export function readCounters(database: DatabaseSync): Counters {
  const [row = {}] = database.prepare(select).all();
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
