import { type Implementation, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { payoutsPage, wholePayout } from '../payouts.ts';
import { nextPlace, placeOf, refusedItem } from './list-orders.ts';

/** From when on payouts are listed where nothing is said; the platform itself would begin a year ago. */
const beginning = '2009-01-01T00:00:00Z';
const monthMs = 30 * 86_400_000;

/** Lists payouts with their entries, store by store. The platform lists by when a payout was made, so those that changed are picked. */
export function listPayouts(context: ConnectorContext): Implementation<'listPayouts'> {
  return {
    run: async ({ changedFrom = beginning, changedBefore, cursor, limit }, { signal }) => {
      const stores = await context.stores.all(signal);
      const { group, within } = placeOf(cursor);
      const store = stores[group];
      if (!store) return { items: [] };
      const since = Date.parse(changedFrom);
      const from = new Date(Math.max(since - monthMs, Date.parse(beginning))).toISOString();
      const to = changedBefore ?? new Date(context.clock.now()).toISOString();
      const size = Math.min(limit, 100);
      const page = await payoutsPage(context.client, { store, from, to, cursor: within, limit: size, signal });
      const items: Awaited<ReturnType<typeof wholePayout>>[] = [];
      const refused: RefusedItem[] = [];
      for (const payout of page.payouts) {
        const changedAt = Date.parse(payout.updated_at ?? payout.created_at ?? to);
        if (changedAt < since || changedAt > Date.parse(to)) continue;
        try {
          items.push(await wholePayout(payout, context.client, context.name, signal));
        } catch (error) {
          if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized')
            throw error;
          refused.push(refusedItem(payout.id, error, context));
        }
      }
      return { items, refused, ...nextPlace(group, page.cursor, stores.length) };
    },
  };
}
