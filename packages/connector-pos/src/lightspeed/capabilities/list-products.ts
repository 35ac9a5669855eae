import { type Implementation, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { WireProduct } from '../api/products.ts';
import { type ConnectorContext } from '../context.ts';
import { feedPage } from '../feed.ts';
import { toProduct } from '../mapping/products.ts';
import { api } from '../options.ts';
import { spanOf } from './span.ts';

/** Lists products, one for each variant, in the order of their changes. Deleted ones are left out. */
export function listProducts(context: ConnectorContext): Implementation<'listProducts'> {
  return {
    run: async (request, { signal }) => {
      const span = await spanOf(request, context, signal);
      if (!span) return { items: [] };
      const page = await feedPage(context.client, {
        path: `${api}/products`,
        after: span.after,
        pageSize: request.limit,
        signal,
      });
      if (!page) return { items: [] };
      const items: ReturnType<typeof toProduct>[] = [];
      const refused: RefusedItem[] = [];
      for (const row of page.rows) {
        const { data: wire } = WireProduct.safeParse(row);
        if (wire && (wire.deleted_at !== undefined || !span.holds(wire.updated_at))) continue;
        try {
          if (wire?.sku === undefined) refused.push(nameless(row, wire));
          else items.push(toProduct(wire, context.name));
        } catch (error) {
          if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
          refused.push({ identifiers: [wire?.id ?? ''], code: error.code, reason: error.message });
        }
      }
      return { items, refused, next: page.next };
    },
  };
}

function nameless(row: unknown, wire: WireProduct | undefined): RefusedItem {
  const { id } = row as { readonly id?: unknown };
  const identifiers = [typeof id === 'string' ? id : ''];
  if (!wire) return { identifiers, code: 'response-invalid', reason: 'The product is not as documented' };
  return { identifiers, code: 'unmapped', path: 'sku', reason: 'The product has no SKU' };
}
