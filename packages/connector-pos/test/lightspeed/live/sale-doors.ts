import { type Return } from '@crossdock/core';
import { generateReturn } from '@crossdock/testing';
import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { inMoney, isSince, LiveSale, type LiveRetailer, paid } from './retailer.ts';

/** Sales: read, listed, taken back. */
export function saleDoors({ office, random, settings, open, outletAt, soldByHand, since }: LiveRetailer) {
  const getOrder: LiveArrange<'getOrder'> = async () => {
    const door = await open();
    return {
      ...door,
      input: async () => ({ orderRef: `stores-${(await soldByHand(door.run)).id}` }),
      truth: async ({ orderRef }) => {
        const path = `/api/2.0/sales/${orderRef.slice('stores-'.length)}`;
        const { data } = await office.ask('GET', path, z.object({ data: LiveSale }));
        const { currency } = await outletAt(0);
        return {
          total: inMoney(paid(data), currency),
          location: 'store-1',
          lines: settings.skus.slice(0, 2).map((sku) => ({ sku })),
        };
      },
    };
  };

  const listOrders: LiveArrange<'listOrders'> = async () => {
    const door = await open();
    return {
      ...door,
      input: async () => ({
        changedFrom: await since('sales', async () => {
          await soldByHand(door.run);
          await soldByHand(door.run);
        }),
      }),
      truth: async ({ changedFrom }) => {
        const rows = await office.rows('/api/2.0/sales', LiveSale);
        const latest = [...new Map(rows.map((it) => [it.id, it])).values()];
        const sold = latest.filter((it) => it.status === 'CLOSED' && !it.return_for && !it.source_id && paid(it) > 0);
        const own = sold.filter((it) => isSince(it.updated_at, changedFrom));
        return { items: own.map(({ id }) => ({ ref: `stores-${id}` })), refused: [] };
      },
    };
  };

  const processReturn: LiveArrange<'processReturn'> = async () => {
    const door = await open();
    let after = 0;
    let facts = 0;
    const under = async (ref: string) =>
      (await office.rows('/api/2.0/sales', LiveSale, after)).filter((it) => it.source_id === ref);
    const taken = async (): Promise<Return> => {
      const sale = await soldByHand(door.run);
      after ||= sale.version;
      const order = await (await open()).system.call('getOrder', { orderRef: `stores-${sale.id}` });
      const back = generateReturn(random, order, { share: 'all', location: 'store-1' });
      return { ...back, ref: `live-${door.run}-${++facts}` };
    };
    return {
      ...door,
      input: taken,
      count: async (ref) => (await under(ref)).length,
      inspect: async (ref) => {
        const [sale] = await under(ref);
        const { currency } = await outletAt(0);
        return sale && { total: inMoney(-paid(sale), currency) };
      },
      refused: async () => [
        { what: 'a return that was taken at a till', input: { ...(await taken()), ref: 'stores-1' }, code: 'refused' },
      ],
    };
  };

  return { getOrder, listOrders, processReturn };
}
