import { contentHash, parse, Product } from '@crossdock/core';
import type { z } from 'zod';
import type { Product as ShopProduct, Variant } from '../api/catalog-data.ts';
import { unmapped } from '../errors.ts';
import { withoutSku } from '../inventory/stock-reader.ts';
import { instantOf } from './ids.ts';

type ProductInput = z.input<typeof Product>;
type Owner = Pick<
  ShopProduct,
  'title' | 'descriptionHtml' | 'vendor' | 'productType' | 'status' | 'isGiftCard' | 'reference'
>;
type Thing = Pick<Variant, 'sku' | 'barcode' | 'requiresComponents' | 'selectedOptions'> & {
  readonly inventoryItem: Pick<
    Variant['inventoryItem'],
    'requiresShipping' | 'harmonizedSystemCode' | 'countryCodeOfOrigin' | 'measurement'
  >;
};

/** The state of a product, in our words. One that is not listed can still be bought. */
const states: Readonly<Record<string, Product['state']>> = {
  ACTIVE: 'active',
  UNLISTED: 'active',
  DRAFT: 'draft',
  ARCHIVED: 'archived',
};

const gramsPer: Readonly<Record<string, number>> = {
  GRAMS: 1,
  KILOGRAMS: 1000,
  OUNCES: 28.349_523_125,
  POUNDS: 453.592_37,
};

/** A variant as a product of ours: one SKU, with what its product says of it. */
export function toProduct(product: ShopProduct, variant: Variant, name: string): Product {
  const { sku } = variant;
  if (sku === null || sku.trim() === '') throw withoutSku();
  const changedAt = [product.updatedAt, variant.updatedAt]
    .map((it) => instantOf(it, 'updatedAt'))
    .toSorted()
    .at(-1);
  return parse(
    Product,
    {
      sku,
      refs: { [name]: variant.id },
      ...productContent(product, variant),
      ...variantContent(product, variant),
      images: product.media.nodes.flatMap(({ image }) => (image ? [image.url] : [])),
      ...(changedAt !== undefined && { updatedAt: changedAt }),
    } satisfies ProductInput,
    { what: `The product of SKU '${sku}'`, code: 'response-invalid' },
  );
}

/** What all variants of a product say the same of. */
function productContent(product: Owner, variant: Pick<Thing, 'requiresComponents' | 'inventoryItem'>) {
  const { title, descriptionHtml, vendor, productType } = product;
  return {
    name: title,
    state: stateOf(product.status),
    kind: kindOf(product, variant),
    ...(descriptionHtml !== '' && { description: descriptionHtml }),
    ...(vendor !== '' && { brand: vendor }),
    ...(productType !== '' && { category: productType }),
  } satisfies Partial<ProductInput>;
}

/** What a variant says of itself. */
function variantContent(product: Pick<Owner, 'reference'>, variant: Thing) {
  const { inventoryItem: item, sku } = variant;
  const parent = product.reference?.value;
  const weight = gramsOf(item.measurement.weight);
  return {
    ...(parent !== undefined && parent !== sku && { parent }),
    options: optionsOf(variant.selectedOptions),
    barcodes: variant.barcode === null || variant.barcode === '' ? [] : [variant.barcode],
    ...(weight !== undefined && { weightGrams: weight }),
    ...(item.harmonizedSystemCode !== null && { harmonizedCode: item.harmonizedSystemCode }),
    ...(item.countryCodeOfOrigin !== null && { originCountry: item.countryCodeOfOrigin }),
  } satisfies Partial<ProductInput>;
}

/**
 * A fingerprint of what a product and one of its variants say, in two parts: publishing one variant changes what the product
 * says of its others too.
 */
export function fingerprints(product: Owner, variant: Thing): { readonly product: string; readonly variant: string } {
  const { kind: _, ...shared } = productContent(product, variant);
  return {
    product: contentHash(shared).slice(0, 16),
    variant: contentHash({ kind: kindOf(product, variant), ...variantContent(product, variant) }).slice(0, 16),
  };
}

/** Options by name. A product without options has one that the platform made up. */
export function optionsOf(selected: Thing['selectedOptions']): Record<string, string> {
  const real = selected.filter(({ name, value }) => name !== 'Title' || value !== 'Default Title');
  return Object.fromEntries(real.map(({ name, value }) => [name, value]));
}

/** The state of a product, in our words. */
export function stateOf(status: string): Product['state'] {
  const state = Object.hasOwn(states, status) ? states[status] : undefined;
  if (state === undefined) throw unmapped('product status', status, 'status');
  return state;
}

function kindOf(
  { isGiftCard }: Pick<Owner, 'isGiftCard'>,
  {
    requiresComponents,
    inventoryItem,
  }: Pick<Thing, 'requiresComponents'> & { inventoryItem: { requiresShipping: boolean } },
): Product['kind'] {
  if (isGiftCard) return 'gift-card';
  if (requiresComponents) return 'bundle';
  return inventoryItem.requiresShipping ? 'goods' : 'service';
}

/** Weights are measured, not counted: to a thousandth of a gram. */
function gramsOf(weight: Thing['inventoryItem']['measurement']['weight']): string | undefined {
  if (weight === null || weight.value === 0) return undefined;
  const factor = Object.hasOwn(gramsPer, weight.unit) ? gramsPer[weight.unit] : undefined;
  if (factor === undefined) throw unmapped('unit of weight', weight.unit, 'measurement.weight.unit');
  return (weight.value * factor).toFixed(3).replace(/\.?0+$/, '');
}
