import { type RunRecord } from '../journal/index.ts';

/**
 * Ready runs in the order in which they became ready, at most `concurrency` taken at once, and never two of one
 * business key: what happens to one order (or one SKU) takes effect one at a time.
 */
export class ReadyQueue {
  readonly #concurrency: number;
  readonly #begin: (run: RunRecord) => void;
  readonly #queued = new Set<number>();
  readonly #taken = new Map<number, RunRecord>();
  readonly #busyKeys = new Map<string, RunRecord[]>();
  readonly #again = new Set<number>();
  #runs: RunRecord[] = [];
  #head = 0;
  #open = false;

  constructor(concurrency: number, begin: (run: RunRecord) => void) {
    this.#concurrency = concurrency;
    this.#begin = begin;
  }

  /** Runs that are queued or taken. */
  get size(): number {
    return this.#queued.size + this.#taken.size;
  }

  get taken(): number {
    return this.#taken.size;
  }

  open(): void {
    this.#open = true;
    this.#pump();
  }

  close(): void {
    this.#open = false;
  }

  add(run: RunRecord): void {
    // A run that is taken may have been woken while it was on its way to sleep: it is looked at again when it is back.
    if (this.#taken.has(run.id)) this.#again.add(run.id);
    else if (!this.#queued.has(run.id)) {
      this.#queued.add(run.id);
      this.#runs.push(run);
      this.#pump();
    }
  }

  /** Gives a taken run back. True when it became ready again meanwhile and has to be looked at. */
  release(run: RunRecord): boolean {
    this.#taken.delete(run.id);
    const behind = this.#busyKeys.get(run.key) ?? [];
    this.#busyKeys.delete(run.key);
    const next = behind.shift();
    if (next) {
      this.#busyKeys.set(run.key, behind);
      this.#take(next);
    }
    this.#pump();
    return this.#again.delete(run.id);
  }

  #pump(): void {
    while (this.#open && this.#taken.size < this.#concurrency && this.#head < this.#runs.length) {
      const run = this.#runs[this.#head++];
      if (this.#head > 1_024 && this.#head * 2 > this.#runs.length) {
        this.#runs = this.#runs.slice(this.#head);
        this.#head = 0;
      }
      if (!run) return;
      const behind = this.#busyKeys.get(run.key);
      if (behind) {
        behind.push(run);
      } else {
        this.#busyKeys.set(run.key, []);
        this.#take(run);
      }
    }
  }

  #take(run: RunRecord): void {
    this.#queued.delete(run.id);
    if (!this.#open) return;
    this.#taken.set(run.id, run);
    this.#begin(run);
  }
}
