import { type DatabaseSync, type StatementSync } from 'node:sqlite';

import {
  type AttemptRecord,
  type DeliveryRecord,
  type EventRecord,
  type ExceptionFilter,
  type ExceptionRecord,
  type JournalCounts,
  type RunFilter,
  type RunRecord,
  type RunState,
  type StepRecord,
} from './journal.ts';
import { countRuns } from './run-counts.ts';
import { isOpen } from './rules.ts';
import { type Counters } from './sqlite-counters.ts';
import {
  integer,
  type Row,
  runColumns,
  text,
  toAttempt,
  toDelivery,
  toEvent,
  toException,
  toRun,
  toStep,
} from './sqlite-rows.ts';
import { readTrace } from './sqlite-trace.ts';

type Value = string | number;
type Condition = readonly [sql: string, ...values: Value[]];

const defaultLimit = 1000;

/** The reading half of the SQLite journal. Every statement is read to its end: one left open would hold the WAL back. */
export class SqliteReads {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  delivery(id: number): DeliveryRecord | undefined {
    return this.#first(toDelivery, 'SELECT * FROM deliveries WHERE id = ?', id);
  }

  pendingDeliveries(after: number, limit: number): readonly DeliveryRecord[] {
    const sql = `SELECT * FROM deliveries WHERE state = 'pending' AND id > ? ORDER BY id LIMIT ?`;
    return this.#all(toDelivery, sql, after, limit);
  }

  event(seq: number): EventRecord | undefined {
    return this.#first(toEvent, 'SELECT * FROM events WHERE seq = ?', seq);
  }

  nextEvent(names: readonly string[], key: string, afterSeq: number): EventRecord | undefined {
    const sql = `SELECT * FROM events WHERE key = ? AND seq > ? AND name IN (${marks(names)}) ORDER BY seq LIMIT 1`;
    return this.#first(toEvent, sql, key, afterSeq, ...names);
  }

  events(filter: { readonly key?: string; readonly after?: number; readonly limit?: number }): readonly EventRecord[] {
    const conditions: Condition[] = [['seq > ?', filter.after ?? 0], ...equals({ key: filter.key })];
    return this.#select(toEvent, 'SELECT * FROM events', conditions, 'seq', filter.limit);
  }

  runs({ states, flow, key, after = 0, limit }: RunFilter): readonly RunRecord[] {
    const conditions: Condition[] = [['id > ?', after], ...equals({ flow, key }), ...among('state', states)];
    // Only then is the index of open runs used, and ended runs cost nothing.
    if (states?.every((state) => isOpen(state)) === true) conditions.push(['finished_at IS NULL']);
    return this.#select(toRun, `SELECT ${runColumns} FROM runs`, conditions, 'id', limit);
  }

  steps(run: number): readonly StepRecord[] {
    return this.#all(
      toStep,
      `SELECT * FROM entries WHERE run = ? AND type = 'step.finished' ORDER BY subject, seq`,
      run,
    );
  }

  attempts(run: number): readonly AttemptRecord[] {
    return this.#all(toAttempt, `SELECT * FROM entries WHERE run = ? AND type = 'step.attempted' ORDER BY seq`, run);
  }

  dueRuns(now: number, limit: number): readonly RunRecord[] {
    const sql = `SELECT ${runColumns} FROM runs WHERE wake_at IS NOT NULL AND wake_at <= ? ORDER BY wake_at, id LIMIT ?`;
    return this.#all(toRun, sql, now, limit);
  }

  nextWakeAt(): number | undefined {
    const sql = 'SELECT wake_at FROM runs WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1';
    return this.#first((row) => integer(row, 'wake_at'), sql);
  }

  exceptions({ states, after = 0, limit, ...fields }: ExceptionFilter): readonly ExceptionRecord[] {
    const conditions: Condition[] = [['id > ?', after], ...equals(fields), ...among('state', states)];
    if (states?.every((state) => state === 'open') === true) conditions.push([`state = 'open'`]);
    return this.#select(toException, 'SELECT * FROM exceptions', conditions, 'id', limit);
  }

  cursor(name: string): string | undefined {
    return this.#first((row) => text(row, 'value'), 'SELECT value FROM cursors WHERE name = ?', name);
  }

  keysOf(identifier: string): readonly string[] {
    const sql = `SELECT key FROM identifiers WHERE identifier = ?
      UNION SELECT key FROM events WHERE key = ? UNION SELECT key FROM runs WHERE key = ? ORDER BY 1`;
    return this.#all((row) => text(row, 'key'), sql, identifier, identifier, identifier);
  }

  readonly trace = (key: string) => readTrace(this.#database, key);

  counts(counters: Readonly<Counters>): JournalCounts {
    const count = (row: Row) => integer(row, 'count');
    const open = this.#all(
      (row) => [text(row, 'state') as RunState, count(row)] as const,
      'SELECT state, count(*) AS count FROM runs WHERE finished_at IS NULL GROUP BY state',
    );
    const { done, undone, cancelled, superseded, resolved } = counters;
    const pending = `SELECT count(*) AS count FROM deliveries WHERE state = 'pending'`;
    const exceptions = `SELECT count(*) AS count FROM exceptions WHERE state = 'open'`;
    return {
      pendingDeliveries: this.#first(count, pending) ?? 0,
      openExceptions: this.#first(count, exceptions) ?? 0,
      runs: { ...countRuns(open), done, undone, cancelled, superseded, resolved },
    };
  }

  #select<T>(
    read: (row: Row) => T,
    from: string,
    conditions: readonly Condition[],
    order: string,
    limit = defaultLimit,
  ) {
    const where = conditions.map(([sql]) => sql).join(' AND ');
    const values = conditions.flatMap(([, ...it]) => it);
    return this.#all(read, `${from} WHERE ${where} ORDER BY ${order} LIMIT ?`, ...values, limit);
  }

  #first<T>(read: (row: Row) => T, sql: string, ...values: readonly Value[]): T | undefined {
    return this.#all(read, sql, ...values)[0];
  }

  #all<T>(read: (row: Row) => T, sql: string, ...values: readonly Value[]): readonly T[] {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) this.#prepared.set(sql, (statement = this.#database.prepare(sql)));
    return statement.all(...values).map((row) => read(row));
  }
}

function equals(fields: Readonly<Record<string, Value | undefined>>): readonly Condition[] {
  return Object.entries(fields).flatMap(([column, value]) => (value === undefined ? [] : [[`${column} = ?`, value]]));
}

function among(column: string, values: readonly string[] | undefined): readonly Condition[] {
  return values === undefined ? [] : [[`${column} IN (${marks(values)})`, ...values]];
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
