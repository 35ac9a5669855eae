import { type CapabilitiesOf, type MaintenanceWindow } from '../capabilities/index.ts';
import { type Journal } from '../journal/index.ts';
import {
  type AnyFlow,
  type BackfillOptions,
  type BackfillReport,
  type Exceptions,
  type StopReport,
} from '../orchestrator/index.ts';
import { type Clock, type Duration, type Observer, type Random } from '../primitives/index.ts';
import { type Availability } from '../services/index.ts';
import { type DockAvailabilityOptions } from './availability.ts';
import { type DockEvents } from './notices.ts';
import { type DockStatus } from './status.ts';
import { type DockedSystem } from './systems.ts';
import { type Trace } from './trace.ts';
import { type CheckedFlows, type CheckedSystems, type Owners, type Systems } from './wiring.ts';

/** What a dock is made from. */
export interface CrossdockOptions<S extends Systems, F extends readonly AnyFlow[]> {
  readonly journal: Journal;
  /** The systems by the name that flows, ids and traces use. */
  readonly systems: S & CheckedSystems<S>;
  /** The system of record of every domain. */
  readonly owns: Owners<keyof S & string>;
  readonly flows: F & CheckedFlows<F, S>;
  /**
   * Lets the dock keep stock itself: what lies where, what is promised, what may be sold, and why.
   *
   * @default no availability; a flow that asks it is refused
   */
  readonly availability?: DockAvailabilityOptions<keyof S & string>;
  /**
   * Who looks at the exceptions of a system or flow, by its name.
   *
   * @default 'operations'
   */
  readonly owners?: Readonly<Record<string, string>>;
  /**
   * Times at which a system is known to be away, by its name. Calls wait for the end of the window, and none is sent
   * into it.
   *
   * @default those that the connectors declare
   */
  readonly maintenance?: { readonly [K in keyof S]?: readonly MaintenanceWindow[] };
  /**
   * Most runs that are active at once; waiting runs do not count.
   *
   * @default 64
   */
  readonly concurrency?: number;
  readonly intake?: {
    /**
     * Beyond this many undecoded deliveries and ready runs webhooks are answered 503.
     *
     * @default 10_000
     */
    readonly highWater?: number;
    /**
     * Most deliveries that are decoded at once.
     *
     * @default 16
     */
    readonly concurrency?: number;
    /**
     * First wait before a delivery that cannot be decoded now is tried again.
     *
     * @default '1s'
     */
    readonly retryDelay?: Duration;
  };
  /** When a failure that may pass is tried again, durably, and when a person is asked. */
  readonly retry?: {
    /** @default '5s' */
    readonly firstDelay?: Duration;
    /** @default '15m' */
    readonly maxDelay?: Duration;
    /** @default '1d' */
    readonly giveUpAfter?: Duration;
  };
  readonly sweeps?: {
    /**
     * From when a sweep without a cursor reads.
     *
     * @default one day before the first start
     */
    readonly since?: string;
    /**
     * Replaces the beat of every sweep.
     *
     * @default each sweep's own
     */
    readonly every?: Duration;
    /**
     * Failures in a row after which a sweep is reported as an exception. It goes on trying.
     *
     * @default 5
     */
    readonly alarmAfter?: number;
  };
  /**
   * Where spans, metrics and log lines go.
   *
   * @default OpenTelemetry, which does nothing until the application installs an SDK
   */
  readonly observer?: Observer;
  /** @default the machine's clock */
  readonly clock?: Clock;
  readonly random?: Random;
  /** @default the global fetch */
  readonly fetch?: typeof fetch;
}

/** A running crossdock: systems, flows and the journal, introduced to each other. */
export interface Crossdock<S extends Systems = Systems> {
  /** The wired systems: webhook handlers, direct calls, gates. */
  readonly systems: { readonly [K in keyof S]: DockedSystem<CapabilitiesOf<S[K]>> };
  /**
   * The sellable number, promises of stock, and why they are what they are.
   *
   * @throws IntegrationError `wiring-invalid` when the dock was made without availability
   */
  readonly availability: Availability;
  /** What cannot go on without a person. */
  readonly exceptions: Exceptions;
  /**
   * Opens the journal, checks every system's configuration against its account, takes up what was under way, and begins
   * to sweep.
   *
   * @throws IntegrationError `config-invalid` naming everything that an account does not bear out, or the journal's own error
   */
  start(options?: { readonly checkAccounts?: boolean }): Promise<void>;
  /** Lets what is under way come to a safe point, then closes. What is not done goes on at the next start. */
  stop(options?: { readonly deadline?: Duration }): Promise<StopReport>;
  /** Everything known of the transactions behind an id of any system: `#1001`, a document number, a reference. */
  trace(id: string): Promise<readonly Trace[]>;
  status(): Promise<DockStatus>;
  /** Cancels a run; what it finished is undone. */
  cancel(run: number, reason: string): Promise<void>;
  /** Runs a system's sweeps now and waits for them. */
  sweep(system?: keyof S & string): Promise<void>;
  /** Runs what a system needs to be kept in order (its webhook subscriptions, say) now and waits for it. */
  upkeep(system?: keyof S & string): Promise<void>;
  /**
   * Reads everything that a system has and records it as events, under the ids that webhooks and sweeps give them: the first
   * load, or a repair. An interrupted one goes on where it was, also in a later process.
   *
   * @throws IntegrationError `not-found` if the system has no backfill of that name, `conflict` if it is under way, `cancelled` when
   * it is stopped, or what the platform refuses
   */
  backfill(system: keyof S & string, name: string, options?: BackfillOptions): Promise<BackfillReport>;
  /** Resolves when nothing is undecoded, ready or active. Runs may still wait for events or timers. */
  idle(): Promise<void>;
  /** Deletes ended runs that ended longer ago than this, with everything only they need. Open runs are never touched. */
  prune(olderThan: Duration): Promise<number>;
  on<K extends keyof DockEvents>(event: K, listener: DockEvents[K]): () => void;
}
