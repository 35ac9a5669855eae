import { netsuite } from '@crossdock/connector-erp-netsuite';
import { fileDrop } from '@crossdock/connector-pos/file-drop';
import { shopify } from '@crossdock/connector-shopify';
import {
  type AvailabilityRulesInput,
  type Clock,
  createCrossdock,
  type Crossdock,
  type Journal,
  type Observer,
  type Random,
} from '@crossdock/core';
import { creditWebReturn } from './credit-web-return.ts';
import { promiseToCash } from './promise-to-cash.ts';
import { settleStoreDay } from './settle-store-day.ts';

/** What the dock of this example is made from. */
export interface PeakDockSettings {
  readonly journal: Journal;
  readonly shop: Parameters<typeof shopify>[0];
  readonly tills: Parameters<typeof fileDrop>[0];
  readonly erp: Parameters<typeof netsuite>[0];
  readonly rules: AvailabilityRulesInput;
  /** Our code of the warehouse, of which the ERP tells levels. */
  readonly warehouse: string;
  /** Our code of the place at which the shop shows what the web may sell. */
  readonly online: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly observer?: Observer;
  readonly fetch?: typeof fetch;
}

/** The systems of this example. */
// A type and not an interface: the systems of a dock are a record by name.
export type PeakSystems = {
  readonly shop: ReturnType<typeof shopify>;
  readonly tills: ReturnType<typeof fileDrop>;
  readonly erp: ReturnType<typeof netsuite>;
};

/** Shop, tills and ERP, with one number of what may be sold between them. */
export function openPeakDock(settings: PeakDockSettings): Crossdock<PeakSystems> {
  const { journal, shop, tills, erp, rules, warehouse, online, ...ports } = settings;
  return createCrossdock({
    journal,
    systems: { shop: shopify(shop), tills: fileDrop(tills), erp: netsuite(erp) },
    owns: {
      product: 'erp',
      price: 'erp',
      inventory: 'availability',
      order: 'shop',
      customer: 'shop',
      finance: 'erp',
    },
    flows: [promiseToCash, settleStoreDay, creditWebReturn],
    availability: {
      rules,
      // The flow takes off what left, when the ERP has it.
      from: { 'fulfillment.created': [] },
      // All stores write into one folder, so that the folder is there says nothing about any of them.
      heardByLocation: ['tills'],
      levels: { erp: { every: '3h', locations: [warehouse] } },
      publish: {
        shop: {
          channel: 'web',
          location: online,
          callsPerSecond: 2,
          scarceBelow: 20,
          verify: { every: '30m', sample: 50 },
        },
      },
    },
    concurrency: 128,
    ...ports,
  });
}
