import { type CapabilityOutput, type Implementation, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { ConnectorContext } from '../context.ts';
import { readCursor, writeCursor } from '../listing-cursor.ts';
import { payoutRef, toPayout } from '../mapping/to-payout.ts';
import { partsOf, payoutPage } from '../payouts.ts';
import { refusedItem } from '../refused-item.ts';
import { isWithin, since } from '../search.ts';

/** Where a listing goes on. */
const Place = z.object({ after: z.string() });

/** Lists payouts by when they were issued, in whichever state, each with everything that it is made of. */
export function listPayouts(context: ConnectorContext): Implementation<'listPayouts'> {
  const { client } = context;
  return {
    run: async (request, { signal }) => {
      const after = request.cursor === undefined ? null : readCursor(Place, request.cursor).after;
      const { payouts, more } = await payoutPage(
        client.query,
        { query: since('issued_at', request) ?? null, after },
        signal,
      );
      const taken = payouts.slice(0, request.limit);
      const page: CapabilityOutput<'listPayouts'> = { items: [], refused: [] };
      for (const { node } of taken) {
        if (!isWithin(node.issuedAt, request)) continue;
        const { legacyResourceId: id } = node;
        const parts = await partsOf(client.query, node, signal);
        try {
          page.items.push(toPayout(node, parts, context));
        } catch (error) {
          if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
          page.refused.push(refusedItem(error, { identifiers: [id, node.id], ref: payoutRef(context.name, id) }));
        }
      }
      const last = taken.at(-1);
      return last && (more || taken.length < payouts.length)
        ? { ...page, next: writeCursor({ after: last.cursor }) }
        : page;
    },
  };
}
