import {
  type AnyConnection,
  type AnySystem,
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  createCrossdock,
  createHttpClientFactory,
  memoryJournal,
  seededRandom,
  silentObserver,
} from '@crossdock/core';
import { type ManualClock } from '../manual-clock.ts';
import { type Exchange, type Interference, watchedFetch } from './watched-fetch.ts';

/** What {@link openSystem} takes. */
export interface OpenSystemOptions {
  /** How the platform is reached: `simulatorFetch(simulator)`, or the global one behind msw. */
  readonly fetch: typeof fetch;
  /** The clock of system and simulator. */
  readonly clock: ManualClock;
  /**
   * Name of the system in the wiring.
   *
   * @default 'system'
   */
  readonly name?: string;
}

/** How {@link OpenSystem.call} is made. */
export interface ContractCallOptions {
  /** Idempotency key. @default another one for each call */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** A connected system, as a contract suite works with it. */
export interface OpenSystem {
  readonly name: string;
  readonly clock: ManualClock;
  /** The connection itself, for its event sources. */
  readonly connection: AnyConnection;
  /** Every request that left for the platform, in order. */
  readonly exchanges: readonly Exchange[];
  /** Calls a capability on its whole way (schemas, once-only, throttle, retries), letting as much virtual time pass as it needs. */
  call<N extends CapabilityName>(
    capability: N,
    input: CapabilityInput<N>,
    options?: ContractCallOptions,
  ): Promise<CapabilityOutput<N>>;
  /** Does something to requests on their way. */
  interfere(interference: Interference): void;
  /** The same system as another process finds it: connected anew, before the same platform. */
  restart(): OpenSystem;
}

/**
 * Connects a system for contract suites. Calls pass the same pipeline as in a service.
 *
 * @example
 * ```ts
 * import { type AnySystem } from '@crossdock/core';
 * import { manualClock, type Simulator, simulatorFetch } from '@crossdock/testing';
 * import { openSystem } from '@crossdock/testing/contracts';
 *
 * const open = (system: AnySystem, simulator: Simulator) =>
 *   openSystem(system, { fetch: simulatorFetch(simulator), clock: manualClock() });
 * ```
 */
export function openSystem(system: AnySystem, options: OpenSystemOptions): OpenSystem {
  const { clock, name = 'system' } = options;
  const wire = watchedFetch(options.fetch, clock);
  const random = seededRandom(1);
  const systems: Readonly<Record<string, AnySystem>> = { [name]: system };
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems,
    // Published domains belong to somebody else, the ledger to the system itself: so every capability may be called.
    owns: {
      product: 'availability',
      price: 'availability',
      inventory: 'availability',
      order: 'availability',
      customer: 'availability',
      finance: name,
    },
    flows: [],
    clock,
    random,
    observer: silentObserver,
    fetch: wire.fetch,
  });
  const docked = dock.systems[name];
  if (!docked) throw new Error(`There is no system '${name}'`);
  const http = createHttpClientFactory({ system: name, clock, observer: silentObserver, fetch: wire.fetch });
  let connection: AnyConnection | undefined;
  let calls = 0;

  return {
    name,
    clock,
    exchanges: wire.exchanges,
    interfere: wire.interfere,
    get connection() {
      connection ??= system.connect({ name, http, clock, random, observer: silentObserver });
      return connection;
    },
    call(capability, input, { key, signal } = {}) {
      calls++;
      const call = { key: key ?? `contract/${capability}/${calls}`, ...(signal && { signal }) };
      return clock.settle(docked.call(capability as never, input as never, call));
    },
    restart: () => openSystem(system, options),
  };
}
