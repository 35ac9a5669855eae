import { type z } from 'zod';
import { IntegrationError } from '../primitives/index.ts';
import { type EventName } from '../schemas/index.ts';
import { type CapabilityName } from './capabilities.ts';
import { checkConfig } from './config-problems.ts';
import { type Limits } from './limits.ts';
import { type MaintenanceWindow } from './maintenance.ts';
import {
  type ConfigProblem,
  type Connection,
  type ConnectorPorts,
  type Manifest,
  type System,
  type SystemPorts,
} from './system.ts';
import { assertKeepsManifest } from './keeps-manifest.ts';

/** How a connector is described. See {@link defineConnector}. */
export interface ConnectorDefinition<
  Config extends z.ZodType,
  Caps extends readonly CapabilityName[],
  Events extends readonly EventName[],
  Connected extends Connection<Caps[number], Events[number]>,
> {
  /** Name of the connector in kebab-case, `acme-tills`. */
  readonly name: string;
  /** @default '0.0.0' */
  readonly version?: string;
  /** What a user has to give. Secrets are `secret()` fields. An option that it does not name is refused. */
  readonly config: Config;
  readonly limits: Limits;
  /** Times at which every instance of the platform is away. */
  readonly gates?: readonly MaintenanceWindow[];
  readonly capabilities: Caps;
  /** What the connector can tell. Each event needs a webhook or a sweep that emits it. */
  readonly events?: Events & EveryEventHasASource<Events[number], EmittedBy<Connected>>;
  /** Makes a system from the configuration. No network here: what has to be asked is asked in `check` or in the first call. */
  connect(ports: ConnectorPorts<Config>): Connected;
}

type EveryEventHasASource<Listed, Emitted> = [Exclude<Listed, Emitted>] extends [never]
  ? unknown
  : { readonly 'no webhook or sweep emits': Exclude<Listed, Emitted> };

/** The events that the sources of a connection emit. */
type EmittedBy<Connected> = Connected extends { readonly events?: infer Sources }
  ?
      | EmitsOf<NonNullable<Sources>['webhook' & keyof NonNullable<Sources>]>
      | EmitsOfSweeps<NonNullable<Sources>['sweeps' & keyof NonNullable<Sources>]>
  : never;
type EmitsOf<Source> = Source extends { readonly emits: readonly (infer E)[] } ? E : never;
type EmitsOfSweeps<Sweeps> = Sweeps extends object ? EmitsOf<Sweeps[keyof Sweeps]> : never;

/** Makes systems of one platform. */
export interface ConnectorFactory<Config extends z.ZodType, C extends CapabilityName, E extends EventName> {
  /** Makes a system of its options. Never throws: what is wrong with them is told with everything else when the dock is made. */
  (config: z.input<Config>): System<C, E>;
  /** What every system of this connector can do. */
  readonly manifest: Manifest<C, E>;
}

/**
 * Defines a connector: the package that speaks to one platform.
 *
 * A write without `once`, a capability that is listed but not served (or served but not listed), and an event that
 * nothing emits do not compile.
 *
 * @example
 * ```ts
 * import { defineConnector, secret } from '@crossdock/core';
 * import { z } from 'zod';
 *
 * const Document = z.object({ id: z.string() });
 *
 * export const acmeErp = defineConnector({
 *   name: 'acme-erp',
 *   config: z.object({ url: z.url(), token: secret() }),
 *   limits: { concurrency: 4, perSecond: 10 },
 *   capabilities: ['createOrder'],
 *   connect: ({ config, http, name }) => {
 *     const api = http({
 *       baseUrl: config.url,
 *       auth: (request) => request.headers.set('authorization', `Bearer ${config.token.reveal()}`),
 *     });
 *     return {
 *       capabilities: {
 *         createOrder: {
 *           once: { reference: 'externalId' },
 *           run: async (order, { signal }) => {
 *             const { body } = await api.put('/orders/{ref}', {
 *               params: { ref: order.ref },
 *               json: { total: order.total },
 *               response: Document,
 *               signal,
 *             });
 *             return { system: name, type: 'order', id: body.id };
 *           },
 *         },
 *       },
 *     };
 *   },
 * });
 * ```
 */
export function defineConnector<
  Config extends z.ZodType,
  const Caps extends readonly CapabilityName[],
  const Events extends readonly EventName[] = readonly [],
  Connected extends Connection<Caps[number], Events[number]> = Connection<Caps[number], Events[number]>,
>(
  definition: ConnectorDefinition<Config, Caps, Events, Connected>,
): ConnectorFactory<Config, Caps[number], Events[number]> {
  const manifest: Manifest<Caps[number], Events[number]> = Object.freeze({
    name: definition.name,
    version: definition.version ?? '0.0.0',
    capabilities: Object.freeze([...definition.capabilities]),
    events: Object.freeze([...((definition.events ?? []) as Events)]),
    limits: Object.freeze({ ...definition.limits }),
    gates: Object.freeze([...(definition.gates ?? [])]),
  });
  const factory = (input: z.input<Config>): System<Caps[number], Events[number]> => {
    const { config, problems } = checkConfig(definition.config, input);
    return createSystem(manifest, problems, (ports) => {
      const connection = definition.connect({ ...ports, config: config as z.output<Config> });
      assertKeepsManifest(manifest, connection, ports.name);
      return connection;
    });
  };
  return Object.assign(factory, { manifest });
}

/** The configuration stays in the closure of `connect`, so that no printer can reach it. */
function createSystem<C extends CapabilityName, E extends EventName>(
  manifest: Manifest<C, E>,
  problems: readonly ConfigProblem[],
  connect: (ports: SystemPorts) => Connection<C, E>,
): System<C, E> {
  return Object.freeze({
    name: manifest.name,
    manifest,
    problems,
    connect(ports: SystemPorts) {
      const [first] = problems;
      if (first) {
        throw new IntegrationError(
          `The configuration of system '${ports.name}' is not valid: ${problems.map(inWords).join('; ')}`,
          { code: 'config-invalid', path: first.path, system: ports.name },
        );
      }
      return connect(ports);
    },
  });
}

const inWords = ({ path, message }: ConfigProblem): string => (path === '' ? message : `${path}: ${message}`);
