import { placesPerQuery } from './api/index-query.ts';
import { unmapped } from './context.ts';
import type { InventoryVisibilityConfig } from './options.ts';

/** One of our locations, as the service partitions stock. */
export interface Place {
  readonly code: string;
  readonly site: string;
  readonly location: string;
}

type Known = Pick<InventoryVisibilityConfig, 'locations'>;

/** The place of a location code. */
export function placeOf(code: string, path: string, { locations }: Known): Place {
  const place = locations[code];
  if (!place) throw unmapped(`Location '${code}'`, `locations.${code}`, path);
  return { code, ...place };
}

/** The places that are asked for: all of ours, or some. */
export function placesOf(codes: readonly string[] | undefined, config: Known): readonly Place[] {
  return codes === undefined
    ? Object.keys(config.locations).map((code) => placeOf(code, 'locations', config))
    : [...new Set(codes)].map((code) => placeOf(code, `locations.${codes.indexOf(code)}`, config));
}

/**
 * Places that may be asked for at once. A query names sites and locations apart and takes 100 of their products, so places
 * of few sites share a query.
 */
export function inQueries(places: readonly Place[], byPlace: boolean): readonly (readonly Place[])[] {
  if (!byPlace) return places.map((place) => [place]);
  const groups: Place[][] = [];
  for (const place of places.toSorted((a, b) => (a.site < b.site ? -1 : a.site > b.site ? 1 : 0))) {
    const last = groups.at(-1);
    if (last && sizeOf([...last, place]) <= placesPerQuery) last.push(place);
    else groups.push([place]);
  }
  return groups;
}

function sizeOf(places: readonly Place[]): number {
  return new Set(places.map((it) => it.site)).size * new Set(places.map((it) => it.location)).size;
}
