import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { ODataClient } from '../odata/client.ts';
import type { D365Config, ItemAt } from '../options/options.ts';

/** An item and the dimensions that name one variant of it, as the fields of a line. */
export interface ItemFields {
  readonly ItemNumber: string;
  readonly ProductConfigurationId?: string;
  readonly ProductSizeId?: string;
  readonly ProductColorId?: string;
  readonly ProductStyleId?: string;
  readonly ProductVersionId?: string;
}

/** Finds the items of SKUs, and remembers them. */
export interface ItemCatalog {
  /** By SKU. One that the company does not have is left out. */
  bySku(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, ItemFields>>;
}

const Released = z.object({ ItemNumber: z.string() });

const Variant = z.object({
  ProductVariantNumber: z.string(),
  ItemNumber: z.string(),
  ProductConfigurationId: z.string(),
  ProductSizeId: z.string(),
  ProductColorId: z.string(),
  ProductStyleId: z.string(),
  ProductVersionId: z.string(),
});

export function createItemCatalog(client: ODataClient, { company, items }: D365Config): ItemCatalog {
  const known = new Map<string, ItemFields>();

  const released = async (sku: string, signal: AbortSignal): Promise<ItemFields | undefined> => {
    const key = { dataAreaId: company, ItemNumber: sku };
    const found = await client.read('ReleasedProductsV2', key, { row: Released, select: ['ItemNumber'], signal });
    return found && { ItemNumber: found.ItemNumber };
  };

  const variant = async (sku: string, signal: AbortSignal): Promise<ItemFields | undefined> => {
    const rows = await client.list('ReleasedProductVariantsV2', {
      filter: { dataAreaId: company, ProductVariantNumber: sku },
      row: Variant,
      signal,
    });
    const found = rows.filter((row) => row.ProductVariantNumber === sku);
    if (found.length > 1) {
      throw new IntegrationError(`Several product variants have the number '${sku}' in Dynamics 365`, {
        code: 'conflict',
        path: 'lines.sku',
      });
    }
    const [one] = found;
    if (!one) return undefined;
    const { ProductVariantNumber: _, ...fields } = one;
    return withoutEmpty(fields);
  };

  return {
    async bySku(skus, signal) {
      for (const sku of new Set(skus)) {
        if (known.has(sku)) continue;
        const override = items.overrides[sku];
        const found = override
          ? itemFieldsOf(override)
          : await (items.by === 'item-number' ? released(sku, signal) : variant(sku, signal));
        if (found) known.set(sku, found);
      }
      return known;
    },
  };
}

/** An item of the configuration as the fields of a line. */
export function itemFieldsOf(item: ItemAt): ItemFields {
  const { configuration, size, colour, style, version } = {
    configuration: undefined,
    size: undefined,
    colour: undefined,
    style: undefined,
    version: undefined,
    ...item,
  };
  return withoutEmpty({
    ItemNumber: item.item,
    ProductConfigurationId: configuration ?? '',
    ProductSizeId: size ?? '',
    ProductColorId: colour ?? '',
    ProductStyleId: style ?? '',
    ProductVersionId: version ?? '',
  });
}

function withoutEmpty({ ItemNumber, ...dimensions }: Required<ItemFields>): ItemFields {
  return { ItemNumber, ...Object.fromEntries(Object.entries(dimensions).filter(([, value]) => value !== '')) };
}
