import { resolve } from 'node:path';
import * as sqlite from 'node:sqlite';

import { IntegrationError } from '../primitives/index.ts';
import { GroupCommit, type Settled } from './group-commit.ts';
import { type Change, type Effect, type Journal, type VerifyReport } from './journal.ts';
import { applyChange } from './rules.ts';
import { type Shelf } from './shelf.ts';
import { isStoreFailure, toJournalError } from './sqlite-errors.ts';
import { makePrivate, openDatabase } from './sqlite-open.ts';
import { pruneSqlite } from './sqlite-prune.ts';
import { SqliteReads } from './sqlite-reads.ts';
import { rollback } from './sqlite-rollback.ts';
import { SqliteShelves } from './sqlite-shelf.ts';
import { checkJournalOptions, type SqliteJournalOptions } from './sqlite-options.ts';
import { SqliteStore } from './sqlite-store.ts';
import { verifySqlite } from './sqlite-verify.ts';

/** A {@link Journal} in one SQLite file. */
export interface SqliteJournal extends Journal {
  /**
   * Writes a consistent copy of the journal to another file. Reads go on, appends wait until it is done; nothing is
   * refused. The copy can be opened as a journal. A new file is readable by its owner only; one that is there must be
   * an earlier copy, and is replaced.
   *
   * @throws IntegrationError `journal-unwritable`, `journal-full`, or `journal-corrupt` when the other file is no copy;
   * `input-invalid` when it is the journal itself
   */
  backup(file: string): Promise<void>;
  shelf(name: string): Shelf;
}

/**
 * A journal in one SQLite file, by Node's own `node:sqlite` (Node 22.13 or newer): no server, no native build. It makes the
 * file if it is not there, and brings an older one up to date.
 *
 * The file belongs to one process at a time: a second one that opens it is told `journal-locked`. A process that
 * dies frees it at once. Keep the file on a local disk; network file systems do not lock reliably.
 *
 * @throws IntegrationError `config-invalid` when there is no path, or an option that does not exist
 *
 * @example
 * ```ts
 * import { sqliteJournal } from '@crossdock/core/sqlite';
 *
 * const journal = sqliteJournal('crossdock.db', { durability: 'full' });
 * ```
 */
export function sqliteJournal(file: string, options: SqliteJournalOptions = {}): SqliteJournal {
  checkJournalOptions(file, options);
  return new FileJournal(file, options);
}

/** Enough to copy quickly, and to let the process breathe between two steps. */
const pagesPerBackupStep = 10_000;

/** What exists only while the file is open. */
interface Opened {
  readonly database: sqlite.DatabaseSync;
  readonly store: SqliteStore;
  readonly reads: SqliteReads;
  readonly begin: sqlite.StatementSync;
  readonly commit: sqlite.StatementSync;
  /** Made when a service asks for the first one. */
  shelves?: SqliteShelves;
}

/** What a service writes in a transaction of the journal. It may be run again when another batch is taken back. */
type ShelfWork = () => void;

type Batch = readonly Change[] | ShelfWork;

class FileJournal implements SqliteJournal {
  readonly #file: string;
  readonly #options: SqliteJournalOptions;
  readonly #appends = new GroupCommit((batches: readonly Batch[]) => this.#commit(batches));
  #opened: Opened | undefined;
  #isClosing = false;

  constructor(file: string, options: SqliteJournalOptions) {
    this.#file = file;
    this.#options = options;
  }

  async open(): Promise<void> {
    if (this.#opened !== undefined) {
      throw new IntegrationError(`The journal file ${this.#file} is open already`, {
        code: 'journal-locked',
        details: { file: this.#file },
      });
    }
    const database = openDatabase(this.#file, this.#options.durability ?? 'full');
    try {
      this.#opened = {
        database,
        store: new SqliteStore(database),
        reads: new SqliteReads(database),
        begin: database.prepare('BEGIN IMMEDIATE'),
        commit: database.prepare('COMMIT'),
      };
    } catch (error) {
      database.close();
      throw toJournalError(error, this.#file);
    }
    this.#isClosing = false;
  }

  async append(changes: readonly Change[]): Promise<readonly Effect[]> {
    this.#use();
    return this.#appends.add(changes);
  }

  async verify(): Promise<VerifyReport> {
    return this.#read(({ database, store }) => verifySqlite(database, store.counters));
  }

  // The port's reads, each a query of its own.
  readonly delivery: Journal['delivery'] = async (id) => this.#read(({ reads }) => reads.delivery(id));
  readonly pendingDeliveries: Journal['pendingDeliveries'] = async (after, limit) =>
    this.#read(({ reads }) => reads.pendingDeliveries(after, limit));
  readonly event: Journal['event'] = async (seq) => this.#read(({ reads }) => reads.event(seq));
  readonly nextEvent: Journal['nextEvent'] = async (names, key, afterSeq) =>
    this.#read(({ reads }) => reads.nextEvent(names, key, afterSeq));
  readonly events: Journal['events'] = async (filter) => this.#read(({ reads }) => reads.events(filter));
  readonly run: Journal['run'] = async (id) => this.#read(({ store }) => store.findRun(id));
  readonly runs: Journal['runs'] = async (filter) => this.#read(({ reads }) => reads.runs(filter));
  readonly steps: Journal['steps'] = async (run) => this.#read(({ reads }) => reads.steps(run));
  readonly attempts: Journal['attempts'] = async (run) => this.#read(({ reads }) => reads.attempts(run));
  readonly dueRuns: Journal['dueRuns'] = async (now, limit) => this.#read(({ reads }) => reads.dueRuns(now, limit));
  readonly nextWakeAt: Journal['nextWakeAt'] = async () => this.#read(({ reads }) => reads.nextWakeAt());
  readonly exceptions: Journal['exceptions'] = async (filter) => this.#read(({ reads }) => reads.exceptions(filter));
  readonly cursor: Journal['cursor'] = async (name) => this.#read(({ reads }) => reads.cursor(name));
  readonly keysOf: Journal['keysOf'] = async (identifier) => this.#read(({ reads }) => reads.keysOf(identifier));
  readonly trace: Journal['trace'] = async (key) => this.#read(({ reads }) => reads.trace(key));
  readonly counts: Journal['counts'] = async () => this.#read(({ reads, store }) => reads.counts(store.counters));

  async prune(endedBefore: string): Promise<number> {
    return this.#asJournalError(() =>
      pruneSqlite((work) => this.#appends.beside(() => work(this.#use())), endedBefore),
    );
  }

  async backup(file: string): Promise<void> {
    const work = () =>
      this.#appends.hold(async () => {
        const { database } = this.#use();
        mustBeAnother(file, this.#file);
        makePrivate(file);
        // Node 22.13 to 22.15 have no `backup` yet; there the copy is made in one go.
        const backup: typeof sqlite.backup | undefined = sqlite.backup;
        if (backup === undefined) database.prepare('VACUUM INTO ?').run(file);
        else await backup(database, file, { rate: pagesPerBackupStep });
      });
    await this.#asJournalError(work, file);
  }

  shelf(name: string): Shelf {
    return {
      append: (body) => this.#shelve((shelves) => shelves.append(name, typeof body === 'string' ? body : body())),
      write: (batch) => this.#shelve((shelves) => shelves.write(name, batch)),
      record: async (kind, key) => this.#read((opened) => shelvesOf(opened).record(name, kind, key)),
      records: async (kind, afterKey, limit) =>
        this.#read((opened) => shelvesOf(opened).records(name, kind, afterKey, limit)),
      entries: async (after, limit) => this.#read((opened) => shelvesOf(opened).entries(name, after, limit)),
    };
  }

  async close(): Promise<void> {
    const { database } = this.#use();
    this.#isClosing = true;
    await this.#appends.idle();
    database.close();
    this.#opened = undefined;
  }

  #use(): Opened {
    if (this.#opened !== undefined && !this.#isClosing) return this.#opened;
    throw new IntegrationError(`The journal file ${this.#file} is not open`, {
      code: 'journal-closed',
      details: { file: this.#file },
    });
  }

  async #shelve<T>(work: (shelves: SqliteShelves) => T): Promise<T> {
    const shelves = this.#read(shelvesOf);
    let written: { readonly value: T } | undefined;
    await this.#appends.add(() => {
      written = { value: work(shelves) };
    });
    return (written as unknown as { readonly value: T }).value;
  }

  #read<T>(work: (opened: Opened) => T): T {
    const opened = this.#use();
    try {
      return work(opened);
    } catch (error) {
      throw toJournalError(error, this.#file);
    }
  }

  async #asJournalError<T>(work: () => Promise<T>, file = this.#file): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toJournalError(error, file);
    }
  }

  /**
   * Writes a group of batches in one transaction. A rule refuses a change before it writes anything of it, so a batch
   * refused at its first change is just left out. One that has written already takes the whole transaction
   * back, and the others are written again without it; that is rare.
   */
  #commit(batches: readonly Batch[]): readonly Settled<readonly Effect[]>[] {
    const refused = new Map<number, unknown>();
    for (;;) {
      const attempt = this.#tryCommit(batches, refused);
      if (attempt.outcome === 'committed') return attempt.settled;
      if (attempt.outcome === 'failed') return batches.map(() => ({ error: attempt.error }));
      refused.set(attempt.position, attempt.error);
    }
  }

  #tryCommit(batches: readonly Batch[], refused: ReadonlyMap<number, unknown>): Attempt {
    const { database, store, begin, commit } = this.#opened as Opened;
    let position = 0;
    try {
      store.refresh();
      begin.run();
      const settled: Settled<readonly Effect[]>[] = [];
      for (; position < batches.length; position += 1) {
        settled.push(
          refused.has(position) ? { error: refused.get(position) } : applyBatch(store, batches[position] ?? []),
        );
      }
      store.saveCounters();
      commit.run();
      return { outcome: 'committed', settled };
    } catch (error) {
      rollback(database);
      store.forget();
      return position === batches.length || isStoreFailure(error)
        ? { outcome: 'failed', error: toJournalError(error, this.#file) }
        : { outcome: 'refused', position, error };
    }
  }
}

function mustBeAnother(copy: string, file: string): void {
  if (resolve(copy) !== resolve(file)) return;
  throw new IntegrationError('A backup goes to another file than the journal', { code: 'input-invalid', path: 'file' });
}

type Attempt =
  | { readonly outcome: 'committed'; readonly settled: readonly Settled<readonly Effect[]>[] }
  | { readonly outcome: 'failed'; readonly error: unknown }
  | { readonly outcome: 'refused'; readonly position: number; readonly error: unknown };

function shelvesOf(opened: Opened): SqliteShelves {
  opened.shelves ??= new SqliteShelves(opened.database);
  return opened.shelves;
}

/** Applies the changes of one batch; throws if some of them are written and another cannot be. */
function applyBatch(store: SqliteStore, changes: Batch): Settled<readonly Effect[]> {
  if (typeof changes === 'function') {
    changes();
    return { output: [] };
  }
  const effects: Effect[] = [];
  for (const change of changes) {
    try {
      effects.push(applyChange(store, change));
    } catch (error) {
      if (effects.length === 0 && error instanceof IntegrationError) return { error };
      throw error;
    }
  }
  return { output: effects };
}
