import { sqliteJournal } from '@crossdock/core/sqlite';
import { DatabaseSync } from 'node:sqlite';
import { booked, orderPlaced, referenceOf, stepNames } from './four-steps.ts';

const at = '2026-11-23T08:00:00.000Z';

/**
 * Makes a journal file with so many runs that have ended, each with its event, identifiers, four steps and end: the same
 * rows that the runs themselves would have left, written by plain SQL in one transaction.
 */
export async function fillWithEndedRuns(file: string, runs: number): Promise<void> {
  const journal = sqliteJournal(file);
  await journal.open();
  await journal.close();
  const database = new DatabaseSync(file);
  const numbers = `WITH RECURSIVE n (i, ref) AS (
    SELECT 1, ${referenceSql('1')} UNION ALL SELECT i + 1, ${referenceSql('i + 1')} FROM n WHERE i < ${runs})`;
  const steps = `s (o, title) AS (VALUES ${stepNames.map((name, index) => `(${index + 1}, 'step:${name}')`).join(', ')})`;
  const ended = `'{"type":"run.finished","run":' || i || ',"outcome":"done","at":"${at}"}'`;
  database.exec(`
    PRAGMA synchronous = OFF;
    BEGIN;
    INSERT INTO events (seq, version, id, source, name, key, occurred_at, recorded_at, envelope, identifiers, first_run, run_count)
      ${numbers} SELECT i * 6, 1, 'shop/order.placed/' || ref, 'shop', 'order.placed', ref, '${at}', '${at}',
      replace('${orderPlaced(0).envelope}', '${referenceOf(0)}', ref), json_array(ref, '#' || i), i, 1 FROM n;
    INSERT INTO identifiers (identifier, key) ${numbers} SELECT '#' || i, ref FROM n;
    INSERT INTO runs (id, flow, version, key, lane, event_seq, generation, supersede, started_later, started_at, state, finished_at)
      ${numbers} SELECT i, 'order-to-cash', 1, ref, 'order-to-cash/' || ref, i * 6, 1, 0, 0, '${at}', 'done', '${at}' FROM n;
    INSERT INTO entries (seq, type, version, run, subject, at, name, body)
      ${numbers}, ${steps} SELECT i * 6 + o, 'step.finished', 1, i, o, '${at}', title, '${JSON.stringify(booked)}'
      FROM n, s ORDER BY i, o;
    INSERT INTO entries (seq, type, version, run, at, body)
      ${numbers} SELECT i * 6 + 5, 'run.finished', 1, i, '${at}', ${ended} FROM n;
    UPDATE counters SET entry = ${runs * 6 + 5}, run = ${runs}, done = ${runs};
    COMMIT`);
  // All of it is on the disk before anything is measured.
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** {@link referenceOf} in SQL. */
function referenceSql(flow: string): string {
  return `'shop-' || (6000000000000 + (${flow}) * 32768)`;
}
