import { type Journal, type JournalCounts } from '../journal/index.ts';
import { type Clock } from '../primitives/index.ts';
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
  /** Started, the journal can be read, and nobody is waited for longer than rules allow. */
  readonly healthy: boolean;
  /** What keeps it from being healthy, in words. */
  readonly concerns: readonly string[];
  readonly runs: JournalCounts['runs'];
  readonly openExceptions: number;
  /** Messages that are stored and not decoded yet. */
  readonly undecoded: number;
  readonly systems: Readonly<Record<string, SystemStatus>>;
}

export interface StatusOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
  readonly started: boolean;
}

/** Reads the status. */
export async function statusOf(options: StatusOptions): Promise<DockStatus> {
  const counts = await options.journal.counts();
  const systems: Record<string, SystemStatus> = {};
  for (const system of options.systems.values()) systems[system.name] = await systemStatus(options, system);
  const concerns = [
    ...(options.started ? [] : ['not started']),
    ...(counts.openExceptions > 0 ? [`${counts.openExceptions} exceptions wait for a person`] : []),
    ...Object.entries(systems).flatMap(([name, it]) =>
      it.gate === 'closed' ? [`${name}: ${it.reason ?? 'closed'}`] : [],
    ),
  ];
  return {
    healthy: options.started,
    concerns,
    runs: counts.runs,
    openExceptions: counts.openExceptions,
    undecoded: counts.pendingDeliveries,
    systems,
  };
}

async function systemStatus({ journal, clock }: StatusOptions, system: ConnectedSystem): Promise<SystemStatus> {
  const gate = system.barriers.gate.check();
  const sweeps: Record<string, { readUpTo?: string; behindMs?: number }> = {};
  for (const name of Object.keys(system.connection.events?.sweeps ?? {})) {
    const readUpTo = await journal.cursor(`sweep/${system.name}/${name}`);
    sweeps[name] = readUpTo === undefined ? {} : { readUpTo, behindMs: clock.now() - Date.parse(readUpTo) };
  }
  return gate.state === 'open' ? { gate: 'open', sweeps } : { gate: 'closed', reason: gate.reason, sweeps };
}
