import { type Implementation, IntegrationError, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { inGroups } from '../groups.ts';
import { kindOf, type ReadOrder } from '../mapping/order-facts.ts';
import { orderRef, toOrder } from '../mapping/to-order.ts';
import { storesPerSearch } from '../order-reader.ts';

/** Lists paid sales by when they changed, ten stores at a time. Returns and exchanges are told as events. */
export function listOrders(context: ConnectorContext): Implementation<'listOrders'> {
  return {
    run: async ({ changedFrom, changedBefore, cursor, limit }, { signal }) => {
      const groups = [...inGroups(await context.stores.all(signal), storesPerSearch)];
      const { group, within } = placeOf(cursor);
      const stores = groups[group];
      if (!stores) return { items: [] };
      const search = { stores, from: changedFrom, to: changedBefore, cursor: within, limit, signal };
      const page = await context.orders.page(search);
      const told = page.read.map((read) => tell(read, context));
      const unread = page.refused.map(({ id, refused }) => refusedItem(id, refused, context));
      return {
        items: told.flatMap((it) => ('order' in it ? [it.order] : [])),
        refused: [...told.flatMap((it) => ('refused' in it ? [it.refused] : [])), ...unread],
        ...nextPlace(group, page.next, groups.length),
      };
    },
  };
}

type Listed =
  | { readonly order: ReturnType<typeof toOrder> }
  | { readonly refused: RefusedItem }
  | { readonly left: 'no sale' };

function tell(read: ReadOrder, context: ConnectorContext): Listed {
  try {
    return kindOf(read.order) === 'sale' ? { order: toOrder(read, context.mapping) } : { left: 'no sale' };
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return { refused: refusedItem(read.order.id, error, context) };
  }
}

/** What cannot be told, by name. */
export function refusedItem(
  id: string,
  { code, path, message }: IntegrationError,
  { name }: Pick<ConnectorContext, 'name'>,
): RefusedItem {
  return { ref: orderRef(name, id), identifiers: [id], code, ...(path !== undefined && { path }), reason: message };
}

interface Place {
  /** Which group of stores. */
  readonly group: number;
  readonly within: string | undefined;
}

/** A cursor of ours: the group of stores, and Square's cursor in it. */
export function placeOf(cursor = '0'): Place {
  const [, group, within] = /^(\d{1,6})(?::(.+))?$/s.exec(cursor) ?? [];
  if (group === undefined) {
    throw new IntegrationError('The cursor is not one of this listing', { code: 'input-invalid', path: 'cursor' });
  }
  return { group: Number(group), within };
}

/** Where the next page begins: further in the group, or at the next one. */
export function nextPlace(group: number, within: string | undefined, groups: number): { readonly next?: string } {
  if (within !== undefined) return { next: `${group}:${within}` };
  return group + 1 < groups ? { next: String(group + 1) } : {};
}
