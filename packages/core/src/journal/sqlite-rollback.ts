import { type DatabaseSync } from 'node:sqlite';

/** Takes back an open transaction; SQLite may have done so itself, for example when the disk is full. */
export function rollback(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There was none left.
  }
}
