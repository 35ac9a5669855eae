import { type DatabaseSync } from 'node:sqlite';

import { instantOf } from './change-links.ts';
import {
  type Change,
  type DeliveryState,
  entryVersion,
  type ExceptionRecord,
  type NewDelivery,
  type NewEvent,
  type NewRun,
  type RunOutcome,
  type RunRecord,
  type Wait,
} from './journal.ts';
import { isOpen } from './rules.ts';
import { readCounters, type Counters } from './sqlite-counters.ts';
import { integer, text, toException, toRun } from './sqlite-rows.ts';
import { prepareWrites, type Writes } from './sqlite-statements.ts';
import { type EntryLinks, type JournalStore, type RunToAdd } from './store.ts';

/** How many open runs are kept as objects, so that a busy run is not read again for each of its steps. */
const keptRuns = 10_000;

/**
 * The rows of the journal in SQLite. What it keeps in memory (the counters, how many open runs each lane has, the
 * runs at work) is only there to spare reads; after a transaction that was rolled back it must be told to
 * {@link forget}.
 */
export class SqliteStore implements JournalStore {
  readonly #sql: Writes;
  readonly #database: DatabaseSync;
  readonly #runs = new Map<number, RunRecord>();
  readonly #laneSizes = new Map<string, number>();
  readonly #waitedKeys = new Map<string, number>();
  #openExceptionsOfRuns = 0;
  #counters: Counters;
  /** How many ended runs the counters in the file tell of. */
  #savedEnded = 0;
  /** What is in memory could not be read again. */
  #isStale = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepareWrites(database);
    this.#counters = readCounters(database);
    this.#reload();
  }

  get counters(): Readonly<Counters> {
    return this.#counters;
  }

  /** Reads again what could not be read after a transaction that was rolled back. Comes before every transaction. */
  refresh(): void {
    if (this.#isStale) this.#reload();
  }

  /** Forgets what is in memory and reads it again. */
  #reload(): void {
    this.#isStale = true;
    this.#runs.clear();
    this.#laneSizes.clear();
    this.#waitedKeys.clear();
    this.#counters = readCounters(this.#database);
    const { done, undone, cancelled, superseded, resolved } = this.#counters;
    this.#savedEnded = done + undone + cancelled + superseded + resolved;
    for (const row of this.#sql.laneSizes.all()) this.#laneSizes.set(text(row, 'lane'), integer(row, 'size'));
    for (const row of this.#sql.waitedKeys.all()) this.#waitedKeys.set(text(row, 'key'), integer(row, 'size'));
    const [open] = this.#sql.countOpenExceptionsOfRuns.all();
    this.#openExceptionsOfRuns = open === undefined ? 0 : integer(open, 'size');
    this.#isStale = false;
  }

  /** Takes back what a transaction that was rolled back has left in memory. A disk that fails may do so here again. */
  forget(): void {
    try {
      this.#reload();
    } catch {
      // The next transaction tries again.
    }
  }

  /**
   * Writes the counters if runs have ended; once for all changes of a transaction. Ids alone are found again in the rows that
   * have them, unless those are deleted: then `always` is needed.
   */
  saveCounters(when: 'runs-ended' | 'always' = 'runs-ended'): void {
    const { entry, delivery, run, exception, done, undone, cancelled, superseded, resolved } = this.#counters;
    const ended = done + undone + cancelled + superseded + resolved;
    if (ended === this.#savedEnded && when === 'runs-ended') return;
    this.#sql.saveCounters.run(entry, delivery, run, exception, done, undone, cancelled, superseded, resolved);
    this.#savedEnded = ended;
  }

  addEntry(change: Change, { run, key, subject }: EntryLinks): void {
    this.#counters.entry += 1;
    const seq = this.#counters.entry;
    if (change.type === 'step.finished') {
      const { step, identifiers } = change;
      const title = `${step.kind}:${step.name}`;
      const known = identifiers === undefined ? null : JSON.stringify(identifiers);
      this.#sql.addStep.run(seq, entryVersion, step.run, step.ordinal, step.at, title, step.result, known);
      return;
    }
    const body = JSON.stringify(change);
    const { type } = change;
    this.#sql.addEntry.run(seq, type, entryVersion, run ?? null, key ?? null, subject ?? null, instantOf(change), body);
  }

  addDelivery(delivery: NewDelivery): { id: number; duplicate: boolean } {
    const { source, dedupeKey, topic, headers, body, receivedAt } = delivery;
    const id = this.#counters.delivery + 1;
    const names = JSON.stringify(headers);
    const { changes } = this.#sql.addDelivery.run(id, entryVersion, source, dedupeKey, topic, names, body, receivedAt);
    if (changes === 0) {
      const [known] = this.#sql.findDelivery.all(source, dedupeKey);
      return { id: known === undefined ? 0 : integer(known, 'id'), duplicate: true };
    }
    this.#counters.delivery = id;
    return { id, duplicate: false };
  }

  deliveryState(id: number): DeliveryState | undefined {
    const [row] = this.#sql.deliveryState.all(id);
    return row === undefined ? undefined : (text(row, 'state') as DeliveryState);
  }

  setDeliveryState(id: number, state: DeliveryState): void {
    this.#sql.setDeliveryState.run(state, id);
  }

  addEvent(event: NewEvent, runs: readonly NewRun[]): { seq: number; duplicate: boolean } {
    const seq = this.#counters.entry + 1;
    const { changes } = this.#sql.addEvent.run(
      seq,
      entryVersion,
      event.id,
      event.source,
      event.name,
      event.key,
      event.occurredAt,
      event.recordedAt,
      event.envelope,
      event.identifiers.length === 0 ? null : JSON.stringify(event.identifiers),
      this.#counters.run + 1,
      runs.length,
    );
    if (changes === 0) {
      const [known] = this.#sql.findEvent.all(event.id);
      return { seq: known === undefined ? 0 : integer(known, 'seq'), duplicate: true };
    }
    this.#counters.entry = seq;
    return { seq, duplicate: false };
  }

  hasEventAt(seq: number): boolean {
    return this.#sql.hasEvent.all(seq).length > 0;
  }

  occurrence(seq: number): Pick<NewEvent, 'source' | 'occurredAt'> | undefined {
    const [row] = this.#sql.occurrence.all(seq);
    return row && { source: text(row, 'source'), occurredAt: text(row, 'occurred_at') };
  }

  hasEventAfter(names: readonly string[], key: string, afterSeq: number): boolean {
    return this.#sql.eventsAfter.all(key, afterSeq).some((row) => names.includes(text(row, 'name')));
  }

  addIdentifier(identifier: string, key: string): void {
    this.#sql.addIdentifier.run(identifier, key);
  }

  addRun({ supersede, startedLater, ...run }: RunToAdd): RunRecord {
    this.#counters.run += 1;
    const record: RunRecord = { ...run, id: this.#counters.run, begun: false, undoing: false };
    const { id, flow, version, key, lane, eventSeq, generation, startedAt, state } = record;
    const newest = supersede === true ? 1 : 0;
    const later = startedLater ? 1 : 0;
    this.#sql.addRun.run(id, flow, version, key, lane, eventSeq, generation, newest, later, startedAt, state);
    this.#keep(record);
    this.#laneSizes.set(lane, (this.#laneSizes.get(lane) ?? 0) + 1);
    return record;
  }

  findRun(id: number): RunRecord | undefined {
    const kept = this.#runs.get(id);
    if (kept !== undefined) return kept;
    const [row] = this.#sql.findRun.all(id);
    if (row === undefined) return undefined;
    const run = toRun(row);
    if (isOpen(run.state)) this.#keep(run);
    return run;
  }

  changeRun(run: RunRecord): void {
    if (isOpen(run.state)) {
      this.#sql.changeRun.run(run.state, run.undoing ? 1 : 0, run.wakeAt ?? null, run.waitingFor ?? null, run.id);
      this.#keep(run);
      return;
    }
    this.#sql.endRun.run(run.state, run.finishedAt ?? null, run.id);
    this.#runs.delete(run.id);
    this.#counters[run.state as RunOutcome] += 1;
    decrement(this.#laneSizes, run.lane);
  }

  markBegun(run: RunRecord): void {
    this.#keep({ ...run, begun: true });
  }

  isLaneTaken(lane: string): boolean {
    return this.#laneSizes.has(lane);
  }

  olderRunsOfLane(lane: string, eventSeq: number): readonly RunRecord[] {
    return this.#sql.olderRunsOfLane.all(lane, eventSeq).map(toRun);
  }

  isLaneActive(lane: string, otherThan = 0): boolean {
    return this.#sql.activeRunsOfLane.all(lane, otherThan).length > 0;
  }

  firstBlocked(lane: string): RunRecord | undefined {
    const [row] = this.#sql.firstBlocked.all(lane);
    return row === undefined ? undefined : toRun(row);
  }

  setWaits(run: number, waits: readonly Wait[]): void {
    for (const row of this.#sql.waitsOf.all(run)) decrement(this.#waitedKeys, text(row, 'key'));
    this.#sql.removeWaits.run(run);
    for (const { events, key } of waits) {
      for (const name of events) {
        const { changes } = this.#sql.addWait.run(key, name, run);
        if (changes !== 0) this.#waitedKeys.set(key, (this.#waitedKeys.get(key) ?? 0) + 1);
      }
    }
  }

  runsWaitingFor(name: string, key: string): readonly RunRecord[] {
    return this.#waitedKeys.has(key) ? this.#sql.runsWaitingFor.all(key, name).map(toRun) : [];
  }

  addException(exception: Omit<ExceptionRecord, 'id'>): number {
    this.#counters.exception += 1;
    const id = this.#counters.exception;
    this.#sql.addException.run(
      id,
      exception.state,
      exception.kind,
      exception.run ?? null,
      exception.delivery ?? null,
      exception.flow ?? null,
      exception.key ?? null,
      exception.system ?? null,
      exception.step ?? null,
      exception.code,
      exception.reason,
      exception.path ?? null,
      exception.owner,
      exception.amount ?? null,
      exception.units ?? null,
      JSON.stringify(exception.actions),
      exception.openedAt,
    );
    if (exception.run !== undefined) this.#openExceptionsOfRuns += 1;
    return id;
  }

  findException(id: number): ExceptionRecord | undefined {
    const [row] = this.#sql.findException.all(id);
    return row === undefined ? undefined : toException(row);
  }

  openExceptionsOf(run: number): readonly ExceptionRecord[] {
    return this.#openExceptionsOfRuns === 0 ? [] : this.#sql.openExceptionsOf.all(run).map(toException);
  }

  /** Exceptions only ever change from open to closed. */
  changeException({ id, run, state, closedAt, note }: ExceptionRecord): void {
    this.#sql.closeException.run(state, closedAt ?? null, note ?? null, id);
    if (run !== undefined) this.#openExceptionsOfRuns -= 1;
  }

  setCursor(name: string, value: string): void {
    this.#sql.setCursor.run(name, value);
  }

  /** Counts a pruned run no longer. */
  forgetEnded(state: RunOutcome): void {
    this.#counters[state] -= 1;
  }

  #keep(run: RunRecord): void {
    this.#runs.set(run.id, run);
    if (this.#runs.size <= keptRuns) return;
    const oldest = this.#runs.keys().next();
    if (oldest.done !== true) this.#runs.delete(oldest.value);
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const count = (counts.get(key) ?? 0) - 1;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
