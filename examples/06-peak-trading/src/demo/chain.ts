import { createShelves, type FleetProduct, type FleetStore, type Shelves } from '@crossdock/connector-pos/testing';
import { type AvailabilityRulesInput, seededRandom } from '@crossdock/core';
import { type Plan } from './plan.ts';

export const warehouse = 'dc-1';
/** Where the shop shows what the web may sell. */
export const online = 'online';

/** One thing that the chain sells. */
export interface Article {
  readonly sku: string;
  /** In whole cents. */
  readonly price: number;
  /** Units in the warehouse when the day begins. */
  readonly atWarehouse: number;
  /** Units in each store when the day begins. */
  readonly inStore: number;
}

/** A chain as it stands when its stores open. */
export interface Chain {
  readonly articles: readonly Article[];
  readonly flash: readonly Article[];
  readonly stores: readonly FleetStore[];
  /** Codes of the stores whose line fails. They are among those that send parcels. */
  readonly failing: readonly string[];
  /** What tills sell. */
  readonly products: readonly FleetProduct[];
  /** What lies where, in stores and in the warehouse: the physical truth. */
  readonly shelves: Shelves;
  readonly rules: AvailabilityRulesInput;
}

/** Every sixth store packs parcels. */
const packsEvery = 6;
/** Stores whose line fails are busy ones. */
const busyWeight = 6;

export function chainOf(plan: Plan): Chain {
  const random = seededRandom(`${plan.seed} chain`);
  const articles = Array.from({ length: plan.skus }, (_, index): Article => {
    const isFlash = index < plan.flashSkus;
    return {
      sku: `${isFlash ? 'FLASH' : 'SKU'}-${String(index + 1).padStart(5, '0')}`,
      price: 995 + Math.floor(random() * 180) * 100,
      atWarehouse: 20,
      inStore: index >= plan.storeSkus ? 0 : isFlash ? 4 : 6,
    };
  });
  const flash = articles.slice(0, plan.flashSkus);
  const codes = Array.from({ length: plan.stores }, (_, index) => `store-${index + 1}`);
  const packing = codes.filter((_, index) => index % packsEvery === 0);
  const failing = packing.slice(0, plan.offlineStores);
  const shelves = createShelves(
    [...codes, warehouse],
    articles.map((it) => it.sku),
    0,
  );
  for (const { sku, atWarehouse, inStore } of articles) {
    shelves.move(warehouse, sku, atWarehouse);
    if (inStore > 0) for (const code of codes) shelves.move(code, sku, inStore);
  }
  return {
    articles,
    flash,
    failing,
    shelves,
    stores: codes.map((code) => ({
      code,
      timeZone: 'America/New_York',
      dayCut: '04:00',
      hours: [9, 9 + plan.hours],
      ...(failing.includes(code) && { weight: busyWeight }),
    })),
    products: articles
      .slice(0, plan.storeSkus)
      .map(({ sku, price }, index) => ({ sku, price, weight: index < plan.flashSkus ? 60 : 10 })),
    rules: rulesOf({ codes, packing, random }),
  };
}

/**
 * The web ships from the warehouse and from stores that pack, and every store hands out what was ordered. Two units stay in every
 * store for whoever stands in it. A store that nobody heard of for half an hour sells half of what is free, after two hours
 * nothing.
 */
function rulesOf({
  codes,
  packing,
  random,
}: {
  readonly codes: readonly string[];
  readonly packing: readonly string[];
  readonly random: () => number;
}): AvailabilityRulesInput {
  return {
    version: 1,
    owner: 'merchandising',
    locations: [
      { code: warehouse, kind: 'warehouse', at: { latitude: 39.1, longitude: -94.6 } },
      ...codes.map((code) => ({
        code,
        kind: 'store' as const,
        at: { latitude: 30 + random() * 18, longitude: -122 + random() * 50 },
        priority: 10,
      })),
    ],
    channels: {
      web: { ship: { locations: [warehouse, ...packing] }, pickup: { kinds: ['store'] } },
    },
    buffers: [{ id: 'shop floor', kinds: ['store'], units: '2' }],
    confidence: [
      {
        id: 'silent store',
        of: { feed: { kinds: ['store'] } },
        steps: [
          { after: '30m', keepPercent: 50 },
          { after: '2h', keepPercent: 0 },
        ],
      },
      { id: 'old levels', of: { source: 'erp' }, steps: [{ after: '12h', keepPercent: 80 }] },
    ],
    sourcing: { prefer: ['fewest-splits', 'priority', 'nearest'], mostSplits: 1 },
    holds: { expireAfter: '15m' },
  };
}
