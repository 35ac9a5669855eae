import type { Row } from './api/index-query.ts';
import type { InventoryVisibilityConfig, ProductAt } from './options.ts';

/** Finds products of SKUs, and SKUs of rows. */
export interface Products {
  ofSku(sku: string): ProductAt;
  /** The SKU of a row; `undefined` for a variant that is none of ours. */
  skuOf(row: Pick<Row, 'productId' | 'dimensions'>): string | undefined;
}

/** A SKU is a product without dimensions unless the configuration says otherwise. Values come back in lower case, so case does not matter. */
export function createProducts({ items }: Pick<InventoryVisibilityConfig, 'items'>): Products {
  const key = (product: string, dimensions: Readonly<Record<string, string | null>>) =>
    JSON.stringify([product, items.dimensions.map((name) => dimensions[name] ?? '')]).toLowerCase();
  const skus = new Map(
    Object.entries(items.overrides).map(([sku, { product, dimensions }]) => [key(product, dimensions), sku] as const),
  );
  return {
    ofSku: (sku) => items.overrides[sku] ?? { product: sku, dimensions: {}, unit: 'EA' },
    skuOf({ productId, dimensions }) {
      const named = Object.fromEntries(items.dimensions.map((name) => [name, dimensions[name.toLowerCase()] ?? '']));
      const known = skus.get(key(productId, named));
      if (known !== undefined) return known;
      const isPlain = Object.values(named).every((value) => value === '');
      // A SKU of ours that is another product there does not hide behind its own name.
      return isPlain && items.overrides[productId] === undefined ? productId : undefined;
    },
  };
}

/** All dimensions of a product at a place: the partition, and what tells the variant. */
export function dimensionsOf(
  { dimensions }: Pick<ProductAt, 'dimensions'>,
  { site, location }: { readonly site: string; readonly location: string },
): Readonly<Record<string, string>> {
  return { siteId: site, locationId: location, ...dimensions };
}
