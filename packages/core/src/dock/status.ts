import { type Journal, type JournalCounts } from '../journal/index.ts';
import { type SweepDefinition } from '../orchestrator/index.ts';
import { type Clock, type IntegrationError, toIntegrationError } from '../primitives/index.ts';
import { type DockAvailabilityStatus, type DockedAvailability } from './availability.ts';
import { type ConnectedSystem } from './systems.ts';

/** How one system stands. */
export interface SystemStatus {
  /** `open`, or why calls are kept away. */
  readonly gate: 'open' | 'closed';
  readonly reason?: string;
  /** By sweep: up to which instant everything is read, and how far behind now that is. */
  readonly sweeps: Readonly<Record<string, { readonly readUpTo?: string; readonly behindMs?: number }>>;
}

/** How the whole dock stands, in business terms. */
export interface DockStatus {
  /**
   * Started, the journal can be read and written, and no sweep lags several beats. What waits by rule or for a person
   * (exceptions, closed gates) is a concern and no ill health: a restart would not help it.
   */
  readonly healthy: boolean;
  /** What somebody should know, in words, worst first. */
  readonly concerns: readonly string[];
  readonly runs: JournalCounts['runs'];
  readonly openExceptions: number;
  /** Messages that are stored and not decoded yet. */
  readonly undecoded: number;
  readonly systems: Readonly<Record<string, SystemStatus>>;
  /** Absent: the dock has none, or is not started. */
  readonly availability?: DockAvailabilityStatus;
}

export interface StatusOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
  readonly sweeps: readonly Pick<SweepDefinition, 'name' | 'system' | 'everyMs'>[];
  /** Epoch milliseconds; absent while it is not started. */
  readonly startedAt: number | undefined;
  /** The latest write failed with this. */
  readonly journalTrouble: IntegrationError | undefined;
  readonly availability?: DockedAvailability | undefined;
}

/** Beats that a sweep may miss before it counts as lagging. */
const beatsToMiss = 3;

const nothing: JournalCounts = {
  pendingDeliveries: 0,
  openExceptions: 0,
  runs: {
    ready: 0,
    waiting: 0,
    blocked: 0,
    parked: 0,
    undoing: 0,
    done: 0,
    undone: 0,
    cancelled: 0,
    superseded: 0,
    resolved: 0,
  },
};

/** Reads the status. It never throws: what cannot be read is a concern. */
export async function statusOf(options: StatusOptions): Promise<DockStatus> {
  const { journal, startedAt, journalTrouble } = options;
  const ill: string[] = startedAt === undefined ? ['not started'] : [];
  if (startedAt !== undefined && journalTrouble) ill.push(`the journal cannot be written (${journalTrouble.code})`);
  const read = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
    if (startedAt === undefined) return otherwise;
    return ask().catch((error: unknown) => {
      const concern = `the journal cannot be read (${toIntegrationError(error).code})`;
      if (!ill.includes(concern)) ill.push(concern);
      return otherwise;
    });
  };
  const counts = await read(() => journal.counts(), nothing);
  const concerns: string[] = [];
  const systems: Record<string, SystemStatus> = {};
  for (const { name, barriers } of options.systems.values()) {
    const sweeps = await read(() => sweepsOf(options, name, ill), {});
    const gate = barriers.gate.check();
    if (gate.state === 'closed') concerns.push(`${name}: ${gate.reason}`);
    systems[name] = gate.state === 'open' ? { gate: 'open', sweeps } : { gate: 'closed', reason: gate.reason, sweeps };
  }
  const availability = startedAt === undefined ? undefined : options.availability?.status();
  for (const it of [...(availability?.concerns ?? []), ...(availability?.fallbacks ?? [])]) {
    concerns.push(`availability: ${it}`);
  }
  if (counts.openExceptions > 0) concerns.unshift(waiting(counts.openExceptions));
  return {
    healthy: ill.length === 0,
    concerns: [...ill, ...concerns],
    runs: counts.runs,
    openExceptions: counts.openExceptions,
    undecoded: counts.pendingDeliveries,
    systems,
    ...(availability && { availability }),
  };
}

async function sweepsOf(
  { journal, clock, sweeps, startedAt = 0 }: StatusOptions,
  system: string,
  ill: string[],
): Promise<SystemStatus['sweeps']> {
  const stands: Record<string, { readUpTo?: string; behindMs?: number }> = {};
  for (const { name, everyMs } of sweeps.filter((it) => it.system === system)) {
    const readUpTo = await journal.cursor(`sweep/${name}`);
    const behindMs = readUpTo === undefined ? undefined : clock.now() - Date.parse(readUpTo);
    stands[name.slice(system.length + 1)] = {
      ...(readUpTo !== undefined && { readUpTo }),
      ...(behindMs !== undefined && { behindMs }),
    };
    // After a start, however long ago the last one was, a sweep has its beats to catch up.
    const lateMs = Math.min(behindMs ?? Infinity, clock.now() - startedAt);
    if (lateMs > beatsToMiss * everyMs) ill.push(`sweep ${name} is ${inWords(lateMs)} behind`);
  }
  return stands;
}

const waiting = (exceptions: number): string =>
  exceptions === 1 ? '1 exception waits for a person' : `${exceptions} exceptions wait for a person`;

/** `40 s`, `16 min`, `3 h`. */
function inWords(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
