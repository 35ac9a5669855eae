import { Coded } from './api/master-data.ts';
import type { BusinessCentralClient } from './client.ts';
import { nameless, unmapped } from './mapping/refusals.ts';
import type { BusinessCentralConfig } from './options.ts';

/** Finds the ids of our locations, and remembers them. */
export interface LocationIds {
  /** By our code. One that the configuration does not name is refused by path. */
  idsOf(
    wanted: readonly { readonly location: string; readonly path: string }[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}

export function createLocationIds(client: BusinessCentralClient, { locations }: BusinessCentralConfig): LocationIds {
  const known = new Map<string, string>();
  return {
    async idsOf(wanted, signal) {
      const missing = wanted.filter(({ location }) => !known.has(location));
      for (const { location, path } of missing) locationCodeOf({ locations }, location, path);
      if (missing.length > 0) {
        const rows = await client.list({ set: 'locations' }, { row: Coded, signal });
        for (const [location, code] of Object.entries(locations)) {
          const row = rows.find((it) => it.code.toUpperCase() === code.toUpperCase());
          if (row) known.set(location, row.id);
        }
      }
      for (const { location, path } of missing)
        if (!known.has(location))
          throw nameless(`Business Central has no location '${locations[location]}' (locations.${location})`, path);
      return known;
    },
  };
}

/** The platform's code of one of our locations. */
export function locationCodeOf(
  { locations }: Pick<BusinessCentralConfig, 'locations'>,
  location: string,
  path: string,
): string {
  const code = locations[location];
  if (code === undefined) throw unmapped(`Location '${location}'`, `locations.${location}`, path);
  return code;
}

/** Our code of a location; `undefined` for one that is none of ours. */
export function locationAt(code: string, { locations }: Pick<BusinessCentralConfig, 'locations'>): string | undefined {
  return Object.entries(locations).find(([, it]) => it.toUpperCase() === code.toUpperCase())?.[0];
}
