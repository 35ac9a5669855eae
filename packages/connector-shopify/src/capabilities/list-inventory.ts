import { type CapabilityOutput, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { LevelsAtLocationData, ShopLocationsData } from '../api/inventory-data.ts';
import { levelsAtLocation, shopLocations } from '../api/inventory-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { ambiguous, withoutSku } from '../inventory/stock-reader.ts';
import { toLevel } from '../inventory/to-level.ts';
import { readCursor, writeCursor } from '../listing-cursor.ts';
import { locationsOf } from '../locations.ts';
import { refusedItem } from '../refused-item.ts';
import { changedWithin, isWithin } from '../search.ts';
import { onward } from '../onward.ts';

/** Where a listing goes on: at which location, behind which level. */
const Place = z.object({ location: z.string(), after: z.string().nullable() });

/** Lists stock location by location. A location that the options do not name is told as refused, once. */
export function listInventory(context: ConnectorContext): Implementation<'listInventory'> {
  const { client, config, clock, name } = context;
  const locations = locationsOf(config);

  const everyLocation = async (signal: AbortSignal): Promise<readonly string[]> => {
    const gids: string[] = [];
    for (let after: string | null = null; ;) {
      const page: z.output<typeof ShopLocationsData>['locations'] = (
        await client.query(shopLocations, { variables: { after }, data: ShopLocationsData, signal })
      ).locations;
      gids.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) return gids;
      after = onward(page.pageInfo, after);
    }
  };

  return {
    run: async (request, { signal }) => {
      const asked = request.locations?.map((code, index) => locations.gidOf(code, `locations.${index}`));
      const all = (asked ?? (await everyLocation(signal))).toSorted();
      const place = request.cursor === undefined ? undefined : readCursor(Place, request.cursor);
      const location = place?.location ?? all[0];
      if (location === undefined) return { items: [] };
      const following = all.find((it) => it > location);
      const next = following === undefined ? {} : { next: writeCursor({ location: following, after: null }) };
      const code = locations.knownCodeOf(location);
      if (code === undefined) {
        const unnamed = new IntegrationError('The options do not name this location', {
          code: 'unmapped',
          path: 'location.id',
        });
        return { items: [], refused: [refusedItem(unnamed, { identifiers: [location] })], ...next };
      }
      const asOf = new Date(clock.now()).toISOString();
      const variables = { id: location, query: changedWithin(request) ?? null, after: place?.after ?? null };
      const answer = await client.query(levelsAtLocation, { variables, data: LevelsAtLocationData, signal });
      const { edges = [], pageInfo } = answer.location?.inventoryLevels ?? {};
      const taken = edges.slice(0, request.limit);
      const page: CapabilityOutput<'listInventory'> = { items: [], refused: [] };
      for (const { node: level } of taken) {
        const { sku, tracked, duplicateSkuCount, id } = level.item;
        if (!tracked || !isWithin(level.updatedAt, request)) continue;
        if (sku === null || sku.trim() === '') page.refused.push(refusedItem(withoutSku(), { identifiers: [id] }));
        else if (duplicateSkuCount > 0)
          page.refused.push(refusedItem(ambiguous(sku, 'sku'), { identifiers: [id, sku] }));
        else page.items.push(toLevel(level, { name, sku, location: code, itemId: id, asOf }));
      }
      const last = taken.at(-1);
      const more = taken.length < edges.length || pageInfo?.hasNextPage === true;
      if (!more || !last) return { ...page, ...next };
      return { ...page, next: writeCursor({ location, after: last.cursor }) };
    },
  };
}
