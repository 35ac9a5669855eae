import { type Resume } from '../reading/record.ts';
import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  type DayEntry,
  type FileEntry,
  optional,
  type RecordEntry,
  type RefusalEntry,
  type Row,
  toDay,
  toFile,
  toRecord,
  toRefusal,
} from './entries.ts';

/** What the connector remembers: files, records by their natural key, refusals and days. Not one ticket's content. */
export class Books {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** How often a day was touched since the books were opened. */
  readonly #touches = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  close(): void {
    this.#database.close();
  }

  /** All or nothing. One such piece of work at a time. */
  async together<T>(work: () => T | Promise<T>): Promise<T> {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = await work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  addFile({ hash, name, path, state, arrivedAt, resume }: Omit<FileEntry, 'id' | 'toldTo'>): FileEntry {
    this.#run(
      'INSERT INTO files (hash, name, path, state, arrived_at, resume) VALUES (?, ?, ?, ?, ?, ?)',
      hash,
      name,
      path,
      state,
      arrivedAt,
      JSON.stringify(resume),
    );
    const added = this.fileOf(hash);
    if (!added) throw new Error('unreachable');
    return added;
  }

  fileOf(hash: string): FileEntry | undefined {
    return this.#files('SELECT * FROM files WHERE hash = ?', hash)[0];
  }

  file(id: number): FileEntry | undefined {
    return this.#files('SELECT * FROM files WHERE id = ?', id)[0];
  }

  /** Files that are still to be read, or to be moved away. */
  filesAtHand(state: FileEntry['state']): readonly FileEntry[] {
    return this.#files('SELECT * FROM files WHERE is_away = 0 AND state = ? ORDER BY id', state);
  }

  /** Files that could not be read on. */
  stoppedFiles(): readonly FileEntry[] {
    return this.#files("SELECT * FROM files WHERE state = 'stopped' ORDER BY id");
  }

  putFileAway(id: number, path: string): void {
    this.#run('UPDATE files SET path = ?, is_away = 1 WHERE id = ?', path, id);
  }

  /** A file is to be read on from where it was left. */
  reopenFile(id: number): void {
    this.#run("UPDATE files SET state = 'open', is_away = 0, reason = NULL WHERE id = ?", id);
  }

  /** Files of which a window told that ended at or after an instant. */
  filesToldSince(instant: string): readonly FileEntry[] {
    return this.#files('SELECT * FROM files WHERE told_to >= ? ORDER BY id', instant);
  }

  moveFile(
    id: number,
    change: {
      readonly state?: FileEntry['state'];
      readonly path?: string;
      readonly resume?: Resume;
      readonly toldTo?: string;
      readonly reason?: string;
    },
  ): void {
    this.#run(
      'UPDATE files SET state = coalesce(?, state), path = coalesce(?, path), resume = coalesce(?, resume), told_to = coalesce(?, told_to), reason = coalesce(?, reason) WHERE id = ?',
      change.state ?? null,
      change.path ?? null,
      change.resume === undefined ? null : JSON.stringify(change.resume),
      change.toldTo ?? null,
      change.reason ?? null,
      id,
    );
  }

  /** Why a file cannot be read on. */
  reasonOf(id: number): string | undefined {
    return optional(this.#all('SELECT reason FROM files WHERE id = ?', id)[0]?.['reason']);
  }

  record(ref: string): RecordEntry | undefined {
    return this.#records('SELECT * FROM records WHERE ref = ?', ref)[0];
  }

  /** In the order in which its registers wrote them, whatever order they came in. */
  recordsOfDay(store: string, day: string): readonly RecordEntry[] {
    return this.#records(
      'SELECT * FROM records WHERE store = ? AND day = ? ORDER BY CAST(sequence AS INTEGER), ref',
      store,
      day,
    );
  }

  /** Whether a store said that its day is over, and all numbers of its registers are there. */
  isDayComplete(store: string, day: string): boolean {
    const ends = this.#all(
      "SELECT 1 FROM records WHERE store = ? AND day = ? AND kind = 'day-end' LIMIT 1",
      store,
      day,
    );
    return ends.length > 0 && this.numbersMissing(store, day) === 0;
  }

  /** How many numbers of the registers of a day are not there. */
  numbersMissing(store: string, day: string): number {
    const rows = this.#all(
      'SELECT max(CAST(sequence AS INTEGER)) - min(CAST(sequence AS INTEGER)) + 1 - count(DISTINCT sequence) AS missing FROM records WHERE store = ? AND day = ? GROUP BY register',
      store,
      day,
    );
    return rows.reduce((sum, it) => sum + Math.max(0, Number(it['missing'])), 0);
  }

  /** Records that take back a ticket under a reference. */
  waitingFor(ref: string): readonly RecordEntry[] {
    return this.#records('SELECT * FROM records WHERE waits_for = ? ORDER BY ref', ref);
  }

  keepRecord(it: RecordEntry): void {
    const {
      ref,
      hash,
      file,
      number,
      start,
      store,
      day,
      register,
      sequence,
      kind,
      receivedAt,
      facts = null,
      waitsFor = null,
    } = it;
    this.#run(
      'INSERT OR REPLACE INTO records (ref, hash, file, number, start, store, day, register, sequence, kind, received_at, facts, waits_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ref,
      hash,
      file,
      number,
      JSON.stringify(start),
      store,
      day,
      register,
      sequence,
      kind,
      receivedAt,
      facts,
      waitsFor,
    );
  }

  refusals(file: number): readonly RefusalEntry[] {
    return this.#all('SELECT * FROM refusals WHERE file = ? ORDER BY number', file).map(toRefusal);
  }

  allRefusals(): readonly RefusalEntry[] {
    return this.#all('SELECT * FROM refusals ORDER BY file, number').map(toRefusal);
  }

  keepRefusal({ id, file, number, start, key, code, message, path, at }: RefusalEntry): void {
    this.#run(
      'INSERT INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET code = excluded.code, message = excluded.message, path = excluded.path',
      id,
      file,
      number,
      JSON.stringify(start),
      key,
      code,
      message,
      path ?? null,
      at,
    );
  }

  dropRefusal(id: string): void {
    this.#run('DELETE FROM refusals WHERE id = ?', id);
  }

  /** A record of a day came: the day has to be looked at. */
  touchDay(store: string, day: string, currency: string): void {
    this.#touches.set(`${store} ${day}`, this.touchesOf(store, day) + 1);
    this.#run(
      'INSERT INTO days VALUES (?, ?, ?, NULL, 0, 1) ON CONFLICT (store, day) DO UPDATE SET is_due = 1',
      store,
      day,
      currency,
    );
  }

  /** Another number than before: something came for the day. It begins again when the books are opened. */
  touchesOf(store: string, day: string): number {
    return this.#touches.get(`${store} ${day}`) ?? 0;
  }

  dueDays(): readonly DayEntry[] {
    return this.#all('SELECT * FROM days WHERE is_due = 1 ORDER BY day, store').map(toDay);
  }

  closedDays(): readonly DayEntry[] {
    return this.#all('SELECT * FROM days WHERE first_close IS NOT NULL ORDER BY day, store').map(toDay);
  }

  /** When a day was closed first, if it was. */
  firstCloseOf(store: string, day: string): number | undefined {
    const at = this.#all('SELECT first_close FROM days WHERE store = ? AND day = ?', store, day)[0]?.['first_close'];
    return typeof at === 'number' ? at : undefined;
  }

  closeDay(store: string, day: string, firstClose: number): void {
    this.#run(
      'UPDATE days SET first_close = ? WHERE store = ? AND day = ? AND first_close IS NULL',
      firstClose,
      store,
      day,
    );
  }

  /** Editions up to one are told for certain; the day is due again if records came since. */
  settleDay(store: string, day: string, told: number, closedAt: number): void {
    this.#run(
      'UPDATE days SET told = ?, is_due = EXISTS (SELECT 1 FROM records WHERE records.store = ? AND records.day = ? AND received_at > ?) WHERE store = ? AND day = ?',
      told,
      store,
      day,
      closedAt,
      store,
      day,
    );
  }

  mark(name: string): string | undefined {
    const value = this.#all('SELECT value FROM marks WHERE name = ?', name)[0]?.['value'];
    return typeof value === 'string' ? value : undefined;
  }

  setMark(name: string, value: string | undefined): void {
    if (value === undefined) this.#run('DELETE FROM marks WHERE name = ?', name);
    else this.#run('INSERT OR REPLACE INTO marks VALUES (?, ?)', name, value);
  }

  #statement(sql: string): StatementSync {
    let known = this.#statements.get(sql);
    if (!known) this.#statements.set(sql, (known = this.#database.prepare(sql)));
    return known;
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement(sql).all(...values);
  }

  #files(sql: string, ...values: readonly SQLInputValue[]): readonly FileEntry[] {
    return this.#all(sql, ...values).map(toFile);
  }

  #records(sql: string, ...values: readonly SQLInputValue[]): readonly RecordEntry[] {
    return this.#all(sql, ...values).map(toRecord);
  }
}
