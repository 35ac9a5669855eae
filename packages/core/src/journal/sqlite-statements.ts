import { type DatabaseSync, type StatementSync } from 'node:sqlite';

import { runColumns } from './sqlite-rows.ts';

const writes = {
  addEntry: `INSERT INTO entries (seq, type, version, run, key, subject, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  addStep: `INSERT INTO entries (seq, type, version, run, subject, at, name, body, identifiers)
    VALUES (?, 'step.finished', ?, ?, ?, ?, ?, ?, ?)`,

  addDelivery: `INSERT INTO deliveries (id, version, source, dedupe_key, topic, headers, body, received_at, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending') ON CONFLICT (source, dedupe_key) DO NOTHING`,
  findDelivery: `SELECT id FROM deliveries WHERE source = ? AND dedupe_key = ?`,
  deliveryState: `SELECT state FROM deliveries WHERE id = ?`,
  setDeliveryState: `UPDATE deliveries SET state = ? WHERE id = ?`,

  addEvent: `INSERT INTO events (seq, version, id, source, name, key, occurred_at, recorded_at, envelope, identifiers,
    first_run, run_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  findEvent: `SELECT seq FROM events WHERE id = ?`,
  hasEvent: `SELECT 1 FROM events WHERE seq = ?`,
  occurrence: `SELECT source, occurred_at FROM events WHERE seq = ?`,
  eventsAfter: `SELECT name FROM events WHERE key = ? AND seq > ?`,
  addIdentifier: `INSERT INTO identifiers (identifier, key) VALUES (?, ?) ON CONFLICT DO NOTHING`,

  addRun: `INSERT INTO runs (id, flow, version, key, lane, event_seq, generation, supersede, started_later, started_at,
    state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  findRun: `SELECT ${runColumns} FROM runs WHERE id = ?`,
  changeRun: `UPDATE runs SET state = ?, undoing = ?, wake_at = ?, waiting_for = ? WHERE id = ?`,
  endRun: `UPDATE runs SET state = ?, finished_at = ?, wake_at = NULL, waiting_for = NULL WHERE id = ?`,
  laneSizes: `SELECT lane, count(*) AS size FROM runs WHERE finished_at IS NULL GROUP BY lane`,
  olderRunsOfLane: `SELECT ${runColumns} FROM runs WHERE lane = ? AND finished_at IS NULL AND event_seq <= ?
    ORDER BY event_seq, id`,
  activeRunsOfLane: `SELECT 1 FROM runs WHERE lane = ? AND finished_at IS NULL
    AND state IN ('ready', 'waiting', 'parked', 'undoing') AND id <> ? LIMIT 1`,
  firstBlocked: `SELECT ${runColumns} FROM runs WHERE lane = ? AND state = 'blocked' AND finished_at IS NULL
    ORDER BY event_seq, id LIMIT 1`,

  waitedKeys: `SELECT key, count(*) AS size FROM waits GROUP BY key`,
  waitsOf: `SELECT key FROM waits WHERE run = ?`,
  removeWaits: `DELETE FROM waits WHERE run = ?`,
  addWait: `INSERT INTO waits (key, name, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
  runsWaitingFor: `SELECT ${runColumns} FROM runs
    WHERE id IN (SELECT run FROM waits WHERE waits.key = ? AND waits.name = ?) ORDER BY id`,

  addException: `INSERT INTO exceptions (id, state, kind, run, delivery, flow, key, system, step, code, reason, path,
    owner, amount, units, actions, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  findException: `SELECT * FROM exceptions WHERE id = ?`,
  openExceptionsOf: `SELECT * FROM exceptions WHERE run = ? AND state = 'open' ORDER BY id`,
  closeException: `UPDATE exceptions SET state = ?, closed_at = ?, note = ? WHERE id = ?`,
  countOpenExceptionsOfRuns: `SELECT count(*) AS size FROM exceptions WHERE state = 'open' AND run IS NOT NULL`,

  setCursor: `INSERT INTO cursors (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  saveCounters: `UPDATE counters SET entry = ?, delivery = ?, run = ?, exception = ?, done = ?, undone = ?,
    cancelled = ?, superseded = ?, resolved = ?`,
} as const;

/** The statements by which the journal is written, prepared once. */
export type Writes = Readonly<Record<keyof typeof writes, StatementSync>>;

/** Prepares them. Reads among them are always run with `all`: a statement not read to its end holds the WAL back. */
export function prepareWrites(database: DatabaseSync): Writes {
  const prepared = Object.entries(writes).map(([name, sql]) => [name, database.prepare(sql)] as const);
  return Object.fromEntries(prepared) as Writes;
}
