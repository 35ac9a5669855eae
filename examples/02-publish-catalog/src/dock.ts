import { netsuite } from '@crossdock/connector-erp-netsuite';
import { shopify } from '@crossdock/connector-shopify';
import { type Clock, createCrossdock, type Crossdock, type Journal, type Observer } from '@crossdock/core';
import { publishPrice } from './publish-price.ts';
import { publishProduct, type Releases } from './publish-product.ts';

/** What the dock of this example is made from. */
export interface DockSettings {
  readonly journal: Journal;
  readonly shop: Parameters<typeof shopify>[0];
  readonly erp: Parameters<typeof netsuite>[0];
  readonly releases: Releases;
  /** What the shop asks for. */
  readonly currency: string;
  readonly clock?: Clock;
  readonly observer?: Observer;
  readonly fetch?: typeof fetch;
}

/** The two systems of this example. */
// A type and not an interface: the systems of a dock are a record by name.
export type ShopAndErp = {
  readonly shop: ReturnType<typeof shopify>;
  readonly erp: ReturnType<typeof netsuite>;
};

/** Introduces the ERP, which owns products and prices, the shop, which shows them, and the flows to each other. */
export function openDock({ journal, shop, erp, releases, currency, ...ports }: DockSettings): Crossdock<ShopAndErp> {
  return createCrossdock({
    journal,
    systems: { shop: shopify(shop), erp: netsuite(erp) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'shop', customer: 'shop', finance: 'erp' },
    flows: [publishProduct(releases), publishPrice(currency)],
    ...ports,
  });
}
