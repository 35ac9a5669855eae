import { EventEmitter } from 'eventemitter3';
import {
  type AnyFlow,
  Backfiller,
  createExceptions,
  type DurableRetry,
  Intake,
  type Notice,
  Orchestrator,
  Sweeper,
  Upkeeper,
} from '../orchestrator/index.ts';
import { IntegrationError, isIntegrationError, systemClock, systemRandom, toMs } from '../primitives/index.ts';
import { wireAvailability } from './availability.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkWiring } from './check-wiring.ts';
import { connectSystems } from './connect-systems.ts';
import { backfillsOf, sweepsOf, upkeepOf } from './connector-jobs.ts';
import { type Crossdock, type CrossdockOptions } from './crossdock.ts';
import { toNewEvent } from './event-record.ts';
import { createLifecycle } from './lifecycle.ts';
import { type DockEvents, listen, tell } from './notices.ts';
import { otelObserver } from './otel-observer.ts';
import { statusOf } from './status.ts';
import { callSystem, type ConnectedSystem, createSystemsPort, type DirectCall, type DockedSystem } from './systems.ts';
import { traceOf } from './trace.ts';
import { createWebhookHandler } from './webhook-handler.ts';
import { type Systems } from './wiring.ts';

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
    giveUpAfterMs: durableRetry(options.retry).giveUpAfterMs,
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
      call: async (capability: string, input: unknown, direct: DirectCall) =>
        (await callSystem(systems, { ...keyed(direct, name), system: name, capability, input })) as never,
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
    sweep: async (system) => sweeper.sweepNow(wiredName(system, systems)),
    upkeep: async (system) => upkeeper.runNow(wiredName(system, systems)),
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

/** What a direct call says of itself. Without a key it could not be repeated under the same one. */
function keyed(call: DirectCall | undefined, system: string) {
  if (typeof call?.key !== 'string' || call.key === '') {
    const message = 'A call outside a flow brings its own key: the same on every repetition of the same act';
    throw new IntegrationError(message, { code: 'input-invalid', path: 'key', system });
  }
  const { key, txn = key, signal = new AbortController().signal } = call;
  return { key, txn, signal };
}

function wiredName(system: string | undefined, systems: ReadonlyMap<string, unknown>): string | undefined {
  if (system === undefined || systems.has(system)) return system;
  throw new IntegrationError(`There is no system '${system}'; there are: ${[...systems.keys()].join(', ')}`, {
    code: 'not-found',
    path: 'system',
  });
}
