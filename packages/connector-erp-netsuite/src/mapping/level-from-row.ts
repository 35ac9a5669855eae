import type { InventoryLevel } from '@crossdock/core';
import type { z } from 'zod';
import type { StockRow } from '../api/stock-page.ts';
import type { NetsuiteConfig } from '../options.ts';
import { plainUnits } from './plain-units.ts';
import { skuOf, unitCodeOf } from './product.ts';
import { unmapped } from './refusals.ts';

/** Stock of an item at a location. What the account leaves out of a row is nothing. */
export function toInventoryLevel(
  row: StockRow,
  asOf: string,
  config: NetsuiteConfig,
  system: string,
): z.input<typeof InventoryLevel> {
  const location = Object.entries(config.locations).find(([, id]) => id === row.location)?.[0];
  if (location === undefined) throw unmapped(`NetSuite location ${row.location}`, 'locations', 'location');
  const unit = unitCodeOf(row.unit, config);
  const units = (text: string | undefined) => ({ amount: plainUnits(text ?? '0'), unit });
  return {
    sku: skuOf(row, config),
    location,
    onHand: units(row.quantityonhand),
    available: units(row.quantityavailable),
    committed: units(row.quantitycommitted),
    incoming: units(row.quantityonorder),
    asOf,
    source: system,
    refs: { [system]: row.id },
  };
}
