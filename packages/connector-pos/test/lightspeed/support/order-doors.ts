import { type EventName, money, type Order, type Return } from '@crossdock/core';
import { generateReturn } from '@crossdock/testing';
import { type EventArrangement } from '@crossdock/testing/contracts';
import { byHand, countByHand } from './by-hand.ts';
import { arrange, type Door } from './door.ts';
import { chicago, honolulu, newYork, openRetailer, type OpenRetailerOptions, usualSale } from './open-retailer.ts';

let serial = 0;

/** A sale at a till, paid by gift card and card, as another connection reads it. */
async function soldAtTill({ retailer, reconnect }: Door): Promise<Order> {
  const payments = [{ type: 'Gift Card', amount: 2000 }, { type: 'Credit Card' }];
  const { id } = retailer.till.sell({ ...usualSale, payments });
  return reconnect({}).call('getOrder', { orderRef: `stores-${id}` });
}

const usd = (minor: number) => money((minor / 100).toFixed(2), 'USD');

/** The side doors of sales. */
export function orderDoors(options: OpenRetailerOptions = {}) {
  return {
    processReturn: arrange<'processReturn'>(options, (door) => {
      const { retailer } = door;
      const taken = async (more: Partial<Return> = {}): Promise<Return> => {
        const order = await soldAtTill(door);
        const back = generateReturn(door.random, order, { share: 'all', location: 'store-1' });
        return { ...back, ref: `web-R${++serial}`, ...more };
      };
      const under = (ref: string) => retailer.books.sales.values().filter((it) => it.sourceId === ref);
      return {
        input: () => taken(),
        count: (reference) => under(reference).length,
        inspect: (reference) => {
          const paid = under(reference).flatMap((it) => it.payments.map((payment) => payment.amount));
          return { total: usd(-paid.reduce((total, it) => total + it, 0) / 1000) };
        },
        refused: async () => [
          { what: 'a return that was taken at a till', input: await taken({ ref: 'stores-1' }), code: 'refused' },
          {
            what: 'goods that are damaged',
            input: await taken().then((it) => ({
              ...it,
              lines: it.lines.map((line) => ({ ...line, disposition: 'damaged' as const })),
            })),
            code: 'unsupported-document',
          },
        ],
      };
    }),
    getOrder: arrange<'getOrder'>(options, ({ retailer }) => ({
      input: () => ({ orderRef: `stores-${retailer.till.sell(usualSale).id}` }),
      truth: ({ orderRef }) => {
        const sale = retailer.books.sales.get(orderRef.slice('stores-'.length));
        const paid = (sale?.payments ?? []).reduce((total, it) => total + it.amount, 0);
        return {
          total: usd(paid / 1000),
          location: 'store-1',
          businessDate: '2026-11-24',
          lines: [{ sku: 'SHOE-42' }, { sku: 'SOCK-M', quantity: { amount: '3' } }],
        };
      },
      refused: () => {
        const back = retailer.till.takeBack({ saleId: retailer.till.sell(usualSale).id });
        return [{ what: 'a return', input: { orderRef: `stores-${back.id}` }, code: 'unsupported-document' }];
      },
    })),
    listOrders: arrange<'listOrders'>(options, ({ retailer, clock }) => {
      const sold: string[] = [];
      let odd = '';
      return {
        input: async () => {
          for (const outletId of [chicago, newYork, honolulu]) {
            sold.push(retailer.till.sell({ ...usualSale, outletId }).id);
            await clock.advance(1_000);
          }
          retailer.till.takeBack({ saleId: sold[0] ?? '' });
          retailer.till.sell({ ...usualSale, status: 'SAVED' });
          odd = retailer.till.sell(usualSale).id;
          retailer.till.corrupt(odd, { status: 'SUPERSEDED' });
          return {};
        },
        truth: () => ({
          items: sold.map((id) => ({ ref: `stores-${id}` })),
          refused: [{ ref: `stores-${odd}`, identifiers: [odd], code: 'unmapped' }],
        }),
      };
    }),
  };
}

/** Opens a fresh retailer for event sources. */
export function arrangeEvents(options: OpenRetailerOptions = {}): () => EventArrangement {
  return () => {
    const { clock, retailer, system, delivery } = openRetailer(options);
    return {
      system,
      async happen(event: EventName) {
        // A day that a sweep of the whole day around it closes.
        if (event === 'storeday.closed') {
          await clock.advance(22 * 3_600_000);
          const before = new Date(clock.now() - 12 * 3_600_000).toISOString();
          retailer.till.sell({ ...usualSale, soldAt: before });
          return { key: `stores-${chicago.replaceAll('-', '_')}-20261124` };
        }
        if (event === 'customer.changed') {
          const email = `customer.${++serial}@shoppers.example`;
          const { data } = await byHand(retailer, 'POST', 'customers', {
            first_name: 'Ada',
            last_name: 'Okafor',
            email,
          });
          return { key: `stores-${data.id}`, delivery: await delivery('customer_code') };
        }
        if (event === 'inventory.counted') {
          const sku = `COUNTED-${++serial}`;
          const [productId = ''] = retailer.seed({ sku }).productIds;
          await countByHand(retailer, productId);
          return { key: `${sku}@store-1` };
        }
        const sale = retailer.till.sell(usualSale);
        if (event === 'return.processed') {
          await delivery('register_sale_products');
          const back = retailer.till.takeBack({ saleId: sale.id });
          return { key: `stores-${back.id}`, delivery: await delivery('register_sale_products') };
        }
        const told = await delivery('register_sale_products');
        return { key: event === 'inventory.moved' ? 'SHOE-42@store-1' : `stores-${sale.id}`, delivery: told };
      },
    };
  };
}
