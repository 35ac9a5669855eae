import { type Clock, systemClock } from '@crossdock/core';
import { createFaults, type Faults, type Simulator, withTransportFaults } from '@crossdock/testing';
import { z } from 'zod';
import { createTokenEndpoint, type RegisteredApp } from '../token-endpoint.ts';
import { MemoryVisibilityBooks, type VisibilityBooks } from './books.ts';
import { measureIn, Refused, usualConfiguration, type VisibilityConfiguration } from './configuration.ts';
import { indexQuery } from './queries.ts';
import { createSecurityService } from './security-service.ts';
import { applyChange, applyLevel, applyRelease, applyReservation, type Told, type WriteRoom } from './writes.ts';

/** Options of {@link inventoryVisibilitySimulator}. */
export interface InventoryVisibilitySimulatorOptions {
  /** @default 'https://inventoryservice.eus-il104.gateway.prod.island.powerapps.com' */
  readonly origin?: string;
  /** @default '5dbf6cc8-255e-4de2-8a25-2101cd5649b4' */
  readonly environment?: string;
  /** Legal entity that stock is kept of. @default 'usmf' */
  readonly organization?: string;
  /** Apps that may ask for tokens. */
  readonly apps?: readonly RegisteredApp[];
  /** @default the system's clock */
  readonly clock?: Clock;
  /** @default 1 */
  readonly seed?: number;
  /** @default no faults but those that a test arms */
  readonly faults?: Faults;
  /** @default site and location, colour and size; sources fno, pos, shop and iv */
  readonly configuration?: VisibilityConfiguration;
  /** Where the security service sends requests for tokens on to, with 307. @default it answers by itself */
  readonly tokensAt?: string;
  /** Seconds that an access token lives. @default 3_600 */
  readonly tokenLifetimeSeconds?: number;
}

/** Units that the environment has by itself, as they are synchronised from Finance & Operations. */
export interface StockSeed {
  readonly product: string;
  readonly site: string;
  readonly location: string;
  /** `{ colorId: 'Red' }` */
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly units: number;
  /** @default 'fno.physicalinvent' */
  readonly measure?: string;
}

/** A small true model of the Inventory Visibility service of one environment. */
export interface InventoryVisibilitySimulator extends Simulator {
  readonly origin: string;
  readonly environment: string;
  readonly organization: string;
  readonly books: VisibilityBooks;
  seedStock(seed: StockSeed): void;
  /** Units leave with sales orders that carry their reservations: Finance & Operations offsets them. */
  ship(product: string, site: string, location: string, units: number): void;
  /** Runs before each write, to let somebody else come between a look and a write. */
  beforeWrite(work: (path: string) => void): void;
  /** Access tokens of the service are not accepted any more. */
  revokeTokens(): void;
  /** Entra tokens neither. */
  revokeEntraTokens(): void;
  /** Nobody can sign in any more. */
  revokeApps(): void;
  /** Access tokens of the service that were issued. */
  readonly tokensGranted: number;
  /** Entra tokens that were issued. */
  readonly entraTokensGranted: number;
  /** Requests that were answered. */
  readonly requests: readonly {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly status: number;
  }[];
}

const Identified = z.object({ id: z.string() });
const securityHost = 'securityservice.operations365.dynamics.com';
const mostItems = 512;

/**
 * The Inventory Visibility service as a function from request to response, with the sign-in in two steps: data sources that may not be
 * written, ids that are applied once, reservations that are checked, and its limits.
 *
 * @example
 * ```ts
 * import { inventoryVisibilitySimulator } from '@crossdock/connector-erp-d365/testing';
 *
 * const stock = inventoryVisibilitySimulator({ apps: [{ tenant: 'contoso', clientId: 'app', clientSecret: 's3cret' }] });
 * stock.seedStock({ product: 'SHOE-42', site: '1', location: '11', units: 20 });
 * ```
 */
export function inventoryVisibilitySimulator(
  options: InventoryVisibilitySimulatorOptions = {},
): InventoryVisibilitySimulator {
  const { clock = systemClock, organization = 'usmf', configuration = usualConfiguration } = options;
  const origin = options.origin ?? 'https://inventoryservice.eus-il104.gateway.prod.island.powerapps.com';
  const environment = options.environment ?? '5dbf6cc8-255e-4de2-8a25-2101cd5649b4';
  const now = () => clock.now();
  const lifetimeSeconds = options.tokenLifetimeSeconds ?? 3600;
  const faults = options.faults ?? createFaults({ seed: options.seed ?? 1 });
  const books = new MemoryVisibilityBooks(configuration);
  const room: WriteRoom = { books, configuration, organization };
  const entra = createTokenEndpoint({ apps: options.apps ?? [], now, lifetimeSeconds: lifetimeSeconds + 600 });
  const security = createSecurityService({ entra, environment, now, lifetimeSeconds });
  /** What every id was answered: the same id is not applied again. */
  const applied = new Map<string, Told>();
  const interferences: ((path: string) => void)[] = [];
  const requests: { method: string; host: string; path: string; status: number }[] = [];

  const once = (kind: string, item: unknown, apply: (item: unknown) => Told): Told => {
    const { id } = Identified.safeParse(item).data ?? { id: '' };
    const known = applied.get(`${kind} ${id}`);
    if (known) return known;
    try {
      const told = apply(item);
      applied.set(`${kind} ${id}`, told);
      return told;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { id, processingStatus: 'failure', message: error.message, statusCode: error.status };
    }
  };

  const bulk = (kind: string, json: unknown, apply: (item: unknown) => Told): Response => {
    if (!Array.isArray(json) || json.length === 0) throw new Refused('The body must be a list.');
    if (json.length > mostItems) throw new Refused(`At most ${mostItems} items may be posted at once.`);
    return Response.json(json.map((item: unknown) => once(kind, item, apply)));
  };

  const serve = (path: string, json: unknown): Response => {
    const [, setSource] = /^\/setonhand\/([^/]+)\/bulk$/.exec(path) ?? [];
    if (path !== '/onhand/indexquery') for (const work of interferences) work(path);
    if (setSource !== undefined)
      return bulk('set', json, (item) => applyLevel(item, room, decodeURIComponent(setSource)));
    switch (path) {
      case '/onhand/indexquery':
        return Response.json(indexQuery(json, room));
      case '/onhand/bulk':
        return bulk('change', json, (item) => applyChange(item, room));
      case '/onhand/reserve/bulk':
        return bulk('reserve', json, (item) => applyReservation(item, room));
      case '/onhand/unreserve/bulk':
        return bulk('unreserve', json, (item) => applyRelease(item, room));
      default:
        return new Response(null, { status: 404 });
    }
  };

  async function route(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/oauth2/v2.0/token')) return entra.grant(request);
    if (url.pathname === '/token') {
      const { tokensAt } = options;
      if (tokensAt === undefined || url.hostname !== securityHost) return security.exchange(request);
      return new Response(null, { status: 307, headers: { location: tokensAt } });
    }
    const prefix = `/api/environment/${environment}`;
    if (url.origin !== origin || !url.pathname.startsWith(`${prefix}/`)) return new Response(null, { status: 404 });
    if (!security.accepts(request.headers.get('authorization')) || faults.strikes('token-expiry', url.pathname)) {
      security.revokeTokens();
      return new Response(null, { status: 401 });
    }
    if (request.headers.get('api-version') !== '1.0') return sorry('The Api-Version is required.', 400);
    if (faults.strikes('throttle-storm', url.pathname)) {
      return new Response(null, { status: 429, headers: { 'retry-after': '10' } });
    }
    try {
      return serve(url.pathname.slice(prefix.length), JSON.parse(await request.text()));
    } catch (error) {
      if (error instanceof Refused) return sorry(error.message, error.status);
      if (error instanceof SyntaxError) return sorry('The body is no JSON.', 400);
      throw error;
    }
  }

  const handle = withTransportFaults(route, {
    faults,
    clock,
    classify: ({ url, method }) => {
      const { pathname } = new URL(url);
      const isRead = pathname.endsWith('/token') || pathname.endsWith('/indexquery');
      return { operation: method, subject: pathname, write: !isRead };
    },
  });

  return {
    name: 'd365-inventory-visibility',
    origin,
    environment,
    organization,
    faults,
    books,
    seedStock({ product, site, location, dimensions = {}, units, measure = 'fno.physicalinvent' }) {
      const [source = '', name = ''] = measure.split('.');
      const spot = { product, site, location, dimensions };
      books.add(`seed-${books.changes().length}`, spot, measureIn(configuration, source, name), units);
    },
    ship: (product, site, location, units) => books.offset(product, site, location, units),
    beforeWrite: (work) => void interferences.push(work),
    async handle(request) {
      const response = await handle(request);
      const { host, pathname } = new URL(request.url);
      requests.push({ method: request.method, host, path: pathname, status: response.status });
      return response;
    },
    revokeTokens: () => security.revokeTokens(),
    revokeEntraTokens: () => entra.revokeTokens(),
    revokeApps() {
      entra.forgetApps();
      security.revokeTokens();
    },
    get tokensGranted() {
      return security.granted;
    },
    get entraTokensGranted() {
      return entra.granted;
    },
    requests,
  };
}

function sorry(message: string, status: number): Response {
  return Response.json({ error: { code: String(status), message } }, { status });
}
