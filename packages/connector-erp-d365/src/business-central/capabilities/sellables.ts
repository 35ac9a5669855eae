import type { Rooms } from '../context.ts';
import { namedOptions, type Sellables } from '../mapping/entries.ts';
import type { SoldFields } from '../item-catalog.ts';

/** Asks the company for everything that a document names. */
export async function readSellables(
  { items, locations, config }: Rooms,
  wanted: {
    readonly skus: readonly string[];
    readonly locations: readonly { readonly location: string; readonly path: string }[];
  },
  signal: AbortSignal,
): Promise<Sellables> {
  const locationIds = await locations.idsOf(wanted.locations, signal);
  const bySku = await items.bySku(wanted.skus, signal);
  const byOption = new Map<string, SoldFields>();
  for (const [option, sold] of namedOptions(config)) {
    const found = await items.named(sold, signal);
    if (found) byOption.set(option, found);
  }
  return { config, bySku, byOption, locationIds };
}
