import { type DatabaseSync } from 'node:sqlite';

import { integer, json, text } from './sqlite-rows.ts';
import { rollback } from './sqlite-rollback.ts';
import { type SqliteStore } from './sqlite-store.ts';
import { type RunOutcome, type Wait } from './journal.ts';

interface Opened {
  readonly database: DatabaseSync;
  readonly store: SqliteStore;
}

/** Does something with the open file, at a moment at which it may be written. */
type WithFile = <T>(work: (opened: Opened) => T) => Promise<T>;

/** A key is forgotten with its last event or run, whichever goes later. */
const forgetKey = `DELETE FROM identifiers WHERE key = :key
  AND NOT EXISTS (SELECT 1 FROM events WHERE key = :key) AND NOT EXISTS (SELECT 1 FROM runs WHERE key = :key)`;

/** Rows looked at in one transaction; appends go on between two of them. */
const chunk = 500;

/**
 * Deletes ended runs and what nobody open needs, in small transactions. Each leaves a journal that is whole, so it may be
 * cut off anywhere.
 */
export async function pruneSqlite(use: WithFile, endedBefore: string): Promise<number> {
  const runs = await inChunks(use, (opened, after) => pruneRuns(opened, endedBefore, after));
  await inChunks(use, (opened, after) => pruneEvents(opened, endedBefore, after));
  await inChunks(use, (opened, after) => pruneDeliveries(opened, endedBefore, after));
  await use((file) => inTransaction(file, ({ database }) => pruneLooseEntries(database, endedBefore)));
  return runs;
}

interface Progress {
  readonly deleted: number;
  /** Where the next chunk begins; nothing when all is done. */
  readonly last: number | undefined;
}

async function inChunks(use: WithFile, prune: (opened: Opened, after: number) => Progress): Promise<number> {
  let deleted = 0;
  let last: number | undefined = 0;
  while (last !== undefined) {
    const from: number = last;
    const progress = await use((file) => inTransaction(file, (opened) => prune(opened, from)));
    deleted += progress.deleted;
    last = progress.last;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return deleted;
}

function inTransaction<T>(opened: Opened, work: (opened: Opened) => T): T {
  opened.store.refresh();
  opened.database.exec('BEGIN IMMEDIATE');
  try {
    const result = work(opened);
    opened.store.saveCounters('always');
    opened.database.exec('COMMIT');
    return result;
  } catch (error) {
    rollback(opened.database);
    opened.store.forget();
    throw error;
  }
}

function pruneRuns({ database, store }: Opened, endedBefore: string, after: number): Progress {
  const found = database
    .prepare(`SELECT id, state, key FROM runs WHERE finished_at < ? AND id > ?
      AND NOT EXISTS (SELECT 1 FROM exceptions WHERE run = runs.id AND state = 'open') ORDER BY id LIMIT ?`)
    .all(endedBefore, after, chunk);
  const statements = ['entries WHERE run', 'exceptions WHERE run', 'runs WHERE id'].map((rows) =>
    database.prepare(`DELETE FROM ${rows} = ?`),
  );
  // A later verification must tell a run that was pruned from one that was lost.
  const countPruned = database.prepare(
    'UPDATE events SET pruned_runs = pruned_runs + 1 WHERE seq = (SELECT event_seq FROM runs WHERE id = ? AND started_later = 0)',
  );
  const forget = database.prepare(forgetKey);
  for (const row of found) {
    countPruned.run(integer(row, 'id'));
    for (const statement of statements) statement.run(integer(row, 'id'));
    forget.run({ key: text(row, 'key') });
    store.forgetEnded(text(row, 'state') as RunOutcome);
  }
  return progressOf(
    found.map((row) => integer(row, 'id')),
    found.length,
  );
}

/** An open run may wait for any event of its own key, and for the keys it has waited for so far. */
function pruneEvents({ database }: Opened, recordedBefore: string, after: number): Progress {
  const waited = keysWaitedFor(database);
  const found = database
    .prepare('SELECT seq, key, first_run, run_count FROM events WHERE seq > ? AND recorded_at < ? ORDER BY seq LIMIT ?')
    .all(after, recordedBefore, chunk);
  const isNeeded = database.prepare(`SELECT 1 WHERE
    EXISTS (SELECT 1 FROM runs WHERE id >= :first AND id < :first + :count)
    OR EXISTS (SELECT 1 FROM runs WHERE started_later = 1 AND event_seq = :seq)
    OR EXISTS (SELECT 1 FROM runs WHERE key = :key AND finished_at IS NULL)`);
  const remove = database.prepare('DELETE FROM events WHERE seq = ?');
  const forget = database.prepare(forgetKey);
  let deleted = 0;
  for (const row of found) {
    const { seq = 0, key = '', first_run: first = 0, run_count: count = 0 } = row;
    if (waited.has(String(key)) || isNeeded.all({ seq, key, first, count }).length > 0) continue;
    remove.run(seq);
    forget.run({ key });
    deleted += 1;
  }
  return progressOf(
    found.map((row) => integer(row, 'seq')),
    deleted,
  );
}

function keysWaitedFor(database: DatabaseSync): ReadonlySet<string> {
  const rows = database
    .prepare(
      `SELECT entries.body FROM runs JOIN entries ON entries.run = runs.id AND entries.type = 'run.waiting'
        WHERE runs.finished_at IS NULL`,
    )
    .all();
  return new Set(rows.flatMap((row) => (json(row, 'body') as { waits: readonly Wait[] }).waits.map(({ key }) => key)));
}

function pruneDeliveries({ database }: Opened, receivedBefore: string, after: number): Progress {
  const found = database
    .prepare(
      `SELECT id FROM deliveries WHERE id > ? AND state <> 'pending' AND received_at < ?
        AND id NOT IN (SELECT delivery FROM exceptions WHERE state = 'open' AND delivery IS NOT NULL)
        ORDER BY id LIMIT ?`,
    )
    .all(after, receivedBefore, chunk);
  const remove = database.prepare('DELETE FROM deliveries WHERE id = ?');
  for (const row of found) remove.run(integer(row, 'id'));
  return progressOf(
    found.map((row) => integer(row, 'id')),
    found.length,
  );
}

/** Entries that belong to no run go with what they speak of, or when they are old; the last move of a cursor stays. */
function pruneLooseEntries(database: DatabaseSync, before: string): void {
  database.prepare(`DELETE FROM exceptions WHERE run IS NULL AND closed_at < ?`).run(before);
  database.exec(`DELETE FROM entries WHERE run IS NULL AND (
    (type LIKE 'delivery.%' AND subject NOT IN (SELECT id FROM deliveries))
    OR (type LIKE 'exception.%' AND subject NOT IN (SELECT id FROM exceptions)))`);
  database
    .prepare(
      `DELETE FROM entries WHERE run IS NULL AND at < ? AND (type = 'decision.made' OR type = 'cursor.moved'
        AND seq NOT IN (SELECT max(seq) FROM entries WHERE type = 'cursor.moved' GROUP BY body ->> 'name'))`,
    )
    .run(before);
}

function progressOf(ids: readonly number[], deleted: number): Progress {
  return { deleted, last: ids.length < chunk ? undefined : ids.at(-1) };
}
