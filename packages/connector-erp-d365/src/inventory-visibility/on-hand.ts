import { IntegrationError } from '@crossdock/core';
import { productsPerQuery, type Row, Rows } from './api/index-query.ts';
import type { Rooms } from './context.ts';
import { inGroups } from './groups.ts';
import type { Place } from './places.ts';
import { isSpentMark } from './spent-rounds.ts';

/** A row and where it is. */
export interface PlacedRow {
  readonly row: Row;
  readonly place: Place;
}

/**
 * Reads rows of products at places, which are one query of `inQueries`. No product ids: all of them. Rows below zero come too.
 */
export async function readRows(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  places: readonly Place[],
  products: readonly string[],
  signal: AbortSignal,
): Promise<readonly PlacedRow[]> {
  const rows: PlacedRow[] = [];
  const byKey = new Map(places.map((place) => [placeKey(place.site, place.location), place]));
  const { byPlace } = config.reading;
  const groupByValues = [...(byPlace ? ['siteId', 'locationId'] : []), ...config.items.dimensions];
  for (const productId of products.length === 0 ? [[]] : inGroups([...new Set(products)], productsPerQuery)) {
    const filters = {
      organizationId: [config.company],
      productId,
      siteId: [...new Set(places.map((it) => it.site))],
      locationId: [...new Set(places.map((it) => it.location))],
    };
    const query = { filters, groupByValues, returnNegative: true };
    for (const row of await client.query('/onhand/indexquery', query, { answer: Rows, signal })) {
      if (products.length === 0 && isSpentMark(row.productId)) continue;
      const place = byPlace ? byKey.get(keyIn(row)) : places[0];
      // Sites and locations are asked for apart: pairs that are none of ours come with them.
      if (place) rows.push({ row, place });
    }
  }
  return rows;
}

const placeKey = (site: string, location: string) => JSON.stringify([site, location]).toLowerCase();

function keyIn({ dimensions }: Row): string {
  const { siteid, locationid } = dimensions;
  if (typeof siteid === 'string' && typeof locationid === 'string') return placeKey(siteid, locationid);
  throw new IntegrationError(
    'Inventory Visibility does not tell rows apart by site and location: set reading.byPlace to false',
    { code: 'response-invalid', disposition: 'reject' },
  );
}
