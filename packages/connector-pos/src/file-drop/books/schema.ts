import { DatabaseSync } from 'node:sqlite';
import { IntegrationError } from '@crossdock/core';

const version = 1;

const tables = `
  CREATE TABLE files (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, path TEXT NOT NULL,
    state TEXT NOT NULL, arrived_at INTEGER NOT NULL, resume TEXT NOT NULL, told_to TEXT, reason TEXT, is_away INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX files_to_move ON files (is_away) WHERE is_away = 0;
  CREATE INDEX files_told ON files (told_to);
  CREATE TABLE records (
    ref TEXT PRIMARY KEY, hash TEXT NOT NULL, file INTEGER NOT NULL, number INTEGER NOT NULL, start TEXT NOT NULL,
    store TEXT NOT NULL, day TEXT NOT NULL, register TEXT NOT NULL, sequence TEXT NOT NULL, kind TEXT NOT NULL,
    received_at INTEGER NOT NULL, facts TEXT, waits_for TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX records_by_day ON records (store, day);
  CREATE INDEX records_waiting ON records (waits_for) WHERE waits_for IS NOT NULL;
  CREATE TABLE refusals (
    id TEXT PRIMARY KEY, file INTEGER NOT NULL, number INTEGER NOT NULL, start TEXT NOT NULL, key TEXT NOT NULL,
    code TEXT NOT NULL, message TEXT NOT NULL, path TEXT, at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX refusals_by_file ON refusals (file);
  CREATE TABLE days (
    store TEXT NOT NULL, day TEXT NOT NULL, currency TEXT NOT NULL, first_close INTEGER, told INTEGER NOT NULL, is_due INTEGER NOT NULL,
    PRIMARY KEY (store, day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX days_due ON days (is_due) WHERE is_due = 1;
  CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Opens the connector's own books for this process alone. They hold no customer data. */
export function openBooks(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL',
    );
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (found > version)
      throw new IntegrationError(`The books ${path} are of a newer release`, { code: 'version-mismatch' });
    if (found === 0) database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${version}; COMMIT`);
    // Takes the lock now, not at the first ticket.
    else database.exec('BEGIN IMMEDIATE; COMMIT');
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof IntegrationError) throw cause;
    throw new IntegrationError(`The books ${path} cannot be opened; another process may have them`, {
      code: 'config-invalid',
      cause,
    });
  }
}
