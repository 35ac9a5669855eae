import { type Implementation, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { WireCustomer } from '../api/customers.ts';
import { type ConnectorContext } from '../context.ts';
import { feedPage } from '../feed.ts';
import { toCustomer } from '../mapping/customers.ts';
import { api } from '../options.ts';
import { spanOf } from './span.ts';

/** Lists customers in the order of their changes. Deleted ones are left out. */
export function listCustomers(context: ConnectorContext): Implementation<'listCustomers'> {
  const { client, name, config } = context;
  return {
    run: async (request, { signal }) => {
      const span = await spanOf(request, context, signal);
      if (!span) return { items: [] };
      const path = `${api}/customers`;
      const page = await feedPage(client, { path, after: span.after, pageSize: request.limit, signal });
      if (!page) return { items: [] };
      const items: ReturnType<typeof toCustomer>[] = [];
      const refused: RefusedItem[] = [];
      for (const row of page.rows) {
        const { data: wire } = WireCustomer.safeParse(row);
        if (!wire) {
          const { id } = row as { readonly id?: unknown };
          const reason = 'The customer is not as documented';
          refused.push({ identifiers: [typeof id === 'string' ? id : ''], code: 'response-invalid', reason });
          continue;
        }
        if (wire.deleted_at !== undefined || !span.holds(wire.updated_at)) continue;
        try {
          items.push(toCustomer(wire, name, config.referenceField));
        } catch (error) {
          if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
          refused.push({ identifiers: [wire.id], code: error.code, reason: error.message });
        }
      }
      return { items, refused, next: page.next };
    },
  };
}
