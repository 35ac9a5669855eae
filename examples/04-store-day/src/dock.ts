import { netsuite } from '@crossdock/connector-erp-netsuite';
import { fileDrop } from '@crossdock/connector-pos/file-drop';
import { lightspeed } from '@crossdock/connector-pos/lightspeed';
import { square } from '@crossdock/connector-pos/square';
import { type Clock, createCrossdock, type Crossdock, type Journal, type Observer } from '@crossdock/core';
import { settleStoreDay } from './settle-store-day.ts';

/** What the dock of this example is made from. */
export interface DockSettings {
  readonly journal: Journal;
  readonly square: Parameters<typeof square>[0];
  readonly lightspeed: Parameters<typeof lightspeed>[0];
  readonly files: Parameters<typeof fileDrop>[0];
  readonly erp: Parameters<typeof netsuite>[0];
  readonly clock?: Clock;
  readonly observer?: Observer;
  readonly fetch?: typeof fetch;
}

/** The tills of a chain that grew by takeovers, and its ledger. */
// A type and not an interface: the systems of a dock are a record by name.
export type TillsAndErp = {
  readonly square: ReturnType<typeof square>;
  readonly lightspeed: ReturnType<typeof lightspeed>;
  readonly files: ReturnType<typeof fileDrop>;
  readonly erp: ReturnType<typeof netsuite>;
};

/** Introduces the tills of every platform, the ERP and the flow to each other. */
export function openDock({
  journal,
  square: seller,
  lightspeed: retailer,
  files,
  erp,
  ...ports
}: DockSettings): Crossdock<TillsAndErp> {
  return createCrossdock({
    journal,
    systems: { square: square(seller), lightspeed: lightspeed(retailer), files: fileDrop(files), erp: netsuite(erp) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'square', customer: 'square', finance: 'erp' },
    flows: [settleStoreDay],
    ...ports,
  });
}
