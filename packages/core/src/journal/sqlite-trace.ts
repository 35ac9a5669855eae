import { type DatabaseSync } from 'node:sqlite';

import { instantOf } from './change-links.ts';
import { type Change, type NewRun, type TraceEntry } from './journal.ts';
import { integer, type Row, text, toChange, toEvent } from './sqlite-rows.ts';

/** Runs with this key, or started by an event with this key. */
const runsOfKey = `SELECT id, event_seq FROM runs WHERE key = :key
  UNION SELECT runs.id, runs.event_seq FROM events JOIN runs
    ON runs.id >= events.first_run AND runs.id < events.first_run + events.run_count WHERE events.key = :key
  UNION SELECT runs.id, runs.event_seq FROM events JOIN runs
    ON runs.started_later = 1 AND runs.event_seq = events.seq WHERE events.key = :key`;

/** Everything that belongs to a business transaction, in the order it was written. */
export function readTrace(database: DatabaseSync, key: string): readonly TraceEntry[] {
  const runs = database.prepare(runsOfKey).all({ key });

  const events = new Map(
    database
      .prepare('SELECT * FROM events WHERE key = ?')
      .all(key)
      .map((row) => [integer(row, 'seq'), row]),
  );
  const startedBy = database.prepare('SELECT * FROM events WHERE seq = ?');
  for (const run of runs) {
    const seq = integer(run, 'event_seq');
    if (!events.has(seq)) for (const row of startedBy.all(seq)) events.set(seq, row);
  }

  const entries = new Map<number, Row>();
  const withFlow = 'SELECT entries.*, runs.flow FROM entries LEFT JOIN runs ON runs.id = entries.run';
  const ofRun = database.prepare(`${withFlow} WHERE entries.run = ?`);
  for (const run of runs) for (const row of ofRun.all(integer(run, 'id'))) entries.set(integer(row, 'seq'), row);
  for (const row of database.prepare(`${withFlow} WHERE entries.key = ?`).all(key)) {
    entries.set(integer(row, 'seq'), row);
  }

  const told = [
    ...[...events.values()].map((row) => toTraceEntry(row, eventRecorded(database, row))),
    ...[...entries.values()].map((row) => toTraceEntry(row, toChange(row))),
  ];
  return told.toSorted((a, b) => a.seq - b.seq);
}

/** The change by which an event and its runs were recorded. Runs that were pruned since are left out. */
export function eventRecorded(database: DatabaseSync, row: Row): Extract<Change, { readonly type: 'event.recorded' }> {
  const { seq: _, ...event } = toEvent(row);
  const firstRun = integer(row, 'first_run');
  const runs = database
    .prepare('SELECT flow, version, key, lane, supersede FROM runs WHERE id >= ? AND id < ? ORDER BY id')
    .all(firstRun, firstRun + integer(row, 'run_count'));
  return { type: 'event.recorded', event, runs: runs.map(toNewRun) };
}

function toNewRun(row: Row): NewRun {
  return {
    flow: text(row, 'flow'),
    version: integer(row, 'version'),
    key: text(row, 'key'),
    lane: text(row, 'lane'),
    ...(row['supersede'] === 1 && { supersede: true }),
  };
}

function toTraceEntry(row: Row, change: Change): TraceEntry {
  const { run, flow } = row;
  return {
    seq: integer(row, 'seq'),
    at: instantOf(change),
    ...(typeof run === 'number' && { run }),
    ...(typeof flow === 'string' && { flow }),
    change,
  };
}
