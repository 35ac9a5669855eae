import { type CapabilityName, type CapabilityOutput } from '../capabilities/index.ts';
import { type Journal, type NewException } from '../journal/index.ts';
import { type Orchestrator } from '../orchestrator/index.ts';
import {
  type Clock,
  type Duration,
  IntegrationError,
  type Observer,
  type Random,
  toIntegrationError,
} from '../primitives/index.ts';
import {
  type Availability,
  type AvailabilityRulesInput,
  type AvailabilityService,
  type AvailabilityStatus,
  createAvailability,
  EventFeed,
  LevelFeed,
  type LevelFeedOptions,
  type LevelFeedStatus,
  type PublicationOptions,
  type PublicationStatus,
  Publisher,
  type RefusedEvent,
  type TakenFrom,
} from '../services/index.ts';
import { callSystem, type ConnectedSystem } from './systems.ts';

/** How availability is set up: what it hears, by which rules it answers, and whom it tells. */
export interface DockAvailabilityOptions<Name extends string = string> {
  /** One or several versions of the rules. Versions that were set before stay as they are. */
  readonly rules?: AvailabilityRulesInput | readonly AvailabilityRulesInput[];
  /**
   * From which systems an event is taken for stock. Where two systems tell of the same goods by different documents, name one.
   *
   * @default every event from every system, but `inventory.changed` from those of `levels` only: what a channel shows is
   * what it was told, and no count of goods
   */
  readonly from?: TakenFrom;
  /**
   * Systems behind which a location may be offline while the system answers: tills that go on selling, a folder that many stores
   * write into. A sweep of theirs says nothing about a single location: it is heard by its own movements and counts, or by
   * `availability.heard({ location })`.
   *
   * @default none: a sweep of a system is a sign of life from every location that it told of
   */
  readonly heardByLocation?: readonly Name[];
  /** Systems whose stock levels are read, and how often. They need `listInventory`. */
  readonly levels?: { readonly [K in Name]?: LevelFeedOptions };
  /** Systems that are told what they may sell. They need `setInventory` and `getInventory`. */
  readonly publish?: { readonly [K in Name]?: PublicationOptions };
  /**
   * How long a movement is known by its reference in memory. What comes later is looked up in the journal.
   *
   * @default '7d'
   */
  readonly movementWindow?: Duration;
  /**
   * Entries of the log after which the state is stored, so that a start need not read them.
   *
   * @default 100_000
   */
  readonly checkpointEvery?: number;
}

/** How availability stands, with what it reads and whom it tells. */
export interface DockAvailabilityStatus extends AvailabilityStatus {
  readonly levels: readonly LevelFeedStatus[];
  readonly publications: readonly PublicationStatus[];
}

/** What availability is wired with. */
export interface AvailabilityPorts {
  readonly journal: Journal;
  readonly systems: ReadonlyMap<string, ConnectedSystem>;
  readonly orchestrator: () => Orchestrator;
  readonly ownerOf: (subject: { readonly system: string }) => string;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
}

/** Availability as the dock runs it. */
export interface DockedAvailability {
  readonly service: Availability;
  start(): Promise<void>;
  /** Begins to read levels and to tell channels. */
  begin(): void;
  /** Stops what reads and tells; promises go on. */
  pause(): Promise<void>;
  stop(): Promise<void>;
  /** An event was recorded. */
  recorded(): void;
  /** A system was asked and has told everything up to now. */
  heard(system: string): void;
  /** Resolves when everything that is recorded is in the numbers. */
  idle(): Promise<void>;
  status(): DockAvailabilityStatus;
}

/** How long to wait before recorded events are read again when the journal could not be read or written. */
const retryMs = 1_000;

/**
 * Makes availability out of the journal and the systems.
 *
 * @throws IntegrationError `wiring-invalid` when the journal keeps nothing for services
 */
export function wireAvailability(options: DockAvailabilityOptions, ports: AvailabilityPorts): DockedAvailability {
  const { journal, clock, observer } = ports;
  const shelf = journal.shelf?.('availability');
  if (!shelf) throw noShelf();
  const { movementWindow, checkpointEvery } = options;
  const service = createAvailability({
    shelf,
    clock,
    observer,
    channels: entriesOf(options.publish).map(([, it]) => it.channel),
    ...(movementWindow !== undefined && { movementWindow }),
    ...(checkpointEvery !== undefined && { checkpointEvery }),
  });
  const { core, reservations } = service;
  const feed = new EventFeed({
    core,
    reservations,
    journal,
    from: { 'inventory.changed': Object.keys(options.levels ?? {}), ...options.from },
    refused: (refused) => tellPerson(ports, refused),
  });
  const stopping = new AbortController();
  const levels = entriesOf(options.levels).map(([system, it]) =>
    levelFeedOf(service, system, it, ports, stopping.signal),
  );
  const publishers = entriesOf(options.publish).map(([system, it]) =>
    publisherOf(service, system, it, ports, stopping.signal),
  );

  const catchUp = async (): Promise<void> => {
    for (;;) {
      try {
        await feed.catchUp();
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        observer.log('warn', 'recorded events could not be taken over yet', { code: toIntegrationError(error).code });
        await clock.sleep(retryMs, stopping.signal).catch(() => undefined);
        if (stopping.signal.aborted) return;
      }
    }
  };

  return {
    service,
    async start() {
      await service.start();
      // The newest first: it has to name every channel that is published, older ones are there for what was.
      const versions = [options.rules ?? []].flat().toSorted((a, b) => b.version - a.version);
      for (const rules of versions) await service.setRules(rules);
      await catchUp();
    },
    begin() {
      for (const it of [...levels, ...publishers]) it.start();
    },
    async pause() {
      stopping.abort(new IntegrationError('The process stops', { code: 'cancelled' }));
      await Promise.all([...levels, ...publishers].map((it) => it.stop()));
    },
    async stop() {
      await feed.catchUp().catch(() => undefined);
      await service.stop();
    },
    recorded: () => void catchUp(),
    heard(system) {
      if (options.heardByLocation?.includes(system) !== true) service.heard({ system });
    },
    idle: () => catchUp(),
    status: () => statusOf(service, levels, publishers),
  };
}

function statusOf(
  service: Availability,
  levels: readonly LevelFeed[],
  publishers: readonly Publisher[],
): DockAvailabilityStatus {
  const own = service.status();
  const stands = { levels: levels.map((it) => it.status()), publications: publishers.map((it) => it.status()) };
  const late = stands.publications.flatMap(({ system, trouble, waiting, retryAt }) =>
    trouble === undefined
      ? []
      : [
          `${system} is not told (${trouble}): ${waiting} SKUs wait, scarce ones first${retryAt ? `, until ${retryAt}` : ''}`,
        ],
  );
  const away = stands.levels.flatMap(({ system, trouble, readAt }) =>
    trouble === undefined
      ? []
      : [
          `levels of ${system} cannot be read (${trouble}): those of ${readAt ?? 'before'} and every movement since count`,
        ],
  );
  const unruled = stands.publications
    .filter((it) => it.unruled === true)
    .map(({ system, channel }) => `the rules name no channel '${channel}', so ${system} is told nothing`);
  const refused = stands.publications.flatMap((it) =>
    it.refused.map(({ sku, code }) => `${it.system} refuses the level of ${sku} (${code})`),
  );
  return {
    ...own,
    ...stands,
    fallbacks: [...own.fallbacks, ...late, ...away],
    concerns: [...own.concerns, ...unruled, ...refused],
  };
}

function levelFeedOf(
  availability: AvailabilityService,
  system: string,
  options: LevelFeedOptions,
  ports: AvailabilityPorts,
  stopping: AbortSignal,
): LevelFeed {
  const { clock, observer } = ports;
  return new LevelFeed({
    system,
    availability,
    options,
    clock,
    observer,
    list: (input, signal) => {
      const key = `availability/levels/${system}/${input.changedFrom ?? ''}/${input.cursor ?? ''}`;
      return ask(ports, system, 'listInventory', input, key, AbortSignal.any([signal, stopping]));
    },
  });
}

function publisherOf(
  { core }: AvailabilityService,
  system: string,
  options: PublicationOptions,
  ports: AvailabilityPorts,
  stopping: AbortSignal,
): Publisher {
  const { clock, random, observer, systems } = ports;
  const sizes = systems.get(system)?.limits.batchSizes;
  const mostSkus = Math.min(options.batchSize ?? 100, sizes?.getInventory ?? Infinity, sizes?.setInventory ?? Infinity);
  return new Publisher({
    core,
    system,
    options: { ...options, batchSize: mostSkus },
    mostLevels: sizes?.setInventory,
    clock,
    random,
    observer,
    port: {
      read: (skus, locations) =>
        ask(ports, system, 'getInventory', { skus, locations }, `availability/shown/${system}`, stopping),
      write: (publication) =>
        ask(ports, system, 'setInventory', publication, `availability/${publication.ref}`, stopping),
    },
  });
}

async function ask<N extends CapabilityName>(
  { systems }: AvailabilityPorts,
  system: string,
  capability: N,
  input: unknown,
  key: string,
  signal: AbortSignal,
): Promise<CapabilityOutput<N>> {
  return (await callSystem(systems, { system, capability, input, key, txn: key, signal })) as CapabilityOutput<N>;
}

/** Opens an exception for an event that says nothing that can be counted, unless there is one. */
async function tellPerson(
  { journal, orchestrator, ownerOf, clock }: AvailabilityPorts,
  { event, error }: RefusedEvent,
): Promise<void> {
  const exception: NewException = {
    kind: 'run',
    flow: 'availability',
    key: event.key,
    system: event.source,
    step: event.id,
    code: error.code,
    reason: `Availability could not take '${event.id}' over: ${error.message}`,
    ...(error.path !== undefined && { path: error.path }),
    owner: ownerOf({ system: 'availability' }),
    actions: ['resolve', 'skip'],
  };
  const known = await journal.exceptions({ kind: 'run', flow: 'availability', key: event.key });
  if (known.some((it) => it.reason === exception.reason)) return;
  await orchestrator().apply([{ type: 'exception.opened', exception, at: new Date(clock.now()).toISOString() }]);
}

function entriesOf<T>(record: Readonly<Record<string, T | undefined>> = {}): [string, T][] {
  return Object.entries(record).flatMap(([name, it]) => (it === undefined ? [] : [[name, it]]));
}

function noShelf(): IntegrationError {
  return new IntegrationError('This journal keeps nothing for services, so it cannot carry availability', {
    code: 'wiring-invalid',
    path: 'journal',
  });
}
