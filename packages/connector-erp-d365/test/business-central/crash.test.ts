/** A process that dies at any of its requests, after the platform had it: another one finishes the work, and nothing is there twice. */
import { type CapabilityInput, type CapabilityName, Return } from '@crossdock/core';
import { expect, test } from 'vitest';
import { aSale, occurredAt, openCompany, type OpenCompany, usd } from './company.ts';

/** A company whose wire can be cut for good after a number of requests. */
function mortal(): OpenCompany & { dieAfter(requests: number): void } {
  let left = Infinity;
  const open = openCompany({
    fetch: (platform) => async (input, init) => {
      if (left <= 0) throw new TypeError('fetch failed');
      left -= 1;
      const answer = await platform.handle(new Request(input, init));
      if (left <= 0) throw new TypeError('fetch failed');
      return answer;
    },
  });
  return Object.assign(open, { dieAfter: (requests: number) => void (left = requests) });
}

const lines = [{ lineId: '1', quantity: { amount: '1' } }];
const tenders = [
  { kind: 'card' as const, amount: usd('30.00') },
  { kind: 'cash' as const, amount: usd('24.13') },
];
const returned = Return.parse({
  ref: 'shop-1-R1',
  orderRef: 'shop-1',
  channel: 'web',
  occurredAt,
  currency: 'USD',
  taxIncluded: false,
  lines: [
    {
      id: '1',
      sku: 'SHOE-42',
      quantity: { amount: '1' },
      disposition: 'restock',
      gross: usd('50.00'),
      taxes: [{ name: 'Sales tax', amount: usd('4.13') }],
    },
  ],
  total: usd('54.13'),
  tenders,
  outstanding: usd('0'),
});

interface Work<N extends CapabilityName> {
  readonly capability: N;
  readonly input: CapabilityInput<N>;
  /** Everything that the work leaves in the books. */
  effects(company: OpenCompany['company']): unknown;
}

const work = <N extends CapabilityName>(it: Work<N>): Work<CapabilityName> => it;

const works = [
  work({
    capability: 'createOrder',
    input: aSale('shop-2'),
    effects: ({ books }) => books.orders().map((it) => it.total),
  }),
  work({
    capability: 'recordFulfillment',
    input: { ref: 'shop-1-F1', orderRef: 'shop-1', occurredAt, lines },
    effects: ({ books }) => [
      books.shipments().length,
      books.invoices().map((it) => it.total),
      books.orders()[0]?.lines,
    ],
  }),
  work({
    capability: 'postInvoice',
    input: { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt },
    effects: ({ books }) => [books.invoices().map((it) => it.total), books.orders()],
  }),
  work({
    capability: 'cancelOrder',
    input: { orderRef: 'shop-1', reason: 'customer', occurredAt, restock: true },
    effects: ({ books }) => books.orders(),
  }),
  work({
    capability: 'processReturn',
    input: returned,
    effects: ({ books }) => [
      books.creditMemos().map((it) => it.total),
      books.ledger(),
      books.onHand('SHOE-42', 'MAIN'),
    ],
  }),
  work({
    capability: 'postJournal',
    input: {
      ref: 'day-17',
      occurredAt,
      businessDate: '2026-11-27',
      currency: 'USD',
      lines: [
        { account: 'cash', debit: usd('12.50') },
        { account: 'sales', credit: usd('12.50') },
      ],
    },
    effects: ({ books }) => books.ledger(),
  }),
  work({
    capability: 'recordPayment',
    input: { ref: 'shop-1-P1', orderRef: 'shop-1', tender: { kind: 'other', amount: usd('5.00') }, occurredAt },
    effects: ({ books }) => books.payments(),
  }),
  work({
    capability: 'adjustInventory',
    input: {
      ref: 'count-1',
      reason: 'count',
      occurredAt,
      changes: [
        { sku: 'SHOE-42', location: 'store-1', delta: { amount: '-2' } },
        { sku: 'SOCKS', location: 'store-2', delta: { amount: '3' } },
      ],
    },
    effects: ({ books }) => books.stockChanges(),
  }),
];

test.each(works)(
  '$capability: whenever the process dies, the work is done once',
  async ({ capability, input, effects }) => {
    const whole = mortal();
    await whole.reconfigure().call('createOrder', aSale('shop-1'));
    await whole.system.call(capability, input);
    const expected = effects(whole.company);
    const requests = whole.system.exchanges.length;
    expect(requests).toBeGreaterThan(2);
    for (let dying = 1; dying <= requests; dying += 1) {
      const open = mortal();
      await open.reconfigure().call('createOrder', aSale('shop-1'));
      open.dieAfter(dying);
      // What it would have answered, nobody hears: it is dead.
      await open.system.call(capability, input).catch(() => undefined);
      open.dieAfter(Infinity);
      await open.reconfigure().call(capability, input);
      expect(effects(open.company), `died after request ${dying}`).toEqual(expected);
    }
  },
);
