import { instantOf } from './change-links.ts';
import { type Change } from './journal.ts';
import { type MemoryStore } from './memory-store.ts';

/** Forgets ended runs that ended before the instant, and the events and deliveries that nobody open needs. */
export function pruneMemory(store: MemoryStore, endedBefore: string): number {
  const ended = [...store.runs.values()].filter(
    ({ id, finishedAt }) =>
      finishedAt !== undefined && finishedAt < endedBefore && store.openExceptionsOf(id).length === 0,
  );
  for (const run of ended) store.dropRun(run);

  const startedBy = new Set([...store.runs.values()].map((run) => run.eventSeq));
  const neededKeys = keysOfOpenRuns(store);
  for (const event of store.events.values()) {
    if (event.recordedAt < endedBefore && !startedBy.has(event.seq) && !neededKeys.has(event.key)) {
      store.dropEvent(event);
    }
  }
  dropOldDeliveries(store, endedBefore);
  dropOldExceptions(store, endedBefore);
  dropUnlinkedEntries(store, endedBefore);
  dropOrphanedIdentifiers(store);
  return ended.length;
}

/** An open run may wait for any event of its own key, and for the keys it has waited for so far. */
function keysOfOpenRuns(store: MemoryStore): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const run of store.openRuns.values()) {
    keys.add(run.key);
    for (const seq of store.entriesByRun.get(run.id) ?? []) {
      const change = store.entries.get(seq)?.change;
      if (change?.type === 'run.waiting') for (const wait of change.waits) keys.add(wait.key);
    }
  }
  return keys;
}

function dropOldDeliveries(store: MemoryStore, before: string): void {
  const needed = new Set([...store.exceptions.values()].filter((it) => it.state === 'open').map((it) => it.delivery));
  for (const delivery of store.deliveries.values()) {
    if (delivery.state !== 'pending' && delivery.receivedAt < before && !needed.has(delivery.id)) {
      store.dropDelivery(delivery);
    }
  }
}

function dropOldExceptions(store: MemoryStore, before: string): void {
  for (const { id, run, closedAt } of store.exceptions.values()) {
    if (run === undefined && closedAt !== undefined && closedAt < before) store.exceptions.delete(id);
  }
}

/** Entries that belong to no run go with what they speak of, or when they are old. */
function dropUnlinkedEntries(store: MemoryStore, before: string): void {
  for (const { seq, change, run, subject = 0 } of store.entries.values()) {
    const isLoose = run === undefined && change.type !== 'event.recorded';
    if (isLoose && !isSpokenOf(store, change, subject, before)) store.entries.delete(seq);
  }
}

function isSpokenOf(store: MemoryStore, change: Change, subject: number, before: string): boolean {
  if (change.type.startsWith('delivery.')) return store.deliveries.has(subject);
  if (change.type.startsWith('exception.')) return store.exceptions.has(subject);
  return instantOf(change) >= before;
}

function dropOrphanedIdentifiers(store: MemoryStore): void {
  const keys = new Set([...store.eventsByKey.keys(), ...[...store.runs.values()].map((run) => run.key)]);
  for (const [identifier, known] of store.keysByIdentifier) {
    for (const key of known) if (!keys.has(key)) known.delete(key);
    if (known.size === 0) store.keysByIdentifier.delete(identifier);
  }
}
