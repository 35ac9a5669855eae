import { type CheckedInput, type Implementation, quantity } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import { locationAt, stockPlaceOf } from '../lookups/locations.ts';

const OnHand = z.object({
  ItemNumber: z.string(),
  ProductColorId: z.string(),
  ProductConfigurationId: z.string(),
  ProductSizeId: z.string(),
  ProductStyleId: z.string(),
  ProductVersionId: z.string(),
  InventoryWarehouseId: z.string(),
  OnHandQuantity: z.string(),
  AvailableOnHandQuantity: z.string(),
  ReservedOnHandQuantity: z.string(),
});
type OnHand = z.output<typeof OnHand>;

const dimensions = [
  'ProductColorId',
  'ProductConfigurationId',
  'ProductSizeId',
  'ProductStyleId',
  'ProductVersionId',
] as const;

/**
 * Reads on-hand by warehouse. Warehouses that are no location of ours are left out. The platform computes it for every question, so ask for
 * few SKUs at a time, or use its Inventory Visibility service.
 */
export function getInventory(rooms: Rooms): Implementation<'getInventory'> {
  const { client, config } = rooms;

  async function levelsOf(sku: string, request: CheckedInput<'getInventory'>, asOf: string, signal: AbortSignal) {
    const fields = (await rooms.items.bySku([sku], signal)).get(sku);
    if (!fields) return [];
    const rows = await client.list('WarehousesOnHandV2', {
      filter: { dataAreaId: config.company, ItemNumber: fields.ItemNumber },
      row: OnHand,
      signal,
    });
    const own = rows.filter((row) => dimensions.every((name) => row[name] === (fields[name] ?? '')));
    return own.flatMap((row) => {
      const location = locationAt(row.InventoryWarehouseId, config);
      if (location === undefined || request.locations?.includes(location) === false) return [];
      return [levelOf(row, { sku, location, asOf, source: rooms.system })];
    });
  }

  return {
    async run(request, { signal }) {
      for (const [index, code] of (request.locations ?? []).entries()) stockPlaceOf(code, `locations.${index}`, config);
      const asOf = new Date(rooms.clock.now()).toISOString();
      const levels = [];
      for (const sku of new Set(request.skus)) levels.push(...(await levelsOf(sku, request, asOf, signal)));
      return levels;
    },
  };
}

function levelOf(
  row: OnHand,
  head: { readonly sku: string; readonly location: string; readonly asOf: string; readonly source: string },
) {
  return {
    ...head,
    onHand: quantity(row.OnHandQuantity),
    available: quantity(row.AvailableOnHandQuantity),
    committed: quantity(row.ReservedOnHandQuantity),
    refs: {},
  };
}
