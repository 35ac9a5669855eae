import { type AnySystem, type MaintenanceWindow } from '../capabilities/index.ts';
import { createHttpClientFactory } from '../http/index.ts';
import { createBarriers, createPipeline } from '../policies/index.ts';
import { type Clock, type Observer, type Random, toIntegrationError } from '../primitives/index.ts';
import { cannotStart } from './cannot-start.ts';
import { type ConnectedSystem } from './systems.ts';
import { type Systems } from './wiring.ts';

/** What all systems are connected with. */
export interface ConnectOptions {
  readonly owns: Readonly<Record<string, string | readonly string[]>>;
  readonly maintenance: Readonly<Partial<Record<string, readonly MaintenanceWindow[]>>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
  readonly fetch: typeof fetch;
}

/**
 * Connects every system and puts its barriers and its pipeline around it.
 *
 * @throws IntegrationError `wiring-invalid` naming every system that cannot be connected
 */
export function connectSystems(wired: Systems, options: ConnectOptions): ReadonlyMap<string, ConnectedSystem> {
  const systems = new Map<string, ConnectedSystem>();
  const problems = Object.entries(wired).flatMap(([name, system]) => {
    try {
      systems.set(name, connect(name, system, options));
      return [];
    } catch (error) {
      const { path, message } = toIntegrationError(error);
      return [{ path: ['systems', name, ...(path ? [path] : [])].join('.'), message }];
    }
  });
  if (problems.length > 0) throw cannotStart(problems, 'wiring-invalid');
  return systems;
}

function connect(
  name: string,
  system: AnySystem,
  { owns, maintenance, fetch, ...ports }: ConnectOptions,
): ConnectedSystem {
  const { clock, random, observer } = ports;
  const http = createHttpClientFactory({ system: name, clock, observer, fetch });
  const connection = system.connect({ name, http, ...ports });
  const windows = [...system.manifest.gates, ...(connection.gates ?? []), ...(maintenance[name] ?? [])];
  const barriers = createBarriers({ limits: system.manifest.limits, windows, clock });
  const pipeline = createPipeline({ system: name, owns, clock, random, observer, ...barriers });
  return { name, connection, pipeline, barriers, limits: system.manifest.limits };
}
