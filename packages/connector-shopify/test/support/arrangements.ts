import { type EventName, money } from '@crossdock/core';
import type { Arrange, EventArrangement } from '@crossdock/testing/contracts';
import { openShop, type OpenShop, type OpenShopOptions, usualOrder } from './open-shop.ts';

/** Opens a fresh shop for `getOrder`: an order of two pages of lines. */
export function arrangeGetOrder(options: OpenShopOptions = {}): Arrange<'getOrder'> {
  return () => {
    const { shop, system } = openShop(options);
    const lines = Array.from({ length: 60 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 1, unitPrice: '1.10' }));
    return {
      system,
      faults: shop.faults,
      secrets: [shop.credentials.staticToken, shop.credentials.clientSecret, shop.webhookSecret],
      input: () => ({ orderRef: `shop-${shop.placeOrder({ ...usualOrder, lines }).id}` }),
      truth: ({ orderRef }) => {
        const booked = shop.books.orders().find(({ id }) => `shop-${id}` === orderRef);
        if (!booked) throw new Error(`There is no order ${orderRef} in the books`);
        return {
          number: booked.name,
          total: money(booked.total, booked.currency),
          lines: booked.lines.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity: { amount: String(quantity) } })),
        };
      },
      throttle: () => shop.faults.arm('throttle-storm'),
      revokeCredentials: () => shop.uninstallApp(),
    };
  };
}

/** Lets things happen to the orders of a shop. */
export function happenings({ clock, shop, system, delivery }: OpenShop): EventArrangement {
  const topics: Partial<Record<EventName, string>> = {
    'order.placed': 'orders/create',
    'order.changed': 'orders/updated',
    'order.cancelled': 'orders/cancelled',
    'order.paid': 'order_transactions/create',
    'fulfillment.created': 'fulfillments/create',
    'fulfillment.cancelled': 'fulfillments/update',
    'return.requested': 'returns/request',
    'return.processed': 'returns/process',
    'refund.issued': 'refunds/create',
  };
  return {
    system,
    async happen(event) {
      const { id } = shop.placeOrder(usualOrder);
      await clock.advance(2_000);
      if (event === 'payout.paid') return { key: `shop-P${shop.payOut().id}` };
      if (event === 'order.changed') shop.editOrder(id, { setQuantity: [{ line: 1, quantity: 2 }] });
      if (event === 'order.cancelled') shop.cancel(id);
      if (event === 'fulfillment.created') {
        shop.fulfil(id, [{ line: 0, quantity: 1 }], { company: 'DHL', numbers: ['0034'] });
      }
      if (event === 'fulfillment.cancelled') shop.callOffParcel(id, shop.fulfil(id).id);
      if (event === 'refund.issued') shop.refund(id, { lines: [{ line: 1, quantity: 1, restock: 'CANCEL' }] });
      if (event === 'return.requested' || event === 'return.processed') {
        shop.fulfil(id);
        const goods = [{ line: 1, quantity: 2, reason: 'too small' }];
        const back = shop.returnGoods(id, { lines: goods, requested: true });
        if (event === 'return.processed') {
          shop.approveReturn(id, back.id);
          await clock.advance(2_000);
          shop.processReturn(id, back.id);
        }
      }
      return { key: `shop-${id}`, delivery: await delivery(topics[event] ?? '') };
    },
  };
}
