import { type Crossdock, type Price, type Product } from '@crossdock/core';
import { priceDifferences, productDifferences } from './difference.ts';
import { type ShopAndErp } from './dock.ts';
import { asReleased, type Releases } from './publish-product.ts';

/** One SKU of which the shop shows something else than its owner says. */
export interface Drift {
  readonly sku: string;
  readonly what: 'product' | 'price';
  /** In what it differs; `sku` when the shop does not have it at all. */
  readonly fields: readonly string[];
  /** Makes the shop show what the owner says. */
  heal(): Promise<unknown>;
}

/** What a comparison found. */
export interface Comparison {
  readonly compared: number;
  readonly drifts: readonly Drift[];
  /** What the ERP has and cannot tell, by name. */
  readonly refused: readonly string[];
}

/** SKUs that are read from the shop at once. */
const atOnce = 40;

type Systems = Crossdock<ShopAndErp>['systems'];

/**
 * Holds everything that the ERP owns against what the shop shows, SKU by SKU: what no event told (a product that was deleted
 * in the shop, a webhook and a sweep that were both lost) is found here.
 */
export async function compareCatalogs(
  { shop, erp }: Systems,
  { releases, currency, at }: { readonly releases: Releases; readonly currency: string; readonly at: string },
): Promise<Comparison> {
  const drifts: Drift[] = [];
  const refused: string[] = [];
  let compared = 0;
  const key = (...parts: readonly string[]): string => ['drift', at, ...parts].join('/');
  for (let cursor: string | undefined, page = 0, more = true; more; page++) {
    const request = { limit: atOnce, changedBefore: at, ...(cursor !== undefined && { cursor }) };
    const listed = await erp.call('listProducts', request, { key: key('list', String(page)) });
    refused.push(...listed.refused.map(({ ref, identifiers }) => ref ?? identifiers[0] ?? ''));
    compared += listed.items.length;
    for (const product of await drifted(listed.items)) drifts.push(product);
    cursor = listed.next;
    more = cursor !== undefined;
  }
  return { compared, drifts, refused };

  async function drifted(owned: readonly Product[]): Promise<readonly Drift[]> {
    if (owned.length === 0) return [];
    const skus = owned.map(({ sku }) => sku);
    const [first = ''] = skus;
    const shown = await shop.call('getProducts', { skus }, { key: key('products', first) });
    const prices = await erp.call('getPrices', { skus, currency }, { key: key('owned prices', first) });
    const shownPrices = await shop.call('getPrices', { skus }, { key: key('prices', first) });
    return [
      ...owned.flatMap((product) => productDrift(product, shown)),
      ...prices.flatMap((price) => priceDrift(price, shownPrices)),
    ];
  }

  function productDrift(product: Product, shown: readonly Product[]): readonly Drift[] {
    const fields = productDifferences(
      product,
      shown.find(({ sku }) => sku === product.sku),
    );
    if (fields.length === 0) return [];
    const heal = () =>
      shop.call('publishProduct', asReleased(product, releases), { key: key('heal product', product.sku) });
    return [{ sku: product.sku, what: 'product', fields, heal }];
  }

  function priceDrift(price: Price, shown: readonly Price[]): readonly Drift[] {
    const fields = priceDifferences(
      price,
      shown.find(({ sku }) => sku === price.sku),
    );
    if (fields.length === 0) return [];
    const heal = () => shop.call('publishPrice', price, { key: key('heal price', price.sku) });
    return [{ sku: price.sku, what: 'price', fields, heal }];
  }
}
