import { type ManualClock, manualClock, simulatorFetch } from '@crossdock/testing';
import { type OpenSystem, openSystem, type PostedDelivery } from '@crossdock/testing/contracts';
import { square, type SquareOptions } from '../../../src/square/index.ts';
import {
  type SquareSellInput,
  type SquareSimulator,
  squareSimulator,
  type SquareSimulatorOptions,
} from '../../../src/testing/index.ts';

/** What a seller is opened with. */
export interface OpenSellerOptions {
  readonly simulator?: Partial<SquareSimulatorOptions>;
  readonly options?: Partial<SquareOptions>;
  /** @default the simulator in this process */
  readonly fetch?: (seller: SquareSimulator) => typeof fetch;
}

/** A delivery that the platform posted. */
export interface Posted extends PostedDelivery {
  readonly type: string;
}

/** A simulated seller, the connector connected to it, and what was posted. */
export interface OpenSeller {
  readonly clock: ManualClock;
  readonly seller: SquareSimulator;
  readonly system: OpenSystem;
  readonly posted: Posted[];
  /** The newest delivery of a type. */
  delivery(type: string): Promise<Posted>;
  /** The same seller, connected with other options. */
  reconnect(options: Partial<SquareOptions>): OpenSystem;
}

/** When every test begins: a Tuesday morning in Chicago. */
const start = '2026-11-24T15:00:00.000Z';

/** Our codes of the simulated stores. */
export const locations = {
  LCHICAGO1: { code: 'store-1', dayCut: '04:00' },
  LNEWYORK2: { code: 'store-2', dayCut: '04:00' },
  LHONOLULU3: { code: 'store-3', dayCut: '04:00' },
} as const;

/** A sale of two articles with a discount, tax and a tip. */
export const usualSale = {
  lines: [
    { sku: 'SHOE-42', price: 7990, discount: 1000 },
    { sku: 'SOCK-M', price: 633, quantity: '3' },
  ],
  taxes: [{ name: 'Sales tax', percentage: '8.25' }],
  tip: 200,
} satisfies SquareSellInput;

/** Opens a seller with the connector before it, on a clock of its own. */
export function openSeller({ simulator, options, fetch }: OpenSellerOptions = {}): OpenSeller {
  const clock = manualClock({ now: start });
  const seller = squareSimulator({ clock, ...simulator });
  seller.seed({ sku: 'SHOE-42', price: 7990, stock: 12 });
  seller.seed({ sku: 'SOCK-M', price: 633, stock: { LCHICAGO1: 40, LNEWYORK2: 7 } });
  const posted: Posted[] = [];
  seller.deliverTo(async (request) => {
    const headers = Object.fromEntries(request.headers);
    const body = await request.text();
    posted.push({ type: (JSON.parse(body) as { type: string }).type, headers, body });
    return new Response(null, { status: 200 });
  });
  const connect = (more: Partial<SquareOptions> = {}): OpenSystem =>
    openSystem(
      square({
        credentials: { accessToken: seller.credentials.accessToken },
        webhooks: { url: seller.webhookUrl, signatureKeys: [seller.signatureKey] },
        locations,
        ...options,
        ...more,
      }),
      { clock, name: 'stores', fetch: fetch?.(seller) ?? simulatorFetch(seller) },
    );
  const delivery = async (type: string): Promise<Posted> => {
    await clock.advance(0);
    const found = posted.findLast((it) => it.type === type);
    if (!found) throw new Error(`The platform posted nothing about ${type}`);
    return found;
  };
  return { clock, seller, system: connect(), posted, delivery, reconnect: connect };
}

/** What must never be printed. */
export function secretsOf({ credentials, signatureKey }: SquareSimulator): readonly string[] {
  return [credentials.accessToken, credentials.clientSecret, credentials.refreshToken, signatureKey];
}
