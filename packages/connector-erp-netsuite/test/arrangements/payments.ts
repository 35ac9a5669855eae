import { type CapabilityInput, money, type Order } from '@crossdock/core';
import { generateFulfillment, generateOrder } from '@crossdock/testing';
import { type OpenAccountOptions, skus } from '../account.ts';
import { arrange, type Door } from './door.ts';

const occurredAt = '2026-11-27T10:00:00Z';

/** An order that is ordered only, or shipped and invoiced too, by way of another connection. */
async function ordered(door: Door, isBilled: boolean): Promise<Order> {
  const office = door.reconfigure({});
  const order = generateOrder(door.random, { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
  await office.call('createOrder', order);
  if (!isBilled) return order;
  await office.call('recordFulfillment', generateFulfillment(door.random, order));
  await office.call('postInvoice', { ref: `${order.ref}-I1`, orderRef: order.ref, kind: 'invoice', occurredAt });
  return order;
}

/** The side door of payments: of an order that is billed, or of one that is not yet. */
export function paymentDoors(options: OpenAccountOptions, isBilled = true, kind: 'card' | 'gift-card' = 'card') {
  const recordPayment = arrange<'recordPayment'>(options, (door) => {
    const { books, faults } = door.account;
    const all = () => [...books.payments().filter((it) => it.type !== 'depositApplication'), ...books.creditMemos()];
    const under = (reference: string) => all().filter((it) => it.externalId === `CD_PAY_${reference}`);
    const aPayment = async (): Promise<CapabilityInput<'recordPayment'>> => {
      const { ref, total } = await ordered(door, isBilled);
      return { ref: `${ref}-P1`, orderRef: ref, tender: { kind, amount: total }, occurredAt };
    };
    return {
      input: aPayment,
      loseReply: () =>
        faults.arm('lost-reply', { match: (subject) => /^(?:customer(?:Payment|Deposit)|creditMemo)\//.test(subject) }),
      count: (reference) => under(reference).length,
      inspect: (reference) => {
        const [found] = under(reference);
        return found && { total: money(found.total, found.currency) };
      },
      refused: async () => {
        const payment = await aPayment();
        const by = (over: object) => ({ ...payment, tender: { ...payment.tender, ...over } });
        return [
          { what: 'a payment of an unknown order', input: { ...payment, orderRef: 'shop-0' }, code: 'not-found' },
          { what: 'points without an item for them', input: by({ kind: 'loyalty' as const }), code: 'unmapped' },
          { what: 'what is paid later', input: by({ kind: 'invoice' as const }), code: 'unsupported-document' },
        ];
      },
    };
  });
  return { recordPayment };
}
