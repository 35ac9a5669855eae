import { type DatabaseSync } from 'node:sqlite';

import { type RunRecord, type RunState, type VerifyReport } from './journal.ts';
import { ReplayStore } from './replay-store.ts';
import { applyChange } from './rules.ts';
import { runStates } from './run-counts.ts';
import { type Counters } from './sqlite-counters.ts';
import { integer, type Row, runColumns, text, toChange, toException, toRun } from './sqlite-rows.ts';
import { eventRecorded } from './sqlite-trace.ts';

/** Entries read at once. */
const page = 1000;
/** Problems told at most: a broken file has many of the same kind. */
const maxProblems = 100;

/**
 * Checks that the file is sound, and that runs, waits, exceptions, cursors and identifiers are what the rules derive from the
 * entries. It reads the whole journal before it returns.
 */
export function verifySqlite(database: DatabaseSync, counters: Readonly<Counters>): VerifyReport {
  const problems: string[] = [];
  const tell = (problem: string) => {
    if (problems.length < maxProblems) problems.push(problem);
  };
  for (const row of database.prepare('PRAGMA integrity_check').all()) {
    if (row['integrity_check'] !== 'ok') tell(`the file is damaged: ${text(row, 'integrity_check')}`);
  }
  // What cannot be read is not worth comparing.
  if (problems.length > 0) return { ok: false, entries: counters.entry, problems };
  const { store, entries, runs } = replay(database, counters.entry, tell);
  findLostRuns(database, tell);
  compareOpenRuns(database, store, tell);
  compareLanes(database, tell);
  compareWaits(database, store, tell);
  compareExceptions(database, store, tell);
  compareCursors(database, store, tell);
  compareDeliveries(database, tell);
  compareCounters(database, counters, runs, tell);
  if (store.missingIdentifiers.length > 0) tell(`${store.missingIdentifiers.length} identifiers are missing`);
  return { ok: problems.length === 0, entries: entries + count(database, 'deliveries'), problems };
}

type Tell = (problem: string) => void;

function replay(database: DatabaseSync, last: number, tell: Tell) {
  const runOf = database.prepare(`SELECT ${runColumns} FROM runs WHERE id = ?`);
  const eventsBetween = database.prepare('SELECT name FROM events WHERE key = ? AND seq > ? AND seq < ?');
  const identifier = database.prepare('SELECT 1 FROM identifiers WHERE identifier = ? AND key = ?');
  const store = new ReplayStore({
    hasEventBetween: (names, key, after, before) =>
      eventsBetween.all(key, after, before).some((row) => names.includes(text(row, 'name'))),
    hasIdentifier: (...pair) => identifier.all(...pair).length > 0,
    runEnded: (run) => compareRun(run, runOf.all(run.id)[0], tell),
  });

  let entries = 0;
  let runs = 0;
  for (let from = 1; from <= last; from += page) {
    for (const { seq, change, ids } of readPage(database, from)) {
      entries += 1;
      if (change.type === 'event.recorded' || change.type === 'run.started') runs += ids.length;
      store.expect(seq, ids);
      try {
        if (change.type.startsWith('delivery.')) continue;
        if (change.type === 'run.waiting' || change.type === 'run.parked') store.unblock(change.run);
        store.transaction(() => applyChange(store, change));
      } catch (error) {
        tell(`entry ${seq} (${change.type}) does not follow: ${error instanceof Error ? error.message : 'unknown'}`);
      }
    }
  }
  return { store, entries, runs };
}

/** Entries of a page in order, with the ids of the runs or the exception that each made. */
function readPage(database: DatabaseSync, from: number) {
  const inPage = 'WHERE seq >= ? AND seq < ? ORDER BY seq';
  const runIds = database.prepare('SELECT id FROM runs WHERE id >= ? AND id < ? ORDER BY id');
  const events = database
    .prepare(`SELECT * FROM events ${inPage}`)
    .all(from, from + page)
    .map((row) => {
      const first = integer(row, 'first_run');
      const ids = runIds.all(first, first + integer(row, 'run_count')).map((run) => integer(run, 'id'));
      return { seq: integer(row, 'seq'), change: eventRecorded(database, row), ids };
    });
  const entries = database
    .prepare(`SELECT * FROM entries ${inPage}`)
    .all(from, from + page)
    .map((row) => ({ seq: integer(row, 'seq'), change: toChange(row), ids: madeBy(row) }));
  return [...events, ...entries].toSorted((a, b) => a.seq - b.seq);
}

function madeBy(row: Row): readonly number[] {
  switch (row['type']) {
    case 'run.started':
      return [integer(row, 'run')];
    case 'run.parked':
    case 'exception.opened':
      return [integer(row, 'subject')];
    default:
      return [];
  }
}

function compareRun(run: RunRecord, row: Row | undefined, tell: Tell): void {
  if (row === undefined) {
    tell(`run ${run.id} is missing`);
    return;
  }
  const found = toRun(row);
  for (const field of ['state', 'undoing', 'wakeAt', 'waitingFor', 'finishedAt', 'begun'] as const) {
    if (found[field] !== run[field]) tell(`run ${run.id} has ${field} ${found[field]}, its entries say ${run[field]}`);
  }
}

function compareOpenRuns(database: DatabaseSync, store: ReplayStore, tell: Tell): void {
  const rows = database.prepare(`SELECT ${runColumns} FROM runs WHERE finished_at IS NULL`).all();
  const found = new Map(rows.map((row) => [integer(row, 'id'), row]));
  for (const run of store.openRuns.values()) {
    const row = found.get(run.id);
    const state = row === undefined ? run.state : toRun(row).state;
    compareRun(waitsForTurn(run.state) && waitsForTurn(state) ? { ...run, state } : run, row, tell);
  }
  for (const id of found.keys()) if (!store.openRuns.has(id)) tell(`run ${id} is open, its entries say it is not`);
}

/**
 * Once the runs before it were pruned, the entries no longer say whether a run is blocked or ready; the other runs of
 * its lane do.
 */
function compareLanes(database: DatabaseSync, tell: Tell): void {
  const rows = database
    .prepare(
      `SELECT sum(state = 'ready') AS ready, sum(state <> 'blocked') AS active FROM runs WHERE finished_at IS NULL
        GROUP BY lane HAVING ready > 1 OR active = 0`,
    )
    .all();
  for (const row of rows)
    tell(integer(row, 'active') === 0 ? 'a lane has only blocked runs' : 'a lane has two ready runs');
}

function waitsForTurn(state: RunState): boolean {
  return state === 'ready' || state === 'blocked';
}

/** A run with no entry of its own leaves no other trace than the count of its event. */
function findLostRuns(database: DatabaseSync, tell: Tell): void {
  const rows = database
    .prepare(
      `SELECT seq FROM events WHERE run_count > pruned_runs
        + (SELECT count(*) FROM runs WHERE runs.id >= first_run AND runs.id < first_run + run_count)`,
    )
    .all();
  for (const row of rows) tell(`event ${integer(row, 'seq')} has lost runs that it started`);
}

function compareWaits(database: DatabaseSync, store: ReplayStore, tell: Tell): void {
  const found = database.prepare('SELECT run, key, name FROM waits').all();
  const rows = found.map((row) => JSON.stringify([row['run'], row['key'], row['name']]));
  const derived = [...store.waits].flatMap(([run, waits]) =>
    waits.flatMap(({ key, events }) => events.map((name) => JSON.stringify([run, key, name]))),
  );
  if (!sameSet(rows, derived)) tell('the waits are not those of the waiting runs');
}

function compareExceptions(database: DatabaseSync, store: ReplayStore, tell: Tell): void {
  const rows = database.prepare('SELECT * FROM exceptions').all().map(toException);
  for (const { id, state } of rows) {
    const derived = store.exceptions.get(id);
    if (derived?.state !== state) tell(`exception ${id} is ${state}, its entries say ${derived?.state ?? 'nothing'}`);
  }
  if (rows.length !== store.exceptions.size) {
    tell(`there are ${rows.length} exceptions, the entries say ${store.exceptions.size}`);
  }
}

function compareCursors(database: DatabaseSync, store: ReplayStore, tell: Tell): void {
  const rows = database.prepare('SELECT name, value FROM cursors').all();
  const found = rows.map((row) => JSON.stringify([row['name'], row['value']]));
  const derived = [...store.cursors].map((cursor) => JSON.stringify(cursor));
  if (!sameSet(found, derived)) tell('the cursors are not where the entries moved them');
}

function compareDeliveries(database: DatabaseSync, tell: Tell): void {
  const rows = database
    .prepare(
      `SELECT deliveries.id FROM deliveries LEFT JOIN
        (SELECT subject, type, body, max(seq) AS latest FROM entries WHERE run IS NULL
          AND type IN ('delivery.settled', 'delivery.reopened') GROUP BY subject) AS last
        ON last.subject = deliveries.id
        WHERE deliveries.state <> iif(coalesce(last.type, 'delivery.reopened') = 'delivery.reopened', 'pending', last.body ->> 'state')`,
    )
    .all();
  for (const row of rows) tell(`delivery ${integer(row, 'id')} is not in the state of its last entry`);
}

function compareCounters(database: DatabaseSync, counters: Readonly<Counters>, replayed: number, tell: Tell): void {
  const rows = database.prepare(
    'SELECT state, count(*) AS size FROM runs WHERE finished_at IS NOT NULL GROUP BY state',
  );
  const ended = new Map(rows.all().map((row) => [text(row, 'state'), integer(row, 'size')]));
  for (const state of runStates) {
    if (state in counters && counters[state as keyof Counters] !== (ended.get(state) ?? 0)) {
      tell(`the count of ${state} runs is wrong`);
    }
  }
  const runs = count(database, 'runs');
  if (runs !== replayed) tell(`there are ${runs} runs, the entries say ${replayed}`);
}

function count(database: DatabaseSync, table: 'runs' | 'deliveries'): number {
  const [row = {}] = database.prepare(`SELECT count(*) AS size FROM ${table}`).all();
  return integer(row, 'size');
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((it) => right.has(it));
}
