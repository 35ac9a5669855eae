import { z } from 'zod';
import { Numbered } from './api/master-data.ts';
import type { BusinessCentralClient } from './client.ts';
import type { BusinessCentralConfig, SoldAs } from './options.ts';

/** What a line sells, as its fields. */
export interface SoldFields {
  readonly lineType: 'Item' | 'Account';
  readonly lineObjectNumber: string;
  readonly itemVariantId?: string;
}

/** Finds what SKUs are, and remembers it. */
export interface ItemCatalog {
  /** By SKU. One that the company does not have is left out. */
  bySku(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, SoldFields>>;
  /** What the configuration names: an item, a variant, an account. */
  named(sold: SoldAs, signal: AbortSignal): Promise<SoldFields | undefined>;
}

const Variant = z.object({ id: z.guid(), code: z.string() });

/** Longest number of an item: a longer SKU is none. */
const longestNumber = 20;

export function createItemCatalog(client: BusinessCentralClient, { items }: BusinessCentralConfig): ItemCatalog {
  const known = new Map<string, SoldFields>();

  async function item(number: string, signal: AbortSignal): Promise<SoldFields | undefined> {
    if (number.length > longestNumber) return undefined;
    const rows = await client.list({ set: 'items' }, { filter: { number }, row: Numbered, signal });
    // Numbers are codes: the platform keeps them in capitals.
    const row = rows.find((it) => it.number.toUpperCase() === number.toUpperCase());
    return row && { lineType: 'Item', lineObjectNumber: row.number };
  }

  async function named(sold: SoldAs, signal: AbortSignal): Promise<SoldFields | undefined> {
    if ('account' in sold) return { lineType: 'Account', lineObjectNumber: sold.account };
    const found = { lineType: 'Item', lineObjectNumber: sold.item } as const;
    const code = 'variant' in sold ? sold.variant : undefined;
    if (code === undefined) return found;
    const filter = { itemNumber: sold.item, code };
    const [variant] = await client.list({ set: 'itemVariants' }, { filter, row: Variant, signal });
    return variant && { ...found, itemVariantId: variant.id };
  }

  return {
    named,
    async bySku(skus, signal) {
      for (const sku of new Set(skus)) {
        if (known.has(sku)) continue;
        const override = items.overrides[sku];
        const found = override ? await named(override, signal) : await item(sku, signal);
        if (found) known.set(sku, found);
      }
      return known;
    },
  };
}

/** The SKU of an item of the company. */
export function skuOf(number: string, { items }: Pick<BusinessCentralConfig, 'items'>): string {
  const own = Object.entries(items.overrides).find(
    ([, it]) => 'item' in it && it.item.toUpperCase() === number.toUpperCase() && !('variant' in it && it.variant),
  );
  return own?.[0] ?? number;
}
