import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
} from '@crossdock/connector-erp-netsuite/testing';
import { shopifySimulator, type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Crossdock, memoryJournal, silentObserver } from '@crossdock/core';
import {
  createFaults,
  type FaultOptions,
  manualClock,
  type ManualClock,
  simulate,
  simulatedNetwork,
  type World,
} from '@crossdock/testing';
import { openDock, type ShopAndErp } from '../src/dock.ts';
import { booksOf } from '../src/demo/books.ts';
import { erpOptions, shopOptions } from '../src/demo/platforms.ts';

/** The example in one process, on a virtual clock. */
export interface ExampleWorld {
  readonly world: World<{ readonly shop: ShopifySimulator; readonly erp: NetsuiteSimulator }>;
  readonly shop: ShopifySimulator;
  readonly erp: NetsuiteSimulator;
  readonly dock: Crossdock<ShopAndErp>;
  readonly clock: ManualClock;
  close(): Promise<void>;
}

const credentials = await generateTestCredentials({ algorithm: 'ES256' });

/** Opens shop, ERP and a started dock between them. */
export async function openWorld(
  options: { readonly seed?: number; readonly rates?: FaultOptions['rates'] } = {},
): Promise<ExampleWorld> {
  const { seed = 1129, rates = {} } = options;
  const clock = manualClock({ now: '2026-11-27T14:00:00Z' });
  const shop = shopifySimulator({ clock, faults: createFaults({ seed: `${seed} shop`, rates }) });
  const { clientId, certificateId, publicKeyPem } = credentials;
  const erp = netsuiteSimulator({
    clock,
    faults: createFaults({ seed: `${seed} erp`, rates }),
    credentials: { clientId, certificateId, publicKeyPem },
  });
  const dock = openDock({
    journal: memoryJournal(),
    shop: shopOptions(shop),
    erp: erpOptions(erp, credentials),
    clock,
    observer: silentObserver,
    fetch: simulatedNetwork({ [`https://${shop.shop}`]: shop, [erp.origin]: erp }),
  });
  await clock.settle(dock.start());
  const courier = shop.webhooks.deliverTo(dock.systems.shop.webhook);
  const world = simulate(dock, {
    seed,
    clock,
    simulators: { shop, erp },
    couriers: [courier],
    books: () => booksOf(shop, erp),
  });
  return { world, shop, erp, dock, clock, close: async () => void (await clock.settle(dock.stop())) };
}
