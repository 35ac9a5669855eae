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

  /** Items by their number, as it was asked for. */
  async function learn(numbers: readonly string[], signal: AbortSignal): Promise<void> {
    const rows = await itemsByNumber(client, numbers, Numbered, signal);
    for (const [number, row] of rows) known.set(number, { lineType: 'Item', lineObjectNumber: row.number });
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
  const asked = numbers.filter((number) => number !== '' && number.length <= longestNumber);
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
