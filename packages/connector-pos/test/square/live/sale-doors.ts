import { money } from '@crossdock/core';
import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { type LiveSeller } from './seller.ts';

const Money = z.object({ amount: z.number(), currency: z.string() });
const Order = z.object({
  id: z.string(),
  location_id: z.string(),
  state: z.string(),
  total_money: Money,
  line_items: z.array(z.unknown()).default([]),
  returns: z.array(z.unknown()).default([]),
  tenders: z.array(z.unknown()).default([]),
});
const Answer = z.object({ order: Order });

/** Sales that an application makes: an order of one article, paid in cash. What a till does beside that cannot be done from outside. */
export function saleDoors({ ask, rows, settings, open, another, variationsOf, since }: LiveSeller) {
  const [sku = ''] = settings.skus;

  const sold = async (): Promise<string> => {
    const [variation] = await variationsOf(sku);
    const { order } = await ask('POST', '/v2/orders', Answer, {
      idempotency_key: another('order'),
      order: {
        location_id: settings.locations[0],
        line_items: [{ catalog_object_id: variation?.id, quantity: '2' }],
      },
    });
    await ask('POST', '/v2/payments', z.unknown(), {
      idempotency_key: another('payment'),
      source_id: 'CASH',
      cash_details: { buyer_supplied_money: order.total_money },
      amount_money: order.total_money,
      order_id: order.id,
      location_id: settings.locations[0],
    });
    return order.id;
  };

  const getOrder: LiveArrange<'getOrder'> = () => ({
    ...open(),
    input: async () => ({ orderRef: `stores-${await sold()}` }),
    truth: async ({ orderRef }) => {
      const { order } = await ask('GET', `/v2/orders/${orderRef.slice('stores-'.length)}`, Answer);
      const { amount, currency } = order.total_money;
      return {
        total: money((amount / 100).toFixed(2), currency),
        location: 'store-1',
        lines: [{ sku, quantity: { amount: '2' } }],
        tenders: [{ kind: 'cash' }],
      };
    },
  });

  const listOrders: LiveArrange<'listOrders'> = () => ({
    ...open(),
    input: async () => ({
      changedFrom: await since('sales', async () => {
        await sold();
        await sold();
      }),
    }),
    truth: async ({ changedFrom }) => {
      const found = await rows('/v2/orders/search', 'orders', Order, {
        location_ids: settings.locations,
        query: {
          filter: { date_time_filter: { updated_at: { start_at: changedFrom } } },
          sort: { sort_field: 'UPDATED_AT', sort_order: 'ASC' },
        },
      });
      const sales = found.filter(
        (it) =>
          it.state === 'COMPLETED' && it.line_items.length > 0 && it.returns.length === 0 && it.tenders.length > 0,
      );
      return { items: sales.map(({ id }) => ({ ref: `stores-${id}` })), refused: [] };
    },
  });

  return { getOrder, listOrders };
}
