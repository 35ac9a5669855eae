import { EventEmitter } from 'eventemitter3';
import {
  type CapabilitiesOf,
  type MaintenanceWindow,
  type RefusedEvent,
  type SourceEvent,
} from '../capabilities/index.ts';
import { type Journal } from '../journal/index.ts';
import {
  type AnyFlow,
  type BackfillDefinition,
  Backfiller,
  type BackfillOptions,
  type BackfillReport,
  createExceptions,
  type DurableRetry,
  type Exceptions,
  type Found,
  Intake,
  type Notice,
  Orchestrator,
  type StopReport,
  type SweepDefinition,
  Sweeper,
  type UpkeepDefinition,
  Upkeeper,
} from '../orchestrator/index.ts';
import {
  type Clock,
  type Duration,
  IntegrationError,
  isIntegrationError,
  type Observer,
  type Random,
  systemClock,
  systemRandom,
  toIntegrationError,
  toMs,
} from '../primitives/index.ts';
import { type Availability } from '../services/index.ts';
import { type DockAvailabilityOptions, wireAvailability } from './availability.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkWiring } from './check-wiring.ts';
import { connectSystems } from './connect-systems.ts';
import { eventIdOf, toNewEvent } from './event-record.ts';
import { createLifecycle } from './lifecycle.ts';
import { type DockEvents, listen, tell } from './notices.ts';
import { otelObserver } from './otel-observer.ts';
import { type DockStatus, statusOf } from './status.ts';
import { callSystem, type ConnectedSystem, createSystemsPort, type DirectCall, type DockedSystem } from './systems.ts';
import { type Trace, traceOf } from './trace.ts';
import { createWebhookHandler } from './webhook-handler.ts';
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

/**
 * Wires systems and flows together. Nothing is sent before {@link Crossdock.start}.
 *
 * A flow that needs what a system lacks, a domain without an owner, and an owner that is no system do not compile; all of it is
 * checked again here, together with every configuration.
 *
 * @throws IntegrationError `config-invalid` or `wiring-invalid` that names every problem by its path
 */
export function createCrossdock<const S extends Systems, const F extends readonly AnyFlow[]>(
  options: CrossdockOptions<S, F>,
): Crossdock<S> {
  const flows: readonly AnyFlow[] = options.flows;
  const wired: Systems = options.systems;
  checkWiring({ systems: wired, flows, owns: options.owns, options, availability: options.availability });

  const { journal, clock = systemClock, random = systemRandom } = options;
  const observer = options.observer ?? otelObserver();
  const emitter = new EventEmitter<DockEvents>();
  const ownerOf = ({ system, flow }: { readonly system?: string; readonly flow?: string }) =>
    options.owners?.[flow ?? ''] ?? options.owners?.[system ?? ''] ?? 'operations';

  const systems = connectSystems(wired, {
    owns: options.owns,
    maintenance: options.maintenance ?? {},
    clock,
    random,
    observer,
    fetch: options.fetch ?? fetch,
  });

  const report = (listener: string, error: unknown) =>
    observer.log('error', `a listener of '${listener}' failed`, {
      code: isIntegrationError(error) ? error.code : 'internal',
    });
  let journalTrouble: IntegrationError | undefined;
  const notify = (notice: Notice): void => {
    if (notice.type === 'journal.failed') journalTrouble = notice.error;
    // Everything else but a run's beginning is told after it was written.
    else if (notice.type !== 'run.changed' || notice.state !== 'running') journalTrouble = undefined;
    if (notice.type === 'event.recorded') availability?.recorded();
    tell(emitter, notice);
  };
  const availability =
    options.availability &&
    wireAvailability(options.availability, {
      journal,
      systems,
      orchestrator: () => orchestrator,
      ownerOf,
      clock,
      random,
      observer,
    });
  const orchestrator: Orchestrator = new Orchestrator({
    journal,
    clock,
    observer,
    flows,
    systems: createSystemsPort(systems),
    availability: availability?.service,
    retry: durableRetry(options.retry),
    concurrency: options.concurrency ?? 64,
    ownerOf,
    emit: notify,
  });
  const now = () => new Date(clock.now()).toISOString();
  const intake = new Intake({
    journal,
    orchestrator,
    clock,
    observer,
    ownerOf,
    highWater: options.intake?.highWater ?? 10_000,
    concurrency: options.intake?.concurrency ?? 16,
    retryDelayMs: toMs(options.intake?.retryDelay ?? '1s'),
    decode: async (delivery, signal) => {
      const webhook = systems.get(delivery.source)?.connection.events?.webhook;
      if (!webhook) throw noWebhook(delivery.source);
      const events = await webhook.decode(delivery, { signal });
      return events.map((event) => toNewEvent(delivery.source, event, now()));
    },
  });
  const sweeps = [...systems.values()].flatMap((system) =>
    sweepsOf(system, { every: options.sweeps?.every, now, heard: availability?.heard }),
  );
  const sweeper = new Sweeper({
    journal,
    orchestrator,
    clock,
    observer,
    ownerOf,
    sweeps,
    since: options.sweeps?.since ?? new Date(clock.now() - toMs('1d')).toISOString(),
    alarmAfter: options.sweeps?.alarmAfter ?? 5,
  });
  const upkeeper = new Upkeeper({
    journal,
    orchestrator,
    clock,
    observer,
    ownerOf,
    jobs: [...systems.values()].flatMap(upkeepOf),
    alarmAfter: options.sweeps?.alarmAfter ?? 5,
  });
  const backfiller = new Backfiller({
    journal,
    orchestrator,
    clock,
    observer,
    ownerOf,
    backfills: [...systems.values()].flatMap((system) => backfillsOf(system, now)),
    highWater: options.intake?.highWater ?? 10_000,
  });
  const exceptions = createExceptions({
    journal,
    clock,
    orchestrator,
    decodeAgain: (id) => intake.decodeSoon(id),
    readAgain: (refusal) => sweeper.readAgain(refusal),
  });
  const lifecycle = createLifecycle({
    journal,
    clock,
    systems,
    orchestrator,
    intake,
    sweeper,
    upkeeper,
    backfiller,
    availability,
    checkAccounts: () => checkAccounts(systems.values(), observer),
  });

  const dockedSystem = (system: ConnectedSystem): DockedSystem<never> => {
    const { name, connection, barriers } = system;
    const source = connection.events?.webhook;
    return {
      name,
      webhook: source
        ? createWebhookHandler({
            system: name,
            source,
            intake,
            clock,
            observer,
            journalFailed: (error) => notify({ type: 'journal.failed', error }),
          })
        : () => Promise.resolve(Response.json({ error: 'not-found' }, { status: 404 })),
      call: async (
        capability: string,
        input: unknown,
        { key, txn = key, signal = new AbortController().signal }: DirectCall,
      ) => (await callSystem(systems, { system: name, capability, input, key, txn, signal })) as never,
      close: (closing) => barriers.gate.close(closing),
      open: () => barriers.gate.open(),
    };
  };

  return {
    systems: Object.fromEntries([...systems].map(([name, it]) => [name, dockedSystem(it)])) as never,
    exceptions,
    get availability() {
      if (availability) return availability.service;
      throw new IntegrationError("This dock has no availability: give it the option 'availability'", {
        code: 'wiring-invalid',
        path: 'availability',
      });
    },
    start: (how) => lifecycle.start(how),
    stop: (how) => lifecycle.stop(how),
    async trace(id) {
      const forms = [...systems.values()].flatMap((it) => it.connection.identify?.(id) ?? []);
      return traceOf(journal, id, forms);
    },
    status: () =>
      statusOf({ journal, clock, systems, sweeps, startedAt: lifecycle.startedAt, journalTrouble, availability }),
    cancel: (run, reason) => orchestrator.cancel(run, reason),
    sweep: (system) => sweeper.sweepNow(system),
    upkeep: (system) => upkeeper.runNow(system),
    backfill: (system, name, how) => backfiller.run(`${system}/${name}`, how),
    async idle() {
      await intake.idle();
      await orchestrator.idle();
      await availability?.idle();
    },
    prune: (olderThan) => journal.prune(new Date(clock.now() - toMs(olderThan)).toISOString()),
    on: (event, listener) => listen(emitter, event, listener, report),
  };
}

function sweepsOf(
  { name, connection }: ConnectedSystem,
  {
    every,
    now,
    heard,
  }: { every: Duration | undefined; now: () => string; heard: ((system: string) => void) | undefined },
): SweepDefinition[] {
  return Object.entries(connection.events?.sweeps ?? {}).map(([sweepName, sweep]) => ({
    name: `${name}/${sweepName}`,
    system: name,
    everyMs: toMs(every ?? sweep.every),
    overlapMs: toMs(sweep.overlap),
    async *run(window) {
      for await (const event of sweep.run(window)) yield foundBy(name, event, now());
      // Nothing new is a sign of life, too.
      heard?.(name);
    },
  }));
}

function upkeepOf({ name, connection }: ConnectedSystem): UpkeepDefinition[] {
  return Object.entries(connection.upkeep ?? {}).map(([job, upkeep]) => ({
    name: `${name}/${job}`,
    system: name,
    everyMs: toMs(upkeep.every),
    run: (signal) => upkeep.run({ signal }),
  }));
}

function backfillsOf({ name, connection }: ConnectedSystem, now: () => string): BackfillDefinition[] {
  return Object.entries(connection.events?.backfills ?? {}).map(([backfillName, backfill]) => ({
    name: `${name}/${backfillName}`,
    system: name,
    async *run(question) {
      for await (const { events, resume } of backfill.run(question)) {
        yield { found: events.map((event) => foundBy(name, event, now())), resume };
      }
    },
  }));
}

function foundBy(system: string, event: SourceEvent | RefusedEvent, recordedAt: string): Found {
  if ('refused' in event) {
    return { refused: { id: eventIdOf(system, event), key: event.key, error: event.refused } };
  }
  try {
    return { event: toNewEvent(system, event, recordedAt) };
  } catch (error) {
    const { key } = event;
    return { refused: { id: eventIdOf(system, event), key, error: toIntegrationError(error) } };
  }
}

function durableRetry(retry: CrossdockOptions<Systems, []>['retry']): DurableRetry {
  return {
    firstDelayMs: toMs(retry?.firstDelay ?? '5s'),
    maxDelayMs: toMs(retry?.maxDelay ?? '15m'),
    giveUpAfterMs: toMs(retry?.giveUpAfter ?? '1d'),
  };
}

function noWebhook(system: string): IntegrationError {
  return new IntegrationError(`System '${system}' takes no webhooks (any more)`, { code: 'wiring-invalid', system });
}
