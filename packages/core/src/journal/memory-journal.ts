import { IntegrationError } from '../primitives/index.ts';
import { instantOf } from './change-links.ts';
import {
  type AttemptRecord,
  type Change,
  type DeliveryRecord,
  type Effect,
  type EventRecord,
  type ExceptionFilter,
  type ExceptionRecord,
  type Journal,
  type JournalCounts,
  type RunFilter,
  type RunRecord,
  type StepRecord,
  type TraceEntry,
  type VerifyReport,
} from './journal.ts';
import { pruneMemory } from './memory-prune.ts';
import { MemoryStore, type StoredEntry } from './memory-store.ts';
import { applyChange } from './rules.ts';
import { countRuns } from './run-counts.ts';
import { memoryShelf } from './memory-shelf.ts';
import { type Shelf } from './shelf.ts';

const defaultLimit = 1000;

/**
 * A journal that lives in memory: for tests and for trying things out. It keeps every rule of the port, but a process
 * that ends loses it. It may be closed and opened again, as if the process had been started anew.
 *
 * @example
 * ```ts
 * import { memoryJournal } from '@crossdock/core';
 *
 * const journal = memoryJournal();
 * await journal.open();
 * ```
 */
export function memoryJournal(): Journal {
  return new MemoryJournal();
}

class MemoryJournal implements Journal {
  readonly #content = new MemoryStore();
  readonly #shelves = new Map<string, Shelf>();
  #isOpen = false;

  async open(): Promise<void> {
    if (this.#isOpen) {
      throw new IntegrationError('The journal is open already', { code: 'journal-locked' });
    }
    this.#isOpen = true;
  }

  async append(changes: readonly Change[]): Promise<readonly Effect[]> {
    const store = this.#store();
    return store.transaction(() => changes.map((change) => applyChange(store, change)));
  }

  async delivery(id: number): Promise<DeliveryRecord | undefined> {
    return this.#store().deliveries.get(id);
  }

  async pendingDeliveries(after: number, limit: number): Promise<readonly DeliveryRecord[]> {
    const pending = (it: DeliveryRecord) => it.id > after && it.state === 'pending';
    return [...this.#store().deliveries.values()].filter(pending).slice(0, limit);
  }

  async event(seq: number): Promise<EventRecord | undefined> {
    return this.#store().events.get(seq);
  }

  async nextEvent(names: readonly string[], key: string, afterSeq: number): Promise<EventRecord | undefined> {
    return this.#store().nextEvent(names, key, afterSeq);
  }

  async events({
    key,
    after = 0,
    limit = defaultLimit,
  }: {
    readonly key?: string;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<readonly EventRecord[]> {
    const { events, eventsByKey } = this.#store();
    const seqs = key === undefined ? events.keys() : (eventsByKey.get(key) ?? []);
    return [...seqs]
      .filter((seq) => seq > after)
      .slice(0, limit)
      .flatMap((seq) => events.get(seq) ?? []);
  }

  async run(id: number): Promise<RunRecord | undefined> {
    return this.#store().runs.get(id);
  }

  async runs({ states, flow, key, after = 0, limit = defaultLimit }: RunFilter): Promise<readonly RunRecord[]> {
    return [...this.#store().runs.values()]
      .filter(
        (run) =>
          run.id > after &&
          (states === undefined || states.includes(run.state)) &&
          (flow === undefined || run.flow === flow) &&
          (key === undefined || run.key === key),
      )
      .slice(0, limit);
  }

  async steps(run: number): Promise<readonly StepRecord[]> {
    return this.#entriesOf(run)
      .flatMap(({ change }) => (change.type === 'step.finished' ? change.step : []))
      .toSorted((a, b) => a.ordinal - b.ordinal);
  }

  async attempts(run: number): Promise<readonly AttemptRecord[]> {
    return this.#entriesOf(run).flatMap(({ change }) => (change.type === 'step.attempted' ? change.attempt : []));
  }

  async dueRuns(now: number, limit: number): Promise<readonly RunRecord[]> {
    return this.#sleepers()
      .filter(({ wakeAt }) => wakeAt <= now)
      .slice(0, limit);
  }

  async nextWakeAt(): Promise<number | undefined> {
    return this.#sleepers()[0]?.wakeAt;
  }

  async exceptions(filter: ExceptionFilter): Promise<readonly ExceptionRecord[]> {
    const { id, states, after = 0, limit = defaultLimit, ...fields } = filter;
    return [...this.#store().exceptions.values()]
      .filter(
        (it) =>
          it.id > after &&
          (id === undefined || it.id === id) &&
          (states === undefined || states.includes(it.state)) &&
          (fields.system === undefined || it.system === fields.system) &&
          (fields.flow === undefined || it.flow === fields.flow) &&
          (fields.code === undefined || it.code === fields.code) &&
          (fields.key === undefined || it.key === fields.key) &&
          (fields.kind === undefined || it.kind === fields.kind),
      )
      .slice(0, limit);
  }

  async cursor(name: string): Promise<string | undefined> {
    return this.#store().cursors.get(name);
  }

  async keysOf(identifier: string): Promise<readonly string[]> {
    const { keysByIdentifier, eventsByKey, runs } = this.#store();
    const keys = new Set(keysByIdentifier.get(identifier));
    if (eventsByKey.has(identifier) || [...runs.values()].some((run) => run.key === identifier)) keys.add(identifier);
    return [...keys].toSorted();
  }

  async trace(key: string): Promise<readonly TraceEntry[]> {
    const { entries, events, runs } = this.#store();
    const ofKey = (run: RunRecord) => run.key === key || events.get(run.eventSeq)?.key === key;
    const runsOfKey = new Map([...runs.values()].filter(ofKey).map((run) => [run.id, run]));
    const eventSeqs = new Set([...runsOfKey.values()].map((run) => run.eventSeq));
    return [...entries.values()]
      .filter((it) => it.key === key || eventSeqs.has(it.seq) || (it.run !== undefined && runsOfKey.has(it.run)))
      .map(({ seq, change, run }) => ({
        seq,
        at: instantOf(change),
        ...(run !== undefined && { run, ...flowOf(runs.get(run)) }),
        change,
      }));
  }

  async counts(): Promise<JournalCounts> {
    const { deliveries, exceptions, runs } = this.#store();
    return {
      pendingDeliveries: [...deliveries.values()].filter((it) => it.state === 'pending').length,
      openExceptions: [...exceptions.values()].filter((it) => it.state === 'open').length,
      runs: countRuns([...runs.values()].map(({ state }) => [state, 1] as const)),
    };
  }

  async prune(endedBefore: string): Promise<number> {
    return pruneMemory(this.#store(), endedBefore);
  }

  async verify(): Promise<VerifyReport> {
    const { entries, deliveries } = this.#store();
    return { ok: true, entries: entries.size + deliveries.size, problems: [] };
  }

  shelf(name: string): Shelf {
    const shelf = this.#shelves.get(name) ?? memoryShelf(() => void this.#store());
    this.#shelves.set(name, shelf);
    return shelf;
  }

  async close(): Promise<void> {
    this.#store();
    this.#isOpen = false;
  }

  #store(): MemoryStore {
    if (!this.#isOpen) throw new IntegrationError('The journal is not open', { code: 'journal-closed' });
    return this.#content;
  }

  #entriesOf(run: number): readonly StoredEntry[] {
    const { entries, entriesByRun } = this.#store();
    return [...(entriesByRun.get(run) ?? [])].flatMap((seq) => entries.get(seq) ?? []);
  }

  #sleepers(): readonly (RunRecord & { readonly wakeAt: number })[] {
    return [...this.#store().openRuns.values()]
      .flatMap((run) => (run.wakeAt === undefined ? [] : { ...run, wakeAt: run.wakeAt }))
      .toSorted((a, b) => a.wakeAt - b.wakeAt || a.id - b.id);
  }
}

function flowOf(run: RunRecord | undefined): { readonly flow?: string } {
  return run === undefined ? {} : { flow: run.flow };
}
