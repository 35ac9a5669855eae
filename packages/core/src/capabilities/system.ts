import { type z } from 'zod';
import { type Clock, type Duration, type Observer, type Random } from '../primitives/index.ts';
import { type EventName } from '../schemas/index.ts';
import { type CapabilityName } from './capabilities.ts';
import { type Backfill, type Sweep, type WebhookSource } from './events.ts';
import { type HttpClientFactory } from './http-port.ts';
import { type AnyImplementation, type Implementation } from './implementation.ts';
import { type Limits } from './limits.ts';
import { type MaintenanceWindow } from './maintenance.ts';

/** What a connector can do, known without connecting and without a configuration. */
export interface Manifest<C extends CapabilityName = CapabilityName, E extends EventName = EventName> {
  /** The connector's name, `acme-tills`. */
  readonly name: string;
  readonly version: string;
  readonly capabilities: readonly C[];
  readonly events: readonly E[];
  readonly limits: Limits;
  /** Times at which every instance of the platform is away. */
  readonly gates: readonly MaintenanceWindow[];
}

/** What a system is connected with. */
export interface SystemPorts {
  /** The name of this instance in the wiring: `shop`. */
  readonly name: string;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
}

/** What a connector is connected with: the ports and the checked configuration. */
export interface ConnectorPorts<Config extends z.ZodType> extends SystemPorts {
  readonly config: z.output<Config>;
}

/** One place of a configuration that the account does not bear out. */
export interface ConfigFinding {
  /** An `error` keeps the service from starting; a `warning` is logged. */
  readonly severity: 'error' | 'warning';
  /** Where in the configuration, `locations.store-17`. */
  readonly path?: string;
  /** What is wrong and what to do, without any secret. */
  readonly message: string;
}

/** Exactly the capabilities of the manifest: none missing, none beside it. */
export type CapabilityMap<C extends CapabilityName> = { readonly [N in C]: Implementation<N> } & {
  readonly [N in Exclude<CapabilityName, C>]?: never;
};

/** What tells the events of a system. */
export interface EventSources<E extends EventName = EventName> {
  readonly webhook?: WebhookSource<E>;
  /** By name; the name is part of the sweep's cursor, so it stays. */
  readonly sweeps?: Readonly<Record<string, Sweep<E>>>;
  /** By name; the name is part of the place where an interrupted one goes on, so it stays. */
  readonly backfills?: Readonly<Record<string, Backfill<E>>>;
}

/** Something that has to be kept in order on the platform: subscriptions that it deletes, keys that end. */
export interface Upkeep {
  readonly every: Duration;
  /**
   * Looks, mends what it can, and tells what there is to know: a `warning` is logged (what was mended), an `error` is brought to a
   * person and stays open until a later look does not find it. May be repeated, also by another process at the same time.
   */
  run(call: { readonly signal: AbortSignal }): Promise<readonly ConfigFinding[]>;
}

/** What every connected system may have beside its capabilities. */
interface ConnectionRooms<E extends EventName> {
  readonly events?: EventSources<E>;
  /** Times at which this instance is away, from its configuration. */
  readonly gates?: readonly MaintenanceWindow[];
  /** Compares the configuration with the account, once at start. */
  check?(signal: AbortSignal): Promise<readonly ConfigFinding[]>;
  /** By name: looked at after the start and then on its beat. */
  readonly upkeep?: Readonly<Record<string, Upkeep>>;
  /** Other ways to write an id that people may ask for: `1001` for `#1001`, the number inside a global id. No network. */
  identify?(id: string): readonly string[];
  close?(): Promise<void>;
}

/** A connected system: what the pipeline and the dock work with. */
export interface Connection<C extends CapabilityName, E extends EventName = never> extends ConnectionRooms<E> {
  readonly capabilities: CapabilityMap<C>;
}

/** A connected system whose capabilities are not known at compile time. */
export interface AnyConnection extends ConnectionRooms<EventName> {
  readonly capabilities: Readonly<Partial<Record<CapabilityName, AnyImplementation>>>;
}

/** One place of a configuration that its schema refuses. */
export interface ConfigProblem {
  /** `locations.0.id`; empty for the configuration as a whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * One configured instance of a platform. Only its manifest can be read; it does nothing until the dock connects it, and
 * it never shows its configuration.
 */
export interface System<C extends CapabilityName, E extends EventName = never> {
  /** The connector's name. */
  readonly name: string;
  readonly manifest: Manifest<C, E>;
  /** What is wrong with the configuration; empty when it can be connected. */
  readonly problems: readonly ConfigProblem[];
  /** Throws `config-invalid` if there are problems, `wiring-invalid` if the connector does not keep its manifest. */
  connect(ports: SystemPorts): Connection<C, E>;
}

/** A system of any connector. */
export interface AnySystem {
  readonly name: string;
  readonly manifest: Manifest;
  readonly problems: readonly ConfigProblem[];
  connect(ports: SystemPorts): AnyConnection;
}

/** The capabilities that a system has. */
export type CapabilitiesOf<S> = S extends { readonly manifest: Manifest<infer C, infer _E> } ? C : never;

/** The events that a system tells. */
export type EventsOf<S> = S extends { readonly manifest: Manifest<infer _C, infer E> } ? E : never;
