import type { Implementation } from '@crossdock/core';
import type { ConnectorContext } from '../context.ts';
import { toProduct } from '../mapping/to-product.ts';

/** Reads products by SKU: one for each variant. */
export function getProducts({ rooms, name }: ConnectorContext): Implementation<'getProducts'> {
  return {
    run: async ({ skus }, { signal }) =>
      (await rooms.catalog.bySkus(skus, signal)).map(({ product, variant }) => toProduct(product, variant, name)),
  };
}
