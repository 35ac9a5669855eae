/** A simulated service with everything that the connector needs, and the connector before it. */
import { type ManualClock, manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { inventoryVisibility, type InventoryVisibilitySettings } from '../../src/inventory-visibility/index.ts';
import {
  inventoryVisibilitySimulator,
  type InventoryVisibilitySimulator,
  type InventoryVisibilitySimulatorOptions,
} from '../../src/testing/index.ts';

const secret = 'entra-s3cret-90ac';
export const secrets = [secret, 'entra-token-1', 'iv-token-1'];

export interface OpenVisibility {
  readonly service: InventoryVisibilitySimulator;
  readonly clock: ManualClock;
  readonly settings: InventoryVisibilitySettings;
  readonly system: OpenSystem;
  /** The same service by way of another configuration. */
  reconfigure(changes: Partial<InventoryVisibilitySettings>): OpenSystem;
}

export interface OpenVisibilityOptions {
  readonly simulator?: Omit<InventoryVisibilitySimulatorOptions, 'clock' | 'apps'>;
  readonly settings?: Partial<InventoryVisibilitySettings>;
  /** What happens to the answers of bulk requests on their way, by path. */
  readonly answers?: (path: string, items: readonly object[]) => readonly object[];
}

/** Places by our codes. */
export const places = {
  'store-1': { site: '1', location: '11' },
  'store-2': { site: '1', location: '12' },
  'web-dc': { site: '2', location: '21' },
} as const;

/** Opens a fresh service. */
export function openVisibility(options: OpenVisibilityOptions = {}): OpenVisibility {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const apps = [{ tenant: 'contoso', clientId: 'crossdock', clientSecret: secret }];
  const service = inventoryVisibilitySimulator({ ...options.simulator, clock, apps });
  const settings: InventoryVisibilitySettings = {
    service: service.origin,
    environment: service.environment,
    tenant: 'contoso',
    clientId: 'crossdock',
    credentials: { clientSecret: secret },
    company: service.organization,
    locations: { ...places },
    items: {
      dimensions: ['colorId', 'sizeId'],
      overrides: {
        'TEE-RED-L': { product: 'T-shirt', dimensions: { colorId: 'Red', sizeId: 'L' } },
        'TEE-RED-M': { product: 'T-shirt', dimensions: { colorId: 'Red', sizeId: 'M' } },
      },
    },
    changes: { source: 'pos', inbound: 'inbound', outbound: 'outbound' },
    levels: { source: 'shop', measure: 'onhand' },
    reading: { onHand: ['fno.physicalinvent', 'pos.inbound', '-pos.outbound', 'shop.onhand'] },
    ...options.settings,
  };
  const wire = simulatorFetch(service);
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const response = await wire(request);
    const { pathname } = new URL(request.url);
    if (!options.answers || !pathname.endsWith('/bulk')) return response;
    return Response.json(options.answers(pathname, (await response.json()) as readonly object[]));
  };
  const open = (given: InventoryVisibilitySettings) =>
    openSystem(inventoryVisibility(given), { clock, fetch, name: 'stock' });
  return {
    service,
    clock,
    settings,
    system: open(settings),
    reconfigure: (changes) => open({ ...settings, ...changes }),
  };
}
