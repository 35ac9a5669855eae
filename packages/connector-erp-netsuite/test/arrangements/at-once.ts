import { money, type Order } from '@crossdock/core';
import { generateOrder, type OrderKind } from '@crossdock/testing';
import { type OpenAccountOptions, skus } from '../account.ts';
import { arrange } from './door.ts';

const occurredAt = '2026-11-27T10:00:00Z';

/** The side door of sales that are posted at once. */
export function atOnceDoors(options: OpenAccountOptions, kind: OrderKind) {
  const createOrder = arrange<'createOrder'>(options, (door) => {
    const { books, faults } = door.account;
    const under = (reference: string) =>
      [...books.cashSales(), ...books.invoices()].filter((it) => it.externalId?.endsWith(`_${reference}`) === true);
    const aSale = (): Order => ({
      ...generateOrder(door.random, { kind, currency: 'USD', skus: [...skus], occurredAt }),
      channel: 'store',
    });
    return {
      input: aSale,
      loseReply: () => faults.arm('lost-reply', { match: (subject) => /^(?:cashSale|invoice)\//.test(subject) }),
      count: (reference) => under(reference).length,
      inspect: (reference) => {
        const [found] = under(reference);
        return found && { total: money(found.total, found.currency), skus: found.lines.map((line) => line.sku) };
      },
      refused: () => [
        { what: 'a test order', input: { ...aSale(), test: true }, code: 'unsupported-document' },
        { what: 'a location that is unknown', input: { ...aSale(), location: 'store-99' }, code: 'unmapped' },
      ],
    };
  });
  return { createOrder };
}
