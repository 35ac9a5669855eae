import {
  type Change,
  type DeliveryRecord,
  type DeliveryState,
  type EventRecord,
  type ExceptionRecord,
  type NewDelivery,
  type NewEvent,
  type NewRun,
  type RunRecord,
  type Wait,
} from './journal.ts';
import { isOpen } from './rules.ts';
import { type EntryLinks, type JournalStore, type RunToAdd } from './store.ts';
import { UndoLog } from './undo-log.ts';

/** A change as it is kept, with what it belongs to. */
export interface StoredEntry extends EntryLinks {
  readonly seq: number;
  readonly change: Change;
}

/** What gets ids of its own. */
export type RowKind = 'entry' | 'delivery' | 'run' | 'exception';

/** The rows of the journal as maps, with the few indexes that keep the rules fast. */
export class MemoryStore implements JournalStore {
  readonly entries = new Map<number, StoredEntry>();
  readonly deliveries = new Map<number, DeliveryRecord>();
  readonly events = new Map<number, EventRecord>();
  readonly runs = new Map<number, RunRecord>();
  readonly exceptions = new Map<number, ExceptionRecord>();
  readonly cursors = new Map<string, string>();
  readonly waits = new Map<number, readonly Wait[]>();

  readonly keysByIdentifier = new Map<string, Set<string>>();
  readonly entriesByRun = new Map<number, Set<number>>();
  readonly eventsByKey = new Map<string, Set<number>>();
  readonly openRuns = new Map<number, RunRecord>();
  readonly #deliveryIds = new Map<string, number>();
  readonly #eventSeqs = new Map<string, number>();
  readonly #lanes = new Map<string, Set<number>>();
  readonly #waiters = new Map<string, Set<number>>();
  readonly #openExceptions = new Map<number, Set<number>>();
  readonly #undo = new UndoLog();
  #last = { entry: 0, delivery: 0, run: 0, exception: 0 };

  /** Runs the work; if it throws, nothing of it stays. */
  transaction<T>(work: () => T): T {
    return this.#undo.transaction(() => {
      const last = { ...this.#last };
      this.#undo.onUndo(() => (this.#last = last));
      return work();
    });
  }

  addEntry(change: Change, links: EntryLinks = {}): void {
    const seq = this.nextId('entry');
    this.#undo.put(this.entries, seq, { seq, change, ...links });
    if (links.run !== undefined) this.#undo.addTo(this.entriesByRun, links.run, seq);
  }

  addDelivery(delivery: NewDelivery): { id: number; duplicate: boolean } {
    const key = JSON.stringify([delivery.source, delivery.dedupeKey]);
    const known = this.#deliveryIds.get(key);
    if (known !== undefined) return { id: known, duplicate: true };
    const id = this.nextId('delivery');
    const kept = { ...delivery, headers: { ...delivery.headers }, body: delivery.body.slice() };
    this.#undo.put(this.deliveries, id, { ...kept, id, state: 'pending' });
    this.#undo.put(this.#deliveryIds, key, id);
    return { id, duplicate: false };
  }

  deliveryState(id: number): DeliveryState | undefined {
    return this.deliveries.get(id)?.state;
  }

  setDeliveryState(id: number, state: DeliveryState): void {
    const delivery = this.deliveries.get(id);
    if (delivery !== undefined) this.#undo.put(this.deliveries, id, { ...delivery, state });
  }

  addEvent(event: NewEvent, runs: readonly NewRun[]): { seq: number; duplicate: boolean } {
    const known = this.#eventSeqs.get(event.id);
    if (known !== undefined) return { seq: known, duplicate: true };
    this.addEntry({ type: 'event.recorded', event, runs }, { key: event.key });
    const seq = this.#last.entry;
    this.#undo.put(this.events, seq, { ...event, seq });
    this.#undo.put(this.#eventSeqs, event.id, seq);
    this.#undo.addTo(this.eventsByKey, event.key, seq);
    return { seq, duplicate: false };
  }

  hasEventAt(seq: number): boolean {
    return this.events.has(seq);
  }

  occurrence(seq: number): Pick<NewEvent, 'source' | 'occurredAt'> | undefined {
    return this.events.get(seq);
  }

  hasEventAfter(names: readonly string[], key: string, afterSeq: number): boolean {
    return this.nextEvent(names, key, afterSeq) !== undefined;
  }

  nextEvent(names: readonly string[], key: string, afterSeq: number): EventRecord | undefined {
    for (const seq of this.eventsByKey.get(key) ?? []) {
      const event = this.events.get(seq);
      if (seq > afterSeq && event !== undefined && names.includes(event.name)) return event;
    }
    return undefined;
  }

  addIdentifier(identifier: string, key: string): void {
    this.#undo.addTo(this.keysByIdentifier, identifier, key);
  }

  addRun({ supersede: _, startedLater: __, ...run }: RunToAdd): RunRecord {
    const record: RunRecord = { ...run, id: this.nextId('run'), begun: false, undoing: false };
    this.#undo.put(this.runs, record.id, record);
    this.#undo.put(this.openRuns, record.id, record);
    this.#undo.addTo(this.#lanes, record.lane, record.id);
    return record;
  }

  findRun(id: number): RunRecord | undefined {
    return this.runs.get(id);
  }

  changeRun(run: RunRecord): void {
    this.#undo.put(this.runs, run.id, run);
    if (isOpen(run.state)) {
      this.#undo.put(this.openRuns, run.id, run);
    } else {
      this.#undo.remove(this.openRuns, run.id);
      this.#undo.removeFrom(this.#lanes, run.lane, run.id);
    }
  }

  markBegun(run: RunRecord): void {
    this.changeRun({ ...run, begun: true });
  }

  isLaneTaken(lane: string): boolean {
    return this.#lanes.has(lane);
  }

  olderRunsOfLane(lane: string, eventSeq: number): readonly RunRecord[] {
    return this.#runsOfLane(lane).filter((run) => run.eventSeq <= eventSeq);
  }

  isLaneActive(lane: string, otherThan?: number): boolean {
    return this.#runsOfLane(lane).some((run) => run.state !== 'blocked' && run.id !== otherThan);
  }

  firstBlocked(lane: string): RunRecord | undefined {
    return this.#runsOfLane(lane).find((run) => run.state === 'blocked');
  }

  setWaits(run: number, waits: readonly Wait[]): void {
    for (const waker of wakersOf(this.waits.get(run) ?? [])) this.#undo.removeFrom(this.#waiters, waker, run);
    if (waits.length === 0) {
      this.#undo.remove(this.waits, run);
      return;
    }
    this.#undo.put(this.waits, run, waits);
    for (const waker of wakersOf(waits)) this.#undo.addTo(this.#waiters, waker, run);
  }

  runsWaitingFor(name: string, key: string): readonly RunRecord[] {
    return this.#existing([...(this.#waiters.get(wakerOf(name, key)) ?? [])]);
  }

  addException(exception: Omit<ExceptionRecord, 'id'>): number {
    const id = this.nextId('exception');
    this.#undo.put(this.exceptions, id, { ...exception, id });
    if (exception.run !== undefined) this.#undo.addTo(this.#openExceptions, exception.run, id);
    return id;
  }

  findException(id: number): ExceptionRecord | undefined {
    return this.exceptions.get(id);
  }

  openExceptionsOf(run: number): readonly ExceptionRecord[] {
    return [...(this.#openExceptions.get(run) ?? [])].flatMap((id) => this.exceptions.get(id) ?? []);
  }

  changeException(exception: ExceptionRecord): void {
    this.#undo.put(this.exceptions, exception.id, exception);
    if (exception.run !== undefined && exception.state !== 'open') {
      this.#undo.removeFrom(this.#openExceptions, exception.run, exception.id);
    }
  }

  setCursor(name: string, value: string): void {
    this.#undo.put(this.cursors, name, value);
  }

  /** Forgets a run that has ended, with its entries. */
  dropRun(run: RunRecord): void {
    this.runs.delete(run.id);
    this.#forgetStart(run);
    for (const seq of this.entriesByRun.get(run.id) ?? []) this.entries.delete(seq);
    this.entriesByRun.delete(run.id);
    for (const exception of this.exceptions.values()) {
      if (exception.run === run.id) this.exceptions.delete(exception.id);
    }
  }

  /** The event tells no longer that it started the run, unless the run was started by an entry of its own. */
  #forgetStart(run: RunRecord): void {
    const [first = 0] = this.entriesByRun.get(run.id) ?? [];
    const entry = this.entries.get(run.eventSeq);
    if (this.entries.get(first)?.change.type === 'run.started' || entry?.change.type !== 'event.recorded') return;
    const { runs } = entry.change;
    const position = runs.findIndex(({ flow, lane, key }) => flow === run.flow && lane === run.lane && key === run.key);
    const change = { ...entry.change, runs: runs.filter((_, index) => index !== position) };
    this.entries.set(entry.seq, { ...entry, change });
  }

  /** Forgets an event; the same event sent again would be a new one. */
  dropEvent(event: EventRecord): void {
    this.events.delete(event.seq);
    this.entries.delete(event.seq);
    this.#eventSeqs.delete(event.id);
    const ofKey = this.eventsByKey.get(event.key);
    ofKey?.delete(event.seq);
    if (ofKey?.size === 0) this.eventsByKey.delete(event.key);
  }

  /** Forgets a delivery; the same delivery sent again would be a new one. */
  dropDelivery({ id, source, dedupeKey }: DeliveryRecord): void {
    this.deliveries.delete(id);
    this.#deliveryIds.delete(JSON.stringify([source, dedupeKey]));
  }

  protected nextId(kind: RowKind): number {
    this.#last[kind] += 1;
    return this.#last[kind];
  }

  #runsOfLane(lane: string): readonly RunRecord[] {
    return this.#existing([...(this.#lanes.get(lane) ?? [])]).toSorted(
      (a, b) => a.eventSeq - b.eventSeq || a.id - b.id,
    );
  }

  #existing(ids: readonly number[]): readonly RunRecord[] {
    return ids.toSorted((a, b) => a - b).flatMap((id) => this.runs.get(id) ?? []);
  }
}

function wakersOf(waits: readonly Wait[]): readonly string[] {
  return waits.flatMap(({ events, key }) => events.map((name) => wakerOf(name, key)));
}

function wakerOf(name: string, key: string): string {
  return JSON.stringify([name, key]);
}
