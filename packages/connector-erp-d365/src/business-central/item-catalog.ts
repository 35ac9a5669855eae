import type { z } from 'zod';
import { type ItemVariant, Numbered } from './api/master-data.ts';
import type { BusinessCentralClient } from './client.ts';
import type { BusinessCentralConfig, SoldAs } from './options.ts';
import { noId } from './query.ts';
import { findVariant, skuOfVariant, variantNameIn, variantsBySku, variantsOf } from './variants.ts';

/** What a line sells, as its fields. */
export interface SoldFields {
  readonly lineType: 'Item' | 'Account';
  readonly lineObjectNumber: string;
  readonly itemVariantId?: string;
}

/** What a SKU is. */
interface KnownItem extends SoldFields {
  /** Lines name a variant by its id, stock by its code. */
  readonly variantCode?: string;
}

/** Finds what SKUs are, and remembers it. */
export interface ItemCatalog {
  /** By SKU. One that the company does not have is left out. */
  bySku(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, KnownItem>>;
  /** What the configuration names: an item, a variant, an account. */
  named(sold: SoldAs, signal: AbortSignal): Promise<KnownItem | undefined>;
  /** SKUs of the variants that lines sell, by the id of a variant. One without a name of ours is refused. */
  variantSkus(
    lines: readonly { readonly lineObjectNumber: string; readonly itemVariantId: string }[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}

/** Longest number of an item: a longer SKU is none. */
const longestNumber = 20;

const variantFields = ({ id, itemNumber, code }: ItemVariant): KnownItem => ({
  lineType: 'Item',
  lineObjectNumber: itemNumber,
  itemVariantId: id,
  variantCode: code,
});

export function createItemCatalog(client: BusinessCentralClient, config: BusinessCentralConfig): ItemCatalog {
  const { items } = config;
  const known = new Map<string, KnownItem>();
  const skusOfVariants = new Map<string, string>();

  /** Items by their number, as it was asked for; then what is left as variants. */
  async function learn(skus: readonly string[], signal: AbortSignal): Promise<void> {
    const rows = await itemsByNumber(client, skus, Numbered, signal);
    for (const [sku, row] of rows) known.set(sku, { lineType: 'Item', lineObjectNumber: row.number });
    const left = skus.filter((sku) => !rows.has(sku));
    for (const [sku, row] of await variantsBySku(client, left, config, signal)) known.set(sku, variantFields(row));
  }

  async function named(sold: SoldAs, signal: AbortSignal): Promise<KnownItem | undefined> {
    if ('account' in sold) return { lineType: 'Account', lineObjectNumber: sold.account };
    const code = 'variant' in sold ? sold.variant : undefined;
    if (code === undefined) return { lineType: 'Item', lineObjectNumber: sold.item };
    const variant = await findVariant(client, { item: sold.item, code }, signal);
    return variant && variantFields(variant);
  }

  return {
    named,
    async bySku(skus, signal) {
      const missing = [...new Set(skus)].filter((sku) => !known.has(sku));
      for (const sku of missing) {
        const override = items.overrides[sku];
        const found = override && (await named(override, signal));
        if (found) known.set(sku, found);
      }
      await learn(
        missing.filter((sku) => items.overrides[sku] === undefined),
        signal,
      );
      return known;
    },
    async variantSkus(lines, signal) {
      const isNew = (id: string): boolean => id !== noId && !skusOfVariants.has(id);
      const asked = lines.filter(({ itemVariantId }) => isNew(itemVariantId));
      const numbers = asked.map(({ lineObjectNumber }) => lineObjectNumber);
      const rows = numbers.length === 0 ? [] : await variantsOf(client, numbers, signal);
      for (const { itemVariantId: id } of asked) {
        const row = rows.find((it) => it.id.toLowerCase() === id.toLowerCase());
        if (row) skusOfVariants.set(id, skuOfVariant(row, config));
      }
      return skusOfVariants;
    },
  };
}

/** Items of one question. */
const mostAtOnce = 40;

/** Items by number, as it was asked for: the platform keeps numbers in capitals. What it does not have is left out. */
export async function itemsByNumber<Row extends z.ZodType<{ readonly number: string }>>(
  client: BusinessCentralClient,
  numbers: readonly string[],
  row: Row,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, z.output<Row>>> {
  const found = new Map<string, z.output<Row>>();
  const asked = [...new Set(numbers)].filter((number) => number !== '' && number.length <= longestNumber);
  for (let at = 0; at < asked.length; at += mostAtOnce) {
    const some = asked.slice(at, at + mostAtOnce);
    const filter = { number: { anyOf: some } };
    const rows = await client.list({ set: 'items' }, { filter, row, signal });
    for (const number of some) {
      const own = rows.find((it) => it.number.toUpperCase() === number.toUpperCase());
      if (own !== undefined) found.set(number, own);
    }
  }
  return found;
}

/** The SKU of an item of the company. */
export function skuOf(number: string, { items }: Pick<BusinessCentralConfig, 'items'>): string {
  const own = Object.entries(items.overrides).find(
    ([, it]) => 'item' in it && it.item.toUpperCase() === number.toUpperCase() && !('variant' in it && it.variant),
  );
  return own?.[0] ?? number;
}

/** The item's number of a SKU, if it may be that of one. A variant that the configuration names and an account are no item of their own. */
export function numberOf(sku: string, config: Pick<BusinessCentralConfig, 'items'>): string | undefined {
  const override = config.items.overrides[sku];
  if (override === undefined) return sku.length > longestNumber ? undefined : sku;
  return 'item' in override && variantNameIn(sku, config) === undefined ? override.item : undefined;
}
