import { type Implementation, type IntegrationError, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { kindOf, type ReadSale, saleRef } from '../mapping/sale-facts.ts';
import { toOrder } from '../mapping/to-order.ts';
import { isOwnSale } from '../own-sales.ts';
import { spanOf } from './span.ts';

/** Lists closed sales by when they changed. Returns and exchanges are told as events. */
export function listOrders(context: ConnectorContext): Implementation<'listOrders'> {
  return {
    run: async (request, { signal }) => {
      const span = await spanOf(request, context, signal);
      if (!span) return { items: [] };
      const page = await context.sales.page(span.after, request.limit, signal);
      if (!page) return { items: [] };
      const told = page.read
        .filter((it) => span.holds(it.sale.updated_at) && !isOwnSale(it.sale, context.name))
        .map((it) => tell(it, context));
      const unread = page.refused.map(({ id, refused }) => refusedItem(id, refused, context));
      return {
        items: told.flatMap((it) => ('order' in it ? [it.order] : [])),
        refused: [...told.flatMap((it) => ('refused' in it ? [it.refused] : [])), ...unread],
        next: page.next,
      };
    },
  };
}

type Listed =
  | { readonly order: ReturnType<typeof toOrder> }
  | { readonly refused: RefusedItem }
  | { readonly left: 'no sale' };

function tell(read: ReadSale, context: ConnectorContext): Listed {
  try {
    const { mapping } = context;
    return kindOf(read, mapping) === 'sale' ? { order: toOrder(read, mapping) } : { left: 'no sale' };
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return { refused: refusedItem(read.sale.id, error, context) };
  }
}

/** What cannot be told, by name. */
function refusedItem(
  id: string,
  { code, path, message }: IntegrationError,
  { name }: Pick<ConnectorContext, 'name'>,
): RefusedItem {
  return { ref: saleRef(name, id), identifiers: [id], code, ...(path !== undefined && { path }), reason: message };
}
