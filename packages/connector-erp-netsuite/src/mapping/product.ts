import { IntegrationError, type Product } from '@crossdock/core';
import type { z } from 'zod';
import type { ItemRow } from '../api/item.ts';
import type { NetsuiteConfig } from '../options.ts';
import { instantOf } from '../wall-time.ts';
import { unmapped } from './refusals.ts';

type ProductInput = z.input<typeof Product>;

/** The SKU of an item, by the rule that also finds the item of a SKU. */
export function skuOf(
  row: Pick<ItemRow, 'id' | 'itemid' | 'externalid'>,
  { items }: Pick<NetsuiteConfig, 'items'>,
): string {
  const override = Object.entries(items.overrides).find(([, id]) => id === row.id)?.[0];
  if (override !== undefined) return override;
  if (items.by === 'itemId') return row.itemid;
  const { externalid = '' } = row;
  const sku = externalid.startsWith(items.externalIdPrefix) ? externalid.slice(items.externalIdPrefix.length) : '';
  if (sku !== '') return sku;
  throw new IntegrationError(`The item ${row.id} has no external id of ours, so it has no SKU`, {
    code: 'unmapped',
    path: 'externalid',
  });
}

/** An item as a product. What is absent in the account is absent. */
export function toProduct(row: ItemRow, config: NetsuiteConfig, system: string): ProductInput {
  const { products } = config;
  const kind = products.itemTypes[row.itemtype];
  if (kind === undefined) throw unmapped(`Item type '${row.itemtype}'`, 'products.itemTypes', 'itemtype');
  const options = Object.keys(products.options).flatMap((name, index) => {
    const value = text(row[`option${String(index)}`]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    sku: skuOf(row, config),
    refs: { [system]: row.id },
    name: text(row['name']) ?? row.itemid,
    state: row.isinactive ? 'archived' : 'active',
    kind,
    options: Object.fromEntries(options),
    barcodes: products.barcodes.flatMap((_, index) => text(row[`barcode${String(index)}`]) ?? []),
    unit: unitCodeOf(text(row['unit']), config),
    updatedAt: instantOf(row.modified, config.changes.timeZone),
    ...given('parent', row.parentname),
    ...given('description', text(row['description'])),
    ...given('brand', text(row['brand'])),
    ...given('category', text(row['category'])),
    ...given('taxCategory', text(row['taxcategory'])),
  };
}

function given<K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Our code of a unit; without one things are counted by the piece. */
export function unitCodeOf(id: string | undefined, { units }: Pick<NetsuiteConfig, 'units'>): string {
  if (id === undefined) return 'EA';
  const unit = Object.entries(units).find(([, known]) => known === id)?.[0];
  if (unit === undefined) throw unmapped(`NetSuite unit ${id}`, 'units', 'unit');
  return unit;
}
