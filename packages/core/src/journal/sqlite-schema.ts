import { type DatabaseSync } from 'node:sqlite';

import { IntegrationError } from '../primitives/index.ts';
import { rollback } from './sqlite-rollback.ts';

/**
 * The steps from an empty file to today's tables. A file remembers how many of them it has seen, so a released step
 * never changes: what is new is a new step at the end.
 *
 * Events and deliveries are entries with a table of their own, because they are looked up and hold large bodies;
 * `entries` has all other changes. `runs`, `waits`, `exceptions`, `identifiers` and `cursors` are derived from them.
 * Indexes that serve open runs are partial, so their cost does not grow with the runs that have ended.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    run INTEGER,
    key TEXT,
    /* Position of a step, or id of the delivery or exception that the entry speaks of. */
    subject INTEGER,
    at TEXT NOT NULL,
    /* Kind and name of a step; its result is the body as it is. Other entries have their change as JSON. */
    name TEXT,
    body TEXT NOT NULL,
    identifiers TEXT
  );
  CREATE INDEX entries_of_run ON entries (run) WHERE run IS NOT NULL;
  CREATE INDEX entries_of_key ON entries (key) WHERE key IS NOT NULL;
  CREATE INDEX entries_of_no_run ON entries (type) WHERE run IS NULL;

  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    topic TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    received_at TEXT NOT NULL,
    state TEXT NOT NULL
  );
  CREATE UNIQUE INDEX deliveries_once ON deliveries (source, dedupe_key);
  CREATE INDEX deliveries_pending ON deliveries (id) WHERE state = 'pending';

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    envelope TEXT NOT NULL,
    identifiers TEXT,
    /* The runs that it started have the ids from first_run on. */
    first_run INTEGER NOT NULL,
    run_count INTEGER NOT NULL,
    pruned_runs INTEGER NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX events_once ON events (id);
  CREATE INDEX events_of_key ON events (key);

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    flow TEXT NOT NULL,
    version INTEGER NOT NULL,
    key TEXT NOT NULL,
    lane TEXT NOT NULL,
    event_seq INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    supersede INTEGER NOT NULL,
    /* 0: started with its event; 1: by an entry of its own. */
    started_later INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    state TEXT NOT NULL,
    undoing INTEGER NOT NULL DEFAULT 0,
    wake_at INTEGER,
    waiting_for TEXT,
    finished_at TEXT
  );
  CREATE INDEX runs_of_key ON runs (key);
  CREATE INDEX runs_started_later ON runs (event_seq) WHERE started_later = 1;
  CREATE INDEX runs_open ON runs (id) WHERE finished_at IS NULL;
  CREATE INDEX runs_in_lane ON runs (lane, state, event_seq) WHERE finished_at IS NULL;
  CREATE INDEX runs_to_wake ON runs (wake_at) WHERE wake_at IS NOT NULL;

  CREATE TABLE waits (key TEXT, name TEXT, run INTEGER, PRIMARY KEY (key, name, run)) WITHOUT ROWID;
  CREATE INDEX waits_of_run ON waits (run);

  CREATE TABLE exceptions (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    run INTEGER,
    delivery INTEGER,
    flow TEXT,
    key TEXT,
    system TEXT,
    step TEXT,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    path TEXT,
    owner TEXT NOT NULL,
    amount TEXT,
    units TEXT,
    actions TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    note TEXT
  );
  CREATE INDEX exceptions_open ON exceptions (id) WHERE state = 'open';
  CREATE INDEX exceptions_of_run ON exceptions (run) WHERE run IS NOT NULL;

  CREATE TABLE identifiers (identifier TEXT, key TEXT, PRIMARY KEY (identifier, key)) WITHOUT ROWID;
  CREATE INDEX identifiers_of_key ON identifiers (key);

  CREATE TABLE cursors (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  // Ids are never used again, also not after the newest rows were pruned, and ended runs are counted without reading them.
  `
  CREATE TABLE counters (
    entry INTEGER NOT NULL,
    delivery INTEGER NOT NULL,
    run INTEGER NOT NULL,
    exception INTEGER NOT NULL,
    done INTEGER NOT NULL,
    undone INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    superseded INTEGER NOT NULL,
    resolved INTEGER NOT NULL
  );
  INSERT INTO counters SELECT
    max((SELECT coalesce(max(seq), 0) FROM entries), (SELECT coalesce(max(seq), 0) FROM events)),
    (SELECT coalesce(max(id), 0) FROM deliveries),
    (SELECT coalesce(max(id), 0) FROM runs),
    (SELECT coalesce(max(id), 0) FROM exceptions),
    (SELECT count(*) FROM runs WHERE state = 'done'),
    (SELECT count(*) FROM runs WHERE state = 'undone'),
    (SELECT count(*) FROM runs WHERE state = 'cancelled'),
    (SELECT count(*) FROM runs WHERE state = 'superseded'),
    (SELECT count(*) FROM runs WHERE state = 'resolved');
  `,
];

/** Version of the tables that this code writes. */
export const schemaVersion = migrations.length - 1;

/**
 * Brings the tables of a file to today's version, in one transaction.
 *
 * @throws IntegrationError `version-mismatch` if the file was written by a newer version of the package.
 */
export function migrate(database: DatabaseSync, target: number = schemaVersion): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const found = readSchemaVersion(database);
    if (found > schemaVersion) throw tooNew(found);
    for (const step of migrations.slice(found + 1, target + 1)) database.exec(step);
    database.exec('DELETE FROM schema_version');
    database.prepare('INSERT INTO schema_version (version) VALUES (?)').run(Math.max(found, target));
    database.exec('COMMIT');
  } catch (error) {
    rollback(database);
    throw error;
  }
}

/** -1 for an empty file. */
function readSchemaVersion(database: DatabaseSync): number {
  database.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const [row] = database.prepare('SELECT version FROM schema_version').all();
  return row === undefined ? -1 : Number(row['version']);
}

function tooNew(found: number): IntegrationError {
  return new IntegrationError('The journal file was written by a newer version of crossdock; update the package', {
    code: 'version-mismatch',
    details: { found, known: schemaVersion },
  });
}
