import { type ManualClock, manualClock, simulatorFetch } from '@crossdock/testing';
import { type OpenSystem, openSystem, type PostedDelivery } from '@crossdock/testing/contracts';
import { lightspeed, type LightspeedOptions } from '../../../src/lightspeed/index.ts';
import {
  type LightspeedSellInput,
  type LightspeedSimulator,
  lightspeedSimulator,
  type LightspeedSimulatorOptions,
} from '../../../src/testing/index.ts';

/** What a retailer is opened with. */
export interface OpenRetailerOptions {
  readonly simulator?: Partial<LightspeedSimulatorOptions>;
  readonly options?: Partial<LightspeedOptions>;
  /** @default the simulator in this process */
  readonly fetch?: (retailer: LightspeedSimulator) => typeof fetch;
}

/** A delivery that the platform posted, with what it is about. */
export interface Posted extends PostedDelivery {
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A simulated retailer, the connector connected to it, and what was posted. */
export interface OpenRetailer {
  readonly clock: ManualClock;
  readonly retailer: LightspeedSimulator;
  readonly system: OpenSystem;
  readonly posted: Posted[];
  /** The newest delivery whose document has a member. */
  delivery(member: string): Promise<Posted>;
  /** The same retailer, connected with other options. */
  reconnect(options: Partial<LightspeedOptions>): OpenSystem;
}

/** When every test begins: a Tuesday morning in Chicago. */
const start = '2026-11-24T15:00:00.000Z';

/** Ids of the simulated outlets. */
export const chicago = '0242ac12-0002-11e9-e8c4-000000000a01';
export const newYork = '0242ac12-0002-11e9-e8c4-000000000a02';
export const honolulu = '0242ac12-0002-11e9-e8c4-000000000a03';

/** The simulated outlets. */
export const simulatedOutlets = [
  { id: chicago, name: 'Chicago', timeZone: 'America/Chicago', registers: 2 },
  { id: newYork, name: 'New York', timeZone: 'America/New_York' },
  { id: honolulu, name: 'Honolulu', timeZone: 'Pacific/Honolulu' },
];

/** Our codes of the simulated outlets. */
export const outlets = {
  [chicago]: { code: 'store-1', dayCut: '04:00' },
  [newYork]: { code: 'store-2', dayCut: '04:00' },
  [honolulu]: { code: 'store-3', dayCut: '04:00' },
} as const;

/** A sale of two products with a discount and tax: 69.90 + 18.99 and 7.33 of tax. */
export const usualSale = {
  outletId: chicago,
  lines: [
    { sku: 'SHOE-42', price: 7990, discount: 1000 },
    { sku: 'SOCK-M', price: 633, quantity: '3' },
  ],
} satisfies LightspeedSellInput;

/** Opens a retailer with the connector before it, on a clock of its own. */
export function openRetailer({ simulator, options, fetch }: OpenRetailerOptions = {}): OpenRetailer {
  const clock = manualClock({ now: start });
  const retailer = lightspeedSimulator({ clock, outlets: simulatedOutlets, ...simulator });
  retailer.seed({ sku: 'SHOE-42', price: 7990, stock: 12 });
  retailer.seed({ sku: 'SOCK-M', price: 633, stock: { [chicago]: 40, [newYork]: 7 } });
  const posted: Posted[] = [];
  retailer.deliverTo(async (request) => {
    const headers = Object.fromEntries(request.headers);
    const body = await request.text();
    const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '') as Posted['payload'];
    posted.push({ payload, headers, body });
    return new Response(null, { status: 200 });
  });
  const connect = (more: Partial<LightspeedOptions> = {}): OpenSystem =>
    openSystem(
      lightspeed({
        domainPrefix: retailer.domainPrefix,
        credentials: { accessToken: retailer.credentials.personalToken },
        webhooks: { secrets: [retailer.credentials.clientSecret] },
        outlets,
        ...options,
        ...more,
      }),
      { clock, name: 'stores', fetch: fetch?.(retailer) ?? simulatorFetch(retailer) },
    );
  const delivery = async (member: string): Promise<Posted> => {
    await clock.advance(0);
    const found = posted.findLast((it) => Object.hasOwn(it.payload, member));
    if (!found) throw new Error(`The platform posted nothing with '${member}'`);
    return found;
  };
  return { clock, retailer, system: connect(), posted, delivery, reconnect: connect };
}

/** What must never be printed. */
export function secretsOf({ credentials }: LightspeedSimulator): readonly string[] {
  return [credentials.personalToken, credentials.clientSecret, credentials.refreshToken];
}
