import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { IntegrationError } from '../primitives/index.ts';
import { toJournalError } from './sqlite-errors.ts';
import { migrate } from './sqlite-schema.ts';

/**
 * Opens the file for this process alone, and brings its tables up to date.
 *
 * @throws IntegrationError `journal-locked`, `journal-unwritable`, `journal-corrupt`, `version-mismatch`.
 */
export function openDatabase(file: string, durability: 'full' | 'normal'): DatabaseSync {
  makePrivate(file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('PRAGMA busy_timeout = 0');
    // Exclusive before the first access: the lock is held until the process ends, and no shared memory file is needed.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${durability}`);
    database.exec('PRAGMA cache_size = -32000');
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    throw toJournalError(error, file);
  }
}

/**
 * The journal holds customer data: a new file is for its owner's eyes only. An existing one keeps its permissions.
 *
 * @throws IntegrationError `journal-unwritable`
 */
export function makePrivate(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const why = existsSync(dirname(file)) ? '' : ': there is no such folder';
    throw new IntegrationError(`The journal file ${file} cannot be created${why}`, {
      code: 'journal-unwritable',
      details: { file },
      cause: error,
    });
  }
}
