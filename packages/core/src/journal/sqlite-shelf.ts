import { type DatabaseSync, type StatementSync } from 'node:sqlite';

import { type ShelfBatch, type ShelfEntry, type ShelfRecord } from './shelf.ts';
import { integer, text } from './sqlite-rows.ts';

/** Made when a service first asks for them: a journal without services has no such tables. */
const tables = `
  CREATE TABLE IF NOT EXISTS shelf_entries (seq INTEGER PRIMARY KEY, shelf TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS shelf_records (
    shelf TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS shelf_records_once ON shelf_records (shelf, kind, key);
`;

/** The shelves of a journal file. What writes must run inside a transaction of the journal. */
export class SqliteShelves {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(tables);
  }

  append(shelf: string, body: string): number {
    return Number(
      this.#statement('INSERT INTO shelf_entries (shelf, body) VALUES (?, ?)').run(shelf, body).lastInsertRowid,
    );
  }

  write(shelf: string, { put = [], remove = [], forgetBefore = 0 }: ShelfBatch): void {
    const replace = this.#statement('REPLACE INTO shelf_records (shelf, kind, key, body) VALUES (?, ?, ?, ?)');
    for (const { kind, key, body } of put) replace.run(shelf, kind, key, body);
    const drop = this.#statement('DELETE FROM shelf_records WHERE shelf = ? AND kind = ? AND key = ?');
    for (const { kind, key } of remove) drop.run(shelf, kind, key);
    // The newest entry stays whoever asks, because SQLite would use its number again.
    if (forgetBefore > 0) {
      this.#statement(
        'DELETE FROM shelf_entries WHERE shelf = ? AND seq < ? AND seq < (SELECT max(seq) FROM shelf_entries)',
      ).run(shelf, forgetBefore);
    }
  }

  record(shelf: string, kind: string, key: string): Uint8Array | undefined {
    const [row] = this.#statement('SELECT body FROM shelf_records WHERE shelf = ? AND kind = ? AND key = ?').all(
      shelf,
      kind,
      key,
    );
    return row?.['body'] as Uint8Array | undefined;
  }

  records(shelf: string, kind: string, afterKey: string, limit: number): ShelfRecord[] {
    return this.#statement(
      'SELECT key, body FROM shelf_records WHERE shelf = ? AND kind = ? AND key > ? ORDER BY key LIMIT ?',
    )
      .all(shelf, kind, afterKey, limit)
      .map((row) => ({ kind, key: text(row, 'key'), body: row['body'] as Uint8Array }));
  }

  entries(shelf: string, after: number, limit: number): ShelfEntry[] {
    return this.#statement('SELECT seq, body FROM shelf_entries WHERE seq > ? AND shelf = ? ORDER BY seq LIMIT ?')
      .all(after, shelf, limit)
      .map((row) => ({ seq: integer(row, 'seq'), body: text(row, 'body') }));
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
