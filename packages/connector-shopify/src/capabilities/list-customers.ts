import { type CapabilityOutput, type Implementation, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { ConnectorContext } from '../context.ts';
import { createCustomerReader } from '../customers/customer-reader.ts';
import { readCursor, writeCursor } from '../listing-cursor.ts';
import { customerRef, toCustomer } from '../mapping/to-customer.ts';
import { refusedItem } from '../refused-item.ts';
import { changedWithin, isWithin } from '../search.ts';

const Place = z.object({ after: z.string().nullable() });

/** Lists customers by when they changed. */
export function listCustomers({ client, name }: ConnectorContext): Implementation<'listCustomers'> {
  const reader = createCustomerReader(client, { patient: false });
  return {
    run: async (request, { signal }) => {
      const place = request.cursor === undefined ? { after: null } : readCursor(Place, request.cursor);
      const { edges, pageInfo } = await reader.updated(
        // The platform may take an upper bound for a whole day, and leave out all of it: the end is found here.
        { query: changedWithin({ changedFrom: request.changedFrom }), after: place.after },
        signal,
      );
      const taken = edges.slice(0, request.limit);
      const page: CapabilityOutput<'listCustomers'> = { items: [], refused: [] };
      for (const { node } of taken) {
        // The platform's own search may be as coarse as a day.
        if (!isWithin(node.updatedAt, request)) continue;
        try {
          page.items.push(toCustomer(node, name));
        } catch (error) {
          if (!isIntegrationError(error)) throw error;
          page.refused.push(refusedItem(error, { identifiers: [node.id], ref: customerRef(node, name) }));
        }
      }
      const last = taken.at(-1);
      const isOver = last !== undefined && isAfter(last.node.updatedAt, request.changedBefore);
      const more = !isOver && (taken.length < edges.length || pageInfo.hasNextPage);
      return more && last ? { ...page, next: writeCursor({ after: last.cursor }) } : page;
    },
  };
}

function isAfter(instant: string, changedBefore: string | undefined): boolean {
  return changedBefore !== undefined && Date.parse(instant) >= Date.parse(changedBefore);
}
