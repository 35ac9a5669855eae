import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '@crossdock/connector-erp-netsuite/testing';
import { createShelves, createTillFleet, type TillFleet } from '@crossdock/connector-pos/testing';
import { type Crossdock, memoryJournal, seededRandom, silentObserver } from '@crossdock/core';
import { createFaults, type FaultOptions, manualClock, type ManualClock, simulatedNetwork } from '@crossdock/testing';
import { openDock, type TillsAndErp } from '../dock.ts';
import { chainOf, type ChainStore, products, taxPercent } from './chain.ts';
import { type FileTills, openFileTills } from './file-tills.ts';
import { freezing, type FreezingSink } from './late-tickets.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { openRetailer, type Retailer } from './retailer.ts';
import { openSeller, type Seller } from './seller.ts';

/** A chain of stores, its ledger, and a started dock between them, in one process on a virtual clock. */
export interface ChainWorld {
  readonly clock: ManualClock;
  readonly stores: readonly ChainStore[];
  readonly fleet: TillFleet;
  readonly seller: Seller;
  readonly retailer: Retailer;
  readonly files: FileTills;
  readonly erp: NetsuiteSimulator;
  readonly ledger: Ledger;
  readonly dock: Crossdock<TillsAndErp>;
  /** The last till of a store, which can freeze. */
  tillOf(code: string): FreezingSink;
  /** Lets time pass to an instant; stores drop their files once an hour. */
  passUntil(instant: string): Promise<void>;
  close(): Promise<void>;
}

/** What the world is opened with. */
export interface ChainWorldOptions {
  readonly stores: number;
  readonly seed: number;
  /** @default a rough road */
  readonly rates?: FaultOptions['rates'];
}

/** Early in the morning of the business day, before any store opens. */
const begin = '2026-11-27T10:00:00Z';

const roughRoad = {
  'lost-reply': 0.05,
  'error-before': 0.05,
  'error-after': 0.03,
  'throttle-storm': 0.02,
} as const;

const hourMs = 3_600_000;
let known: Promise<TestCredentials> | undefined;

/** Opens the world. */
export async function openChainWorld({
  stores: count,
  seed,
  rates = roughRoad,
}: ChainWorldOptions): Promise<ChainWorld> {
  known ??= generateTestCredentials({ algorithm: 'ES256' });
  const credentials = await known;
  const clock = manualClock({ now: begin });
  const stores = chainOf(count);
  const on = (...platforms: readonly ChainStore['platform'][]) =>
    stores.filter((it) => platforms.includes(it.platform));
  const ports = (of: string) => ({ clock, faults: createFaults({ seed: `${seed} ${of}`, rates }) });
  const seller = openSeller(on('square'), ports('square'));
  const retailer = openRetailer(on('lightspeed'), ports('lightspeed'));
  const files = openFileTills(on('poslog', 'csv'), seededRandom(`${seed} files`));
  const { clientId, certificateId, publicKeyPem } = credentials;
  const erp = netsuiteSimulator({
    ...ports('erp'),
    credentials: { clientId, certificateId, publicKeyPem },
  });
  const ledger = openLedger(erp, credentials, stores);
  const places = { square: seller, lightspeed: retailer, poslog: files, csv: files };
  const tills = new Map(stores.map((store) => [store.code, freezing(places[store.platform].sinkOf(store))]));
  const tillOf = (code: string): FreezingSink => {
    const till = tills.get(code);
    if (!till) throw new RangeError(`There is no store '${code}'`);
    return till;
  };
  const fleet = createTillFleet({
    clock,
    seed,
    stores,
    products,
    shelves: createShelves(
      stores.map((it) => it.code),
      products.map((it) => it.sku),
      500,
    ),
    sinkOf: ({ code }) => tillOf(code),
    taxPercent,
    ticketsPerHour: 2,
  });
  const dock = openDock({
    journal: memoryJournal(),
    square: seller.options,
    lightspeed: retailer.options,
    files: files.options,
    erp: ledger.options,
    clock,
    observer: silentObserver,
    fetch: simulatedNetwork({
      [seller.simulator.origin]: seller.simulator,
      [retailer.simulator.origin]: retailer.simulator,
      [erp.origin]: erp,
    }),
  });
  try {
    await clock.settle(dock.start({ checkAccounts: false }));
  } catch (error) {
    files.remove();
    throw error;
  }
  retailer.simulator.deliverTo(dock.systems.lightspeed.webhook);
  return {
    clock,
    stores,
    fleet,
    seller,
    retailer,
    files,
    erp,
    ledger,
    dock,
    tillOf,
    async passUntil(instant) {
      for (let left = Date.parse(instant) - clock.now(); left > 0; left -= hourMs) {
        await clock.advance(Math.min(left, hourMs));
        files.drop();
      }
    },
    async close() {
      fleet.stop();
      await clock.settle(dock.stop());
      files.remove();
    },
  };
}
