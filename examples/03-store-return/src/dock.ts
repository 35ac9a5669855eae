import { netsuite } from '@crossdock/connector-erp-netsuite';
import { square } from '@crossdock/connector-pos/square';
import { shopify } from '@crossdock/connector-shopify';
import { type Clock, createCrossdock, type Crossdock, type Journal, type Observer } from '@crossdock/core';
import { returnInStore } from './return-in-store.ts';
import { sellOnTheWeb } from './sell-on-the-web.ts';

/** What the dock of this example is made from. */
export interface DockSettings {
  readonly journal: Journal;
  readonly shop: Parameters<typeof shopify>[0];
  readonly stores: Parameters<typeof square>[0];
  readonly erp: Parameters<typeof netsuite>[0];
  readonly clock?: Clock;
  readonly observer?: Observer;
  readonly fetch?: typeof fetch;
}

/** The web shop, the stores and the ledger. */
// A type and not an interface: the systems of a dock are a record by name.
export type ShopStoresAndErp = {
  readonly shop: ReturnType<typeof shopify>;
  readonly stores: ReturnType<typeof square>;
  readonly erp: ReturnType<typeof netsuite>;
};

/** Introduces the three and the flows to each other. */
export function openDock({ journal, shop, stores, erp, ...ports }: DockSettings): Crossdock<ShopStoresAndErp> {
  return createCrossdock({
    journal,
    systems: { shop: shopify(shop), stores: square(stores), erp: netsuite(erp) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'shop', customer: 'shop', finance: 'erp' },
    flows: [sellOnTheWeb, returnInStore],
    ...ports,
  });
}
