import { type Implementation, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { customersPage } from '../customer-events.ts';
import { toCustomer } from '../mapping/customers.ts';

/** Lists customers by when they changed. */
export function listCustomers(context: ConnectorContext): Implementation<'listCustomers'> {
  return {
    run: async ({ changedFrom, changedBefore, cursor, limit }, { signal }) => {
      const search = { from: changedFrom, to: changedBefore, cursor, limit: Math.min(limit, 100), signal };
      const page = await customersPage(context, search);
      const items: ReturnType<typeof toCustomer>[] = [];
      const refused: RefusedItem[] = [];
      for (const wire of page.customers) {
        try {
          items.push(toCustomer(wire, context.name));
        } catch (error) {
          if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
          refused.push({ identifiers: [wire.id], code: error.code, reason: error.message });
        }
      }
      return { items, refused, ...(page.cursor !== undefined && { next: page.cursor }) };
    },
  };
}
