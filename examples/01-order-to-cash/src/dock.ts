import { netsuite } from '@crossdock/connector-erp-netsuite';
import { shopify } from '@crossdock/connector-shopify';
import { type Clock, createCrossdock, type Crossdock, type Journal, type Observer } from '@crossdock/core';
import { orderToCash } from './order-to-cash.ts';
import { refundToCredit, returnToCredit } from './refund-to-credit.ts';

/** What the dock of this example is made from. */
export interface DockSettings {
  readonly journal: Journal;
  readonly shop: Parameters<typeof shopify>[0];
  readonly erp: Parameters<typeof netsuite>[0];
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

/** Introduces the shop, the ERP and the flows to each other. */
export function openDock({ journal, shop, erp, ...ports }: DockSettings): Crossdock<ShopAndErp> {
  return createCrossdock({
    journal,
    systems: { shop: shopify(shop), erp: netsuite(erp) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'shop', customer: 'shop', finance: 'erp' },
    flows: [orderToCash, refundToCredit, returnToCredit],
    ...ports,
  });
}
