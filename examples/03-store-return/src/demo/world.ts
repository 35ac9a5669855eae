import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '@crossdock/connector-erp-netsuite/testing';
import { squareSimulator, type SquareSimulator } from '@crossdock/connector-pos/testing';
import { shopifySimulator, type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Crossdock, seededRandom, silentObserver } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import {
  createFaults,
  type FaultOptions,
  manualClock,
  type ManualClock,
  simulatedNetwork,
  type WebhookCourier,
} from '@crossdock/testing';
import { openDock, type ShopStoresAndErp } from '../dock.ts';
import { articles, centsOf, store, unitsAtFirst, warehouse } from './articles.ts';
import { type Mortal, mortal } from './mortal.ts';
import { erpOptions, shopOptions, storesOptions } from './options-of-systems.ts';

/** A web shop, a store, a ledger, and a dock between them that can be killed and started again on its journal. */
export interface ReturnWorld {
  readonly clock: ManualClock;
  readonly shop: ShopifySimulator;
  readonly seller: SquareSimulator;
  readonly erp: NetsuiteSimulator;
  /** Internal ids of the ledger's places. */
  readonly places: { readonly store: string; readonly warehouse: string };
  /** The dock that runs now. */
  readonly dock: Crossdock<ShopStoresAndErp>;
  /** Ends the process in the middle of whatever it does. Webhooks are not answered until it is started again. */
  kill(): Promise<void>;
  /** Kills it at the answer of the so-many-th request from now on. `isDead` tells when that was. */
  killAtAnswer(nth: number): void;
  readonly isDead: boolean;
  /** Starts a process on the same journal. */
  restart(): Promise<void>;
  /** Lets time pass until nothing is under way any more. */
  settle(): Promise<void>;
  /** Whether the journal is sound. Ends the world. */
  close(): Promise<boolean>;
}

/** What the world is opened with. */
export interface ReturnWorldOptions {
  readonly seed: number;
  /** @default a rough road */
  readonly rates?: FaultOptions['rates'];
}

const begin = '2026-11-30T14:00:00Z';

const roughRoad = {
  'duplicate-webhook': 0.4,
  'shuffled-webhook': 0.3,
  'late-webhook': 0.15,
  'missing-webhook': 0.2,
  'lost-reply': 0.08,
  'error-before': 0.05,
  'error-after': 0.05,
} as const;

let known: Promise<TestCredentials> | undefined;

/** Opens the world. */
export async function openReturnWorld({ seed, rates = roughRoad }: ReturnWorldOptions): Promise<ReturnWorld> {
  known ??= generateTestCredentials({ algorithm: 'ES256' });
  const credentials = await known;
  const clock = manualClock({ now: begin });
  const faults = (of: string) => createFaults({ seed: `${seed} ${of}`, rates });
  const shop = shopifySimulator({
    clock,
    plan: 'plus',
    faults: faults('shop'),
    locations: [
      { id: warehouse.atShop, name: 'Warehouse' },
      { id: store.atShop, name: 'Store 17' },
    ],
  });
  const seller = squareSimulator({
    clock,
    faults: faults('stores'),
    locations: [{ id: store.atSquare, name: 'Store 17', timezone: store.timeZone }],
  });
  const { clientId, certificateId, publicKeyPem } = credentials;
  const erp = netsuiteSimulator({
    clock,
    faults: faults('erp'),
    credentials: { clientId, certificateId, publicKeyPem },
  });
  for (const { sku, price } of articles) {
    shop.addProduct({ title: sku, variants: [{ sku, price }] });
    shop.setStock(sku, warehouse.atShop, { available: unitsAtFirst.warehouse });
    shop.setStock(sku, store.atShop, { available: unitsAtFirst.store });
    seller.seed({ sku, price: centsOf(price), stock: unitsAtFirst.store });
  }
  const { options: erpSettings, places } = erpOptions(erp, credentials);
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-store-return-'));
  const network = simulatedNetwork({
    [`https://${shop.shop}`]: shop,
    [seller.origin]: seller,
    [erp.origin]: erp,
  });

  let process: Mortal | undefined;
  let dock: Crossdock<ShopStoresAndErp> | undefined;
  const start = async (): Promise<void> => {
    const journal = sqliteJournal(join(folder, 'journal.db'), { durability: 'normal' });
    process = mortal({ journal, clock, fetch: network });
    const { journal: kept, clock: own, fetch: send } = process;
    dock = openDock({
      shop: shopOptions(shop),
      stores: storesOptions(seller),
      erp: erpSettings,
      journal: kept,
      clock: own,
      fetch: send,
      observer: silentObserver,
    });
    await clock.settle(dock.start({ checkAccounts: false }));
  };
  const running = (): Crossdock<ShopStoresAndErp> => {
    if (!dock) throw new Error('No process runs');
    return dock;
  };
  const noAnswer = (): Response => new Response(null, { status: 503 });
  const heard =
    (system: 'shop' | 'stores') =>
    async (request: Request): Promise<Response> =>
      dock && process && !process.isDead
        ? Promise.race([dock.systems[system].webhook(request), process.died.then(noAnswer)])
        : noAnswer();

  await start();
  const couriers: readonly WebhookCourier[] = [
    shop.webhooks.deliverTo(heard('shop')),
    seller.deliverTo(heard('stores')),
  ];
  return {
    clock,
    shop,
    seller,
    erp,
    places,
    get dock() {
      return running();
    },
    async kill() {
      dock = undefined;
      await process?.kill();
    },
    killAtAnswer: (nth) => process?.killAtAnswer(nth),
    get isDead() {
      return process?.isDead ?? true;
    },
    restart: start,
    async settle() {
      for (let minutes = 0; minutes < maxMinutes; minutes += 10) {
        await clock.advance(10 * 60_000);
        if (couriers.some((it) => it.pending > 0)) continue;
        await clock.settle(running().sweep());
        const { undecoded, runs } = await clock.settle(running().status());
        if (undecoded + runs.ready + runs.waiting + runs.undoing === 0) return;
      }
      throw new Error('Not everything came to its end within two days');
    },
    async close() {
      for (const it of couriers) it.stop();
      let isSound = false;
      if (dock) {
        await clock.settle(dock.stop());
        const journal = sqliteJournal(join(folder, 'journal.db'));
        await journal.open();
        ({ ok: isSound } = await journal.verify());
        await journal.close();
      }
      rmSync(folder, { recursive: true, force: true });
      return isSound;
    },
  };
}

const maxMinutes = 2 * 24 * 60;

/** Chance for the story, the same for the same seed. */
export const chanceOf = (seed: number) => seededRandom(`${seed} story`);
