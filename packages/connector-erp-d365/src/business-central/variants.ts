import { ItemVariant } from './api/master-data.ts';
import type { BusinessCentralClient } from './client.ts';
import { nameless } from './mapping/refusals.ts';
import type { BusinessCentralConfig } from './options.ts';

type Needed = Pick<BusinessCentralConfig, 'items'>;

/** A variant as the platform names it: unique together. */
export interface VariantName {
  readonly item: string;
  readonly code: string;
}

/** Longest number of an item, and longest code of a variant: what is longer is none. */
const longestNumber = 20;
const longestCode = 10;
/** Items of one question. */
const mostAtOnce = 40;

const same = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();

/** The variant that a SKU names: by the configuration, or by what stands around the last separator. */
export function variantNameIn(sku: string, { items }: Needed): VariantName | undefined {
  const override = items.overrides[sku];
  if (override !== undefined) {
    const code = 'variant' in override ? override.variant : undefined;
    return 'item' in override && code !== undefined ? { item: override.item, code } : undefined;
  }
  if (!items.variants) return undefined;
  const { separator } = items.variants;
  const at = sku.lastIndexOf(separator);
  const [item, code] = [sku.slice(0, Math.max(0, at)), sku.slice(at + separator.length)];
  const fits = item !== '' && item.length <= longestNumber && code !== '' && code.length <= longestCode;
  return fits ? { item, code } : undefined;
}

/** The SKU of a variant of the company; refused by path when the configuration has no name for it. */
export function skuOfVariant({ itemNumber, code }: Pick<ItemVariant, 'itemNumber' | 'code'>, config: Needed): string {
  const { overrides, variants } = config.items;
  const own = Object.entries(overrides).find(
    ([, it]) => 'variant' in it && it.variant !== undefined && same(it.item, itemNumber) && same(it.variant, code),
  );
  if (own) return own[0];
  const name = `The variant '${code}' of item '${itemNumber}' has no SKU`;
  if (!variants) throw nameless(`${name}: set items.variants, or name it in items.overrides`, 'itemVariantId');
  if (!code.includes(variants.separator)) return `${itemNumber}${variants.separator}${code}`;
  throw nameless(`${name}, as its code has the separator in it: name it in items.overrides`, 'code');
}

/** The variants of items, by the numbers of the items. */
export async function variantsOf(
  client: BusinessCentralClient,
  itemNumbers: readonly string[],
  signal: AbortSignal,
): Promise<readonly ItemVariant[]> {
  const found: ItemVariant[] = [];
  const asked = [...new Set(itemNumbers)];
  for (let at = 0; at < asked.length; at += mostAtOnce) {
    const some = asked.slice(at, at + mostAtOnce);
    const filter = { itemNumber: { anyOf: some } };
    const rows = await client.list({ set: 'itemVariants' }, { filter, row: ItemVariant, signal });
    found.push(...rows.filter((row) => some.some((number) => same(number, row.itemNumber))));
  }
  return found;
}

/** The variant of a name. */
export async function findVariant(
  client: BusinessCentralClient,
  { item, code }: VariantName,
  signal: AbortSignal,
): Promise<ItemVariant | undefined> {
  const filter = { itemNumber: item, code };
  const rows = await client.list({ set: 'itemVariants' }, { filter, row: ItemVariant, signal });
  return rows.find((row) => same(row.itemNumber, item) && same(row.code, code));
}

/** The variants that SKUs name, by SKU. What the company does not have is left out. */
export async function variantsBySku(
  client: BusinessCentralClient,
  skus: readonly string[],
  config: Needed,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ItemVariant>> {
  const names = skus.flatMap((sku) => {
    const name = variantNameIn(sku, config);
    return name ? [{ sku, ...name }] : [];
  });
  if (names.length === 0) return new Map();
  const rows = await variantsOf(
    client,
    names.map(({ item }) => item),
    signal,
  );
  return new Map(
    names.flatMap(({ sku, item, code }) => {
      const row = rows.find((it) => same(it.itemNumber, item) && same(it.code, code));
      return row ? [[sku, row] as const] : [];
    }),
  );
}
