import type { Implementation } from '@crossdock/core';
import type { ConnectorContext } from '../context.ts';
import { createStockReader } from '../inventory/stock-reader.ts';
import { toLevel } from '../inventory/to-level.ts';
import { locationsOf } from '../locations.ts';

/** Reads stock by SKU: what lies there, what can be sold, what is promised. Things that are not tracked have none. */
export function getInventory({ client, config, clock, name }: ConnectorContext): Implementation<'getInventory'> {
  const reader = createStockReader(client);
  const locations = locationsOf(config);
  return {
    run: async (request, { signal }) => {
      const wanted = request.locations?.map((code, index) => locations.gidOf(code, `locations.${index}`));
      const asOf = new Date(clock.now()).toISOString();
      const stocked = await reader.stockOf(request.skus, signal);
      return [...stocked].flatMap(([sku, { item, levels }]) =>
        levels
          .filter(({ location }) => item.tracked && (wanted?.includes(location.id) ?? true))
          .map((level) => {
            const location = locations.codeOf(level.location.id, 'location.id');
            return toLevel(level, { name, sku, location, itemId: item.id, asOf });
          }),
      );
    },
  };
}
