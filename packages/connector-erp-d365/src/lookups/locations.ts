import type { D365Config } from '../options/options.ts';
import { unmapped } from './refusals.ts';

/** Site and warehouse where stock of a location is kept. A location without a warehouse keeps none. */
export function stockPlaceOf(location: string, path: string, { locations }: Pick<D365Config, 'locations'>) {
  const place = locations[location];
  if (!place) throw unmapped(`Location '${location}'`, `locations.${location}`, path);
  if (place.warehouse === undefined) throw unmapped(`Stock of '${location}'`, `locations.${location}.warehouse`, path);
  return { site: place.site, warehouse: place.warehouse };
}

/** Our code of a warehouse; `undefined` for one that is none of ours. */
export function locationAt(warehouse: string, { locations }: Pick<D365Config, 'locations'>): string | undefined {
  return Object.entries(locations).find(([, place]) => place.warehouse === warehouse)?.[0];
}
