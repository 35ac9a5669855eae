import { type d365 } from '@crossdock/connector-erp-d365';
import { type netsuite } from '@crossdock/connector-erp-netsuite';
import { shopify } from '@crossdock/connector-shopify';
import { type Clock, createCrossdock, type Crossdock, type Journal, type Observer } from '@crossdock/core';
import { orderToCash } from '../../01-order-to-cash/src/order-to-cash.ts';
import { refundToCredit, returnToCredit } from '../../01-order-to-cash/src/refund-to-credit.ts';
import { type Span } from './migration.ts';
import { ordersOf } from './orders-of.ts';

/** The ledgers that this retailer has, or will have. */
export type Ledger = ReturnType<typeof netsuite> | ReturnType<typeof d365>;

/** What the dock before one ledger is made from. */
export interface LedgerDockSettings {
  /** One for each ledger: what happened in one is not known in another. */
  readonly journal: Journal;
  readonly shop: Parameters<typeof shopify>[0];
  readonly erp: Ledger;
  /** Orders that belong to this ledger, by the instant at which they were placed. */
  readonly takes: () => Span;
  readonly clock?: Clock;
  readonly observer?: Observer;
  readonly fetch?: typeof fetch;
}

/** Wires the shop to one ledger, with the flows of the order-to-cash example as they are. */
export function openLedgerDock(settings: LedgerDockSettings): Crossdock {
  const { journal, shop, erp, takes, ...ports } = settings;
  return createCrossdock({
    journal,
    systems: { shop: ordersOf(shopify(shop), takes), erp },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'shop', customer: 'shop', finance: 'erp' },
    flows: [orderToCash, refundToCredit, returnToCredit],
    ...ports,
  });
}
