import { money } from '@crossdock/core';
import type { LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import type { LiveStore } from './live-door.ts';
import { liveSale, orderGid, orderOf, ordersSince, placeOrder, sendAll, totalOf } from './orders.ts';

/** The side doors of everything about orders but returns. */
export function orderDoors(store: LiveStore) {
  const { admin, open, once, paceOrders, seen, sku, terms, anHourAgo } = store;

  const getOrder: LiveArrange<'getOrder'> = () => ({
    ...open(),
    input: async () => ({ orderRef: (await placeOrder(store)).orderRef }),
    async truth({ orderRef }) {
      const order = await orderOf(store, orderRef);
      if (!order) throw new Error('The store does not show an order that was just placed');
      return {
        number: order.name,
        total: totalOf(order),
        lines: order.lineItems.nodes.map((line) => ({ sku: line.sku ?? '', quantity: { amount: `${line.quantity}` } })),
      };
    },
  });

  const listOrders: LiveArrange<'listOrders'> = async () => {
    const changedFrom = await once('listed orders', async () => {
      const placed = [await placeOrder(store), await placeOrder(store)];
      const shown = await seen(async () => {
        const orders = await ordersSince(store);
        return orders.filter(({ id }) => placed.some((it) => it.id === id));
      }, placed.length);
      return shown.map(({ updatedAt }) => updatedAt).toSorted()[0] ?? '';
    });
    await seen(() => ordersSince(store, changedFrom), 2);
    return {
      ...open(),
      input: () => ({ changedFrom }),
      truth: async () => ({
        items: (await ordersSince(store, changedFrom)).map(({ reference, legacyResourceId, name }) => ({
          ref: reference?.value ?? `shop-${legacyResourceId}`,
          number: name,
        })),
        refused: [],
      }),
    };
  };

  const createOrder: LiveArrange<'createOrder'> = () => {
    const door = open();
    let sold = 0;
    // The order that carries the reference is looked for among the newest: an index of references could show only one.
    const imported = (ref: string) =>
      seen(async () => (await ordersSince(store)).filter((it) => it.sourceIdentifier === ref));
    const sale = async (ref: string, skus: readonly [string, string]) =>
      liveSale(ref, skus, (await terms()).currency, anHourAgo());
    return {
      ...door,
      async input() {
        await paceOrders();
        return sale(`till-${door.run}-${++sold}`, [sku(0), sku(1)]);
      },
      count: async (ref) => (await imported(ref)).length,
      async inspect(ref) {
        const [order] = await imported(ref);
        return order && { total: totalOf(order), skus: order.lineItems.nodes.map((line) => line.sku ?? '') };
      },
      refused: async () => {
        const unknown = await sale(`till-${door.run}-refused`, [sku(0), 'NO-SUCH-SKU-9999999']);
        return [{ what: 'an unknown SKU', input: unknown, code: 'unmapped' }];
      },
    };
  };

  const cancelOrder: LiveArrange<'cancelOrder'> = () => {
    const cancel = (orderRef: string) => ({
      orderRef,
      reason: 'stock' as const,
      occurredAt: anHourAgo(),
      restock: true,
    });
    const cancelled = async (orderRef: string) => {
      const order = await orderOf(store, orderRef);
      return order && { cancelled: order.cancelledAt !== null };
    };
    return {
      ...open(),
      input: async () => cancel((await placeOrder(store)).orderRef),
      count: async (orderRef) => ((await cancelled(orderRef))?.cancelled === true ? 1 : 0),
      inspect: cancelled,
      refused: async () => {
        const { id, orderRef } = await placeOrder(store);
        await sendAll(store, id);
        return [{ what: 'an order that was sent', input: cancel(orderRef), code: 'conflict' }];
      },
    };
  };

  const recordFulfillment: LiveArrange<'recordFulfillment'> = () => {
    const door = open();
    const orders = new Map<string, string>();
    const parcelsOf = async (ref: string) => {
      const id = orderGid(orders.get(ref) ?? '');
      if (id === undefined) return [];
      const text = `query LiveParcels($id: ID!) {
        order(id: $id) {
          fulfillments(first: 10) { status fulfillmentLineItems(first: 10) { nodes { quantity lineItem { sku } } } }
        }
      }`;
      const { order } = await admin.ask(text, Parcels, { id });
      return order.fulfillments.filter(({ status }) => status === 'SUCCESS');
    };
    return {
      ...door,
      async input() {
        const { orderRef, lines } = await placeOrder(store);
        const ref = `parcel-${door.run}-${orders.size + 1}`;
        orders.set(ref, orderRef);
        return {
          ref,
          orderRef,
          occurredAt: anHourAgo(),
          lines: [{ lineId: lines[1].id, sku: lines[1].sku, quantity: { amount: '2' } }],
          tracking: [{ number: '00340434161094042557', carrier: 'DHL' }],
        };
      },
      count: async (ref) => (await parcelsOf(ref)).length,
      async inspect(ref) {
        const [parcel] = await parcelsOf(ref);
        const lines = parcel?.fulfillmentLineItems.nodes;
        return lines && { lines: lines.map((it) => ({ sku: it.lineItem.sku ?? '', quantity: `${it.quantity}` })) };
      },
    };
  };

  const processReturn: LiveArrange<'processReturn'> = () => {
    const door = open();
    const orders = new Map<string, string>();
    const refundsOf = async (ref: string) => {
      const id = orderGid(orders.get(ref) ?? '');
      if (id === undefined) return [];
      const text = `query LiveRefunds($id: ID!) {
        order(id: $id) { refunds(first: 20) { note totalRefundedSet { shopMoney { amount currencyCode } } } }
      }`;
      const { order } = await admin.ask(text, Refunds, { id });
      return order.refunds.filter(({ note }) => note?.includes(`(crossdock ${ref})`));
    };
    return {
      ...door,
      async input() {
        const { id, orderRef, lines, currency } = await placeOrder(store);
        await sendAll(store, id);
        const ref = `return-${door.run}-${orders.size + 1}`;
        orders.set(ref, orderRef);
        const sum = (amount: string) => ({ amount, currency });
        return {
          ref,
          orderRef,
          channel: 'store',
          occurredAt: anHourAgo(),
          currency,
          taxIncluded: false,
          lines: [
            {
              id: '1',
              orderLineId: lines[1].id,
              sku: lines[1].sku,
              quantity: { amount: '2' },
              disposition: 'restock',
              location: store.settings.location,
              gross: sum('12.66'),
            },
            {
              id: '2',
              orderLineId: lines[0].id,
              sku: lines[0].sku,
              quantity: { amount: '1' },
              disposition: 'not-returned',
              gross: sum('20.00'),
            },
          ],
          total: sum('32.66'),
          tenders: [{ kind: 'other', name: 'manual', amount: sum('32.66') }],
          outstanding: sum('0'),
        };
      },
      // A return that pays back beside its goods is one effect of two documents: twice as many are two.
      count: async (ref) => Math.ceil((await refundsOf(ref)).length / 2),
      async inspect(ref) {
        const refunds = await refundsOf(ref);
        const amounts = refunds.map(({ totalRefundedSet: { shopMoney } }) => Number(shopMoney.amount));
        const currency = refunds[0]?.totalRefundedSet.shopMoney.currencyCode;
        if (currency === undefined) return undefined;
        return { total: money(amounts.reduce((all, it) => all + it, 0).toFixed(2), currency) };
      },
    };
  };

  return { getOrder, listOrders, createOrder, cancelOrder, recordFulfillment, processReturn };
}

const Parcels = z.object({
  order: z.object({
    fulfillments: z.array(
      z.object({
        status: z.string(),
        fulfillmentLineItems: z.object({
          nodes: z.array(z.object({ quantity: z.int(), lineItem: z.object({ sku: z.string().nullable() }) })),
        }),
      }),
    ),
  }),
});

const Refunds = z.object({
  order: z.object({
    refunds: z.array(
      z.object({
        note: z.string().nullable(),
        totalRefundedSet: z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) }),
      }),
    ),
  }),
});
