import { IntegrationError } from '@crossdock/core';
import type { z } from 'zod';
import {
  type Product,
  ProductByIdData,
  ProductByReferenceData,
  ProductsOfSkusData,
  ProductsUpdatedData,
  type Terms,
  type Variant,
  VariantsOfSkusData,
} from '../api/catalog-data.ts';
import {
  productById,
  productByReference,
  productsOfSkus,
  productsUpdated,
  variantsOfSkus,
} from '../api/catalog-documents.ts';
import type { Document } from '../api/document.ts';
import { skusPerSearch } from '../api/inventory-documents.ts';
import type { GraphqlClient, Query } from '../client.ts';
import { ambiguous } from '../inventory/stock-reader.ts';
import { anyOf } from '../search.ts';
import { onward } from '../onward.ts';

/** A product with all its variants, and what its prices mean. */
export interface WholeProduct {
  readonly product: Product;
  readonly variants: readonly Variant[];
  readonly terms: Terms;
}

/** A variant with its product. */
export interface FoundVariant {
  readonly product: Product;
  readonly variant: Variant;
  readonly terms: Terms;
}

/** A product on a page, and the place behind it. */
export interface ListedProduct extends WholeProduct {
  readonly cursor: string;
}

/** Reads products whole: every variant, however many pages they take. */
export interface CatalogReader {
  /** One product by its global id; undefined when it is not there. */
  byId(gid: string, signal: AbortSignal): Promise<WholeProduct | undefined>;
  /** The product that carries our reference. */
  idOfReference(reference: string, signal: AbortSignal): Promise<string | undefined>;
  /** The product that has the SKU. A SKU of several variants is refused. The search may not know the newest yet. */
  idOfSku(sku: string, signal: AbortSignal): Promise<string | undefined>;
  /** The variants of SKUs. A SKU of several variants is refused; one that none has is left out. */
  bySkus(skus: readonly string[], signal: AbortSignal): Promise<readonly FoundVariant[]>;
  /** A page of products that changed, oldest change first. */
  updated(
    page: { readonly query: string | undefined; readonly after: string | null },
    signal: AbortSignal,
  ): Promise<{ readonly products: readonly ListedProduct[]; readonly hasNextPage: boolean }>;
}

/** Makes a reader. With `patient` it repeats queries itself, for callers that nobody repeats. */
export function createCatalogReader(client: GraphqlClient, { patient }: { readonly patient: boolean }): CatalogReader {
  const query = <Data extends z.ZodType>(document: Document, sent: Query<Data>): Promise<z.output<Data>> =>
    patient ? client.queryPatiently(document, sent) : client.query(document, sent);

  type Page = {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: Variant[];
  };

  const allVariants = async (id: string, first: Page, signal: AbortSignal): Promise<readonly Variant[]> => {
    const variants = [...first.nodes];
    let { hasNextPage, endCursor } = first.pageInfo;
    while (hasNextPage) {
      const variables = { id, after: endCursor };
      const { product } = await query(productById, { variables, data: ProductByIdData, signal });
      if (!product) break;
      variants.push(...product.variants.nodes);
      const before = endCursor;
      ({ hasNextPage, endCursor } = product.variants.pageInfo);
      if (hasNextPage) onward({ endCursor }, before);
    }
    return variants;
  };

  return {
    async byId(id, signal) {
      const variables = { id, after: null };
      const { product, shop } = await query(productById, { variables, data: ProductByIdData, signal });
      if (!product) return undefined;
      const { variants, ...own } = product;
      return { product: own, variants: await allVariants(id, variants, signal), terms: shop };
    },

    async idOfReference(reference, signal) {
      const answer = await query(productByReference, {
        variables: { reference },
        data: ProductByReferenceData,
        signal,
      });
      return answer.productByIdentifier?.id;
    },

    async idOfSku(sku, signal) {
      const ids = new Map<string, string>();
      for (let after: string | null = null; ;) {
        const variables: Query<typeof VariantsOfSkusData>['variables'] = { query: anyOf('sku', [sku]), after };
        const page: z.output<typeof VariantsOfSkusData>['productVariants'] = (
          await query(variantsOfSkus, { variables, data: VariantsOfSkusData, signal })
        ).productVariants;
        for (const it of page.nodes) if (it.sku === sku) ids.set(it.id, it.product.id);
        if (!page.pageInfo.hasNextPage) break;
        after = onward(page.pageInfo, after);
      }
      if (ids.size > 1) throw ambiguous(sku, 'sku');
      return [...ids.values()][0];
    },

    async bySkus(skus, signal) {
      const wanted = [...new Set(skus)];
      const found = new Map<string, FoundVariant>();
      for (let start = 0; start < wanted.length; start += skusPerSearch) {
        const search = anyOf('sku', wanted.slice(start, start + skusPerSearch));
        for (let after: string | null = null; ;) {
          const answer: z.output<typeof ProductsOfSkusData> = await query(productsOfSkus, {
            variables: { query: search, after },
            data: ProductsOfSkusData,
            signal,
          });
          for (const { product, ...variant } of answer.productVariants.nodes) {
            const { sku } = variant;
            if (sku === null || !wanted.includes(sku)) continue;
            const known = found.get(sku);
            if (variant.inventoryItem.duplicateSkuCount > 0 || (known && known.variant.id !== variant.id)) {
              throw ambiguous(sku, `skus.${wanted.indexOf(sku)}`);
            }
            found.set(sku, { product, variant, terms: answer.shop });
          }
          if (!answer.productVariants.pageInfo.hasNextPage) break;
          after = onward(answer.productVariants.pageInfo, after);
        }
      }
      return [...found.values()];
    },

    async updated({ query: search, after }, signal) {
      const variables = { query: search ?? null, after };
      const { products, shop } = await query(productsUpdated, { variables, data: ProductsUpdatedData, signal });
      const whole: ListedProduct[] = [];
      for (const { cursor, node } of products.edges) {
        const { variants, ...product } = node;
        whole.push({ cursor, product, variants: await allVariants(product.id, variants, signal), terms: shop });
      }
      return { products: whole, hasNextPage: products.pageInfo.hasNextPage };
    },
  };
}

/** The variant with the SKU. In one product too, a SKU may be there twice. */
export function variantOf(
  { variants }: Pick<WholeProduct, 'variants'>,
  sku: string,
  path = 'sku',
): Variant | undefined {
  const [variant, ...others] = variants.filter((it) => it.sku === sku);
  if (variant && (others.length > 0 || variant.inventoryItem.duplicateSkuCount > 0)) throw ambiguous(sku, path);
  return variant;
}

/** Refuses a SKU that the shop does not have. */
export function unknownSku(sku: string, path = 'sku'): IntegrationError {
  return new IntegrationError(`The shop has no SKU '${sku}'`, { code: 'unmapped', path });
}
