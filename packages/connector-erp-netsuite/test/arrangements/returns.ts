import { money, type Order, type Return } from '@crossdock/core';
import { generateFulfillment, generateOrder, generateReturn } from '@crossdock/testing';
import { type OpenAccountOptions, skus } from '../account.ts';
import { arrange, type Door } from './door.ts';

const occurredAt = '2026-11-27T10:00:00Z';

/** Sells, ships and bills an order by way of another connection, whose requests the suite does not count. */
async function billed(door: Door, kind: 'cash-sale' | 'invoice'): Promise<Order> {
  const office = door.reconfigure({});
  const of = kind === 'invoice' ? 'split-tender' : 'plain';
  const order = generateOrder(door.random, { kind: of, currency: 'USD', skus: [...skus], occurredAt });
  await office.call('createOrder', order);
  await office.call('recordFulfillment', generateFulfillment(door.random, order));
  await office.call('postInvoice', { ref: `${order.ref}-B1`, orderRef: order.ref, kind, occurredAt });
  return order;
}

/** The side door of returns, of what was sold by the given kind of bill. */
export function returnDoors(options: OpenAccountOptions, kind: 'cash-sale' | 'invoice' = 'invoice') {
  const processReturn = arrange<'processReturn'>(options, (door) => {
    const { books, faults } = door.account;
    const credits = () => [...books.creditMemos(), ...books.cashRefunds()];
    const under = (reference: string) =>
      credits().filter((it) => it.externalId === `CD_CM_${reference}` || it.externalId === `CD_RF_${reference}`);
    const aReturn = async (): Promise<Return> => generateReturn(door.random, await billed(door, kind));
    return {
      input: aReturn,
      loseReply: () =>
        faults.arm('lost-reply', {
          match: (subject) =>
            /^(?:returnAuthorization|itemReceipt|creditMemo|cashRefund|customerRefund)\//.test(subject),
        }),
      count: (reference) => under(reference).length,
      inspect: (reference) => {
        const [found] = under(reference);
        return found && { total: money(found.total, found.currency) };
      },
      refused: async () => {
        const document = await aReturn();
        const [line, ...others] = document.lines;
        const changed = (over: object): Return => ({ ...document, lines: [{ ...line, ...over } as never, ...others] });
        return [
          {
            what: 'a return of an unknown order',
            input: { ...document, orderRef: 'shop-0' },
            code: 'not-found',
          },
          { what: 'an unknown product', input: changed({ sku: 'UNKNOWN' }), code: 'unmapped' },
          {
            what: 'more units than were sold',
            input: changed({ quantity: { amount: '99', unit: 'EA' } }),
            code: 'conflict',
          },
        ];
      },
    };
  });
  return { processReturn };
}
