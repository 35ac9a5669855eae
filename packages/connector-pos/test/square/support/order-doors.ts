import { type EventName, money, type Order, type Return } from '@crossdock/core';
import { generateReturn } from '@crossdock/testing';
import { type EventArrangement } from '@crossdock/testing/contracts';
import { arrange, type Door } from './door.ts';
import { openSeller, type OpenSellerOptions, usualSale } from './open-seller.ts';

let serial = 0;

/** A sale at a till, paid by gift card and card, as another connection reads it. */
async function soldAtTill({ seller, reconnect }: Door): Promise<Order> {
  const tenders = [{ type: 'SQUARE_GIFT_CARD' as const, amount: 2000 }, { type: 'CARD' as const }];
  const { id } = seller.till.sell({ ...usualSale, tip: 0, tenders });
  return reconnect({}).call('getOrder', { orderRef: `stores-${id}` });
}

const usd = (minor: number) => money((minor / 100).toFixed(2), 'USD');

/** The side doors of orders. */
export function orderDoors(options: OpenSellerOptions = {}) {
  return {
    processReturn: arrange<'processReturn'>(options, (door) => {
      const { seller } = door;
      const taken = async (more: Partial<Return> = {}): Promise<Return> => {
        const order = await soldAtTill(door);
        return {
          ...generateReturn(door.random, order, { share: 'all', location: 'store-1' }),
          ref: `web-R${++serial}`,
          ...more,
        };
      };
      const under = (ref: string) =>
        [...seller.books.refunds.values()].filter((it) => it['reason'] === `crossdock return ${ref}`);
      return {
        input: () => taken(),
        count: (reference) => new Set(under(reference).map((it) => it['reason'])).size,
        inspect: (reference) => ({
          total: usd(under(reference).reduce((total, it) => total + it.amount_money.amount, 0)),
        }),
        refused: async () => [
          { what: 'a return that was taken at a till', input: await taken({ ref: 'stores-1' }), code: 'refused' },
          {
            what: 'a return of a sale of another system',
            input: await taken({ orderRef: 'shop-1' }),
            code: 'unsupported-document',
          },
        ],
      };
    }),
    listPayouts: arrange<'listPayouts'>(options, ({ seller }) => ({
      input: () => {
        seller.payOut({ entries: [{ type: 'CHARGE', gross: 5000, fee: 130 }] });
        seller.payOut({ locationId: 'LNEWYORK2', status: 'SENT', entries: [{ type: 'REFUND', gross: -900 }] });
        seller.payOut({ locationId: 'LHONOLULU3', entries: [{ type: 'INVENTED', gross: 1 }] });
        return {};
      },
      truth: () => {
        const [first, second, third] = [...seller.books.payouts.keys()];
        return {
          items: [
            { ref: `stores-${first}`, state: 'paid', total: usd(4870) },
            { ref: `stores-${second}`, state: 'in-transit', total: usd(-900) },
          ],
          refused: [{ identifiers: [third ?? ''], code: 'unmapped', path: 'payout_entries.0.type' }],
        };
      },
    })),
    getOrder: arrange<'getOrder'>(options, ({ seller }) => ({
      input: () => ({ orderRef: `stores-${seller.till.sell(usualSale).id}` }),
      truth: ({ orderRef }) => {
        const order = seller.books.orders.get(orderRef.slice('stores-'.length));
        const { amount } = (order?.['total_money'] ?? { amount: 0 }) as { amount: number };
        return {
          total: usd(amount + usualSale.tip),
          location: 'store-1',
          businessDate: '2026-11-24',
          lines: [{ sku: 'SHOE-42' }, { sku: 'SOCK-M', quantity: { amount: '3' } }],
        };
      },
      refused: () => {
        const back = seller.till.takeBack({ orderId: seller.till.sell(usualSale).id });
        return [{ what: 'a return', input: { orderRef: `stores-${back.id}` }, code: 'unsupported-document' }];
      },
    })),
    listOrders: arrange<'listOrders'>(options, ({ seller, clock }) => ({
      input: async () => {
        for (const locationId of ['LCHICAGO1', 'LNEWYORK2', 'LHONOLULU3']) {
          seller.till.sell({ ...usualSale, locationId });
          await clock.advance(1_000);
        }
        const odd = seller.till.sell({ lines: [{ price: 500 }] });
        seller.till.takeBack({ orderId: odd.id });
        seller.till.noSale();
        return {};
      },
      truth: () => {
        const orders = [...seller.books.orders.values()];
        const sold = orders.filter((it) => (it['line_items'] as readonly unknown[] | undefined)?.length === 2);
        const odd = orders.find((it) => (it['line_items'] as readonly unknown[] | undefined)?.length === 1);
        return {
          items: sold.map((it) => ({ ref: `stores-${it.id}` })),
          refused: [{ ref: `stores-${odd?.id}`, identifiers: [odd?.id ?? ''], code: 'unmapped' }],
        };
      },
    })),
  };
}

/** Opens a fresh seller for event sources. */
export function arrangeEvents(options: OpenSellerOptions = {}): () => EventArrangement {
  return () => {
    const { clock, seller, system, delivery } = openSeller(options);
    return {
      system,
      async happen(event: EventName) {
        // A day that a sweep of the whole day around it closes.
        if (event === 'storeday.closed') {
          await clock.advance(22 * 3_600_000);
          const before = new Date(clock.now() - 12 * 3_600_000).toISOString();
          seller.till.sell({ ...usualSale, offlineAt: before });
          return { key: `stores-LCHICAGO1-20261124` };
        }
        if (event === 'payout.paid') {
          const { id } = seller.payOut({ entries: [{ type: 'CHARGE', gross: 5000, fee: 130 }] });
          return { key: `stores-${id}`, delivery: await delivery('payout.paid') };
        }
        const sale = seller.till.sell(usualSale);
        if (event === 'sale.recorded') return { key: `stores-${sale.id}`, delivery: await delivery('order.created') };
        if (event === 'return.processed') {
          await delivery('order.created');
          const back = seller.till.takeBack({ orderId: sale.id });
          return { key: `stores-${back.id}`, delivery: await delivery('order.created') };
        }
        if (event === 'inventory.moved') {
          return { key: 'SHOE-42@store-1', delivery: await delivery('inventory.count.updated') };
        }
        if (event === 'inventory.counted') {
          const asOf = new Date(clock.now()).toISOString();
          const ref = `levels-${seller.books.nextSerial()}`;
          seller.seed({ sku: ref });
          const levels = [{ sku: ref, location: 'store-1', kind: 'on-hand' as const, quantity: { amount: '9' } }];
          await system.restart().call('setInventory', { ref, levels, asOf }, { key: ref });
          return { key: `${ref}@store-1`, delivery: await delivery('inventory.count.updated') };
        }
        await system.restart().call('upsertCustomer', customerOf(seller.books.nextSerial()));
        const customer = [...seller.books.customers.values()].at(-1);
        return { key: String(customer?.['reference_id']), delivery: await delivery('customer.created') };
      },
    };
  };
}

function customerOf(number: number) {
  return { ref: `shop-C${number}`, refs: {}, lastName: 'Okafor', email: `customer.${number}@shoppers.example` };
}
