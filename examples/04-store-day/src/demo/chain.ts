import { type FleetStore } from '@crossdock/connector-pos/testing';

/** By which software the tills of a store run, and how what they do is told. */
export type Platform = 'square' | 'lightspeed' | 'poslog' | 'csv';

/** A store of the chain. */
export interface ChainStore extends FleetStore {
  readonly platform: Platform;
  /** Its name at its platform. */
  readonly id: string;
  readonly dayCut: string;
}

const platforms: readonly Platform[] = ['square', 'poslog', 'lightspeed', 'csv'];
const zones = ['America/New_York', 'America/Chicago'] as const;

/** The business day of every store begins at four in the morning. */
const dayCut = '04:00';

/** Tills in each store. */
export const registers = 2;

/** A chain with stores of every platform in two time zones. */
export function chainOf(count: number): readonly ChainStore[] {
  return Array.from({ length: count }, (_, index): ChainStore => {
    const number = index + 1;
    const platform = platforms[index % platforms.length] ?? 'square';
    return {
      code: `store-${number}`,
      id: nameAt(platform, number),
      registers,
      platform,
      timeZone: zones[index % zones.length] ?? 'UTC',
      dayCut,
    };
  });
}

function nameAt(platform: Platform, number: number): string {
  const padded = String(number).padStart(4, '0');
  if (platform === 'square') return `LOCATION${padded}`;
  return platform === 'lightspeed' ? `06bf537b-c7d7-11e7-ff13-00000000${padded}` : String(number);
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
