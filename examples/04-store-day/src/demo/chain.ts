import { type FleetStore } from '@crossdock/connector-pos/testing';

/** By which software the tills of a store run, and how what they do is told. */
export type Platform = 'square' | 'poslog' | 'csv';

/** A store of the chain. */
export interface ChainStore extends FleetStore {
  readonly platform: Platform;
  /** Its name at its platform. */
  readonly id: string;
  readonly dayCut: string;
}

const platforms: readonly Platform[] = ['square', 'poslog', 'square', 'csv'];
const zones = ['America/New_York', 'America/Chicago'] as const;

/** The business day of every store begins at four in the morning. */
export const dayCut = '04:00';

/** A chain with stores of every platform in two time zones. */
export function chainOf(count: number): readonly ChainStore[] {
  return Array.from({ length: count }, (_, index): ChainStore => {
    const number = index + 1;
    const platform = platforms[index % platforms.length] ?? 'square';
    return {
      code: `store-${number}`,
      id: platform === 'square' ? `LOCATION${String(number).padStart(4, '0')}` : String(number),
      platform,
      timeZone: zones[index % zones.length] ?? 'UTC',
      dayCut,
    };
  });
}

/** What the stores sell; prices in cents. */
export const products = [
  { sku: 'TRAIL-RUNNER-42', price: 12_995, weight: 3 },
  { sku: 'DESERT-BOOT-43', price: 14_950, weight: 2 },
  { sku: 'MERINO-SOCK-M', price: 1_235, weight: 6 },
  { sku: 'RAIN-JACKET-L', price: 18_900 },
  { sku: 'CANVAS-BELT', price: 3_490, weight: 2 },
  { sku: 'SHOE-CARE-SET', price: 1_999, weight: 2 },
] as const;

/** Sales tax on top, in per cent. */
export const taxPercent = 8.25;
