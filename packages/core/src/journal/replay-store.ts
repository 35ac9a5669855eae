import { type NewEvent, type RunRecord } from './journal.ts';
import { MemoryStore, type RowKind } from './memory-store.ts';
import { isOpen } from './rules.ts';

/** What a replay asks of the journal that it checks. */
export interface ReplaySource {
  hasEventBetween(names: readonly string[], key: string, afterSeq: number, beforeSeq: number): boolean;
  hasIdentifier(identifier: string, key: string): boolean;
  /** Called when a run ends in the replay, which forgets it then. */
  runEnded(run: RunRecord): void;
}

/**
 * Derives the views again from entries that are read one by one. It keeps what is open and no more, so that the size
 * of the journal does not matter, and gives rows the ids they have in the journal.
 */
export class ReplayStore extends MemoryStore {
  readonly missingIdentifiers: string[] = [];
  readonly #source: ReplaySource;
  #seq = 0;
  #ids: number[] = [];

  constructor(source: ReplaySource) {
    super();
    this.#source = source;
  }

  /** Sets the position of the next entry, and the ids of the rows that it made. */
  expect(seq: number, ids: readonly number[]): void {
    this.#seq = seq;
    this.#ids = [...ids];
  }

  override addEntry(): void {
    // The entry is there already: it is the one being replayed.
  }

  override addEvent(_event: NewEvent): { seq: number; duplicate: boolean } {
    return { seq: this.#seq, duplicate: false };
  }

  override hasEventAt(): boolean {
    return true;
  }

  override hasEventAfter(names: readonly string[], key: string, afterSeq: number): boolean {
    return this.#source.hasEventBetween(names, key, afterSeq, this.#seq);
  }

  override addIdentifier(identifier: string, key: string): void {
    if (!this.#source.hasIdentifier(identifier, key)) this.missingIdentifiers.push(key);
  }

  /** What was superseded has an entry of its own. */
  override olderRunsOfLane(): readonly RunRecord[] {
    return [];
  }

  /** The entries say that it was the run's turn, though the runs before it may be pruned and no longer say so. */
  unblock(id: number): void {
    const run = this.runs.get(id);
    if (run?.state === 'blocked') this.changeRun({ ...run, state: 'ready' });
  }

  override changeRun(run: RunRecord): void {
    super.changeRun(run);
    if (isOpen(run.state)) return;
    this.#source.runEnded(run);
    this.runs.delete(run.id);
  }

  protected override nextId(kind: RowKind): number {
    return this.#ids.shift() ?? super.nextId(kind);
  }
}
