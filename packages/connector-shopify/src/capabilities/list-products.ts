import type { Implementation } from '@crossdock/core';
import { listCatalog } from '../catalog/list-catalog.ts';
import type { ConnectorContext } from '../context.ts';
import { toProduct } from '../mapping/to-product.ts';

/** Lists products by when they changed, one for each variant. */
export function listProducts(context: ConnectorContext): Implementation<'listProducts'> {
  return {
    run: (request, { signal }) =>
      listCatalog(context, request, ({ product }, variant) => toProduct(product, variant, context.name), signal),
  };
}
