/** Processes that do the same at the same moment, in many orders of their requests: the platform has it once. */
import { type CapabilityInput, type CapabilityName, Return, seededRandom } from '@crossdock/core';
import { expect, test } from 'vitest';
import { aSale, occurredAt, openCompany, usd } from './company.ts';

/** How many orders of their requests are tried. */
const seeds = Math.ceil(Number(process.env['FUZZ_RUNS'] ?? 160) / 20);

const entry: CapabilityInput<'postJournal'> = {
  ref: 'day-17',
  occurredAt,
  businessDate: '2026-11-27',
  currency: 'USD',
  lines: [
    { account: 'cash', debit: usd('12.50') },
    { account: 'sales', credit: usd('12.50') },
  ],
};
const payment = (kind: 'card' | 'other') => ({
  ref: 'shop-1-P1',
  orderRef: 'shop-1',
  tender: { kind, amount: usd('12.50') },
  occurredAt,
});
const parcel = {
  ref: 'shop-1-F1',
  orderRef: 'shop-1',
  occurredAt,
  lines: [{ lineId: '1', quantity: { amount: '1' } }],
};
const cashSale = { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt } as const;
const changes = [{ sku: 'SOCKS', location: 'store-1', delta: { amount: '5' } }];

const returned = Return.parse({
  ref: 'shop-1-R1',
  orderRef: 'shop-1',
  channel: 'web',
  occurredAt,
  currency: 'USD',
  taxIncluded: false,
  lines: [{ id: '1', sku: 'SOCKS', quantity: { amount: '1' }, disposition: 'restock', gross: usd('50.00') }],
  total: usd('50.00'),
  tenders: [{ kind: 'card', amount: usd('50.00') }],
  outstanding: usd('0'),
});

const works: readonly (readonly [string, CapabilityName, CapabilityInput<CapabilityName>])[] = [
  ['an order', 'createOrder', aSale('shop-2')],
  ['a return', 'processReturn', returned],
  ['a journal entry', 'postJournal', entry],
  ['a payment that is posted', 'recordPayment', payment('card')],
  ['a payment in a payment journal', 'recordPayment', payment('other')],
  ['a parcel', 'recordFulfillment', parcel],
  ['a cash sale', 'postInvoice', cashSale],
  ['a cancellation', 'cancelOrder', { orderRef: 'shop-1', reason: 'customer', occurredAt, restock: true }],
  ['a change of stock', 'adjustInventory', { ref: 'count-1', reason: 'count', changes, occurredAt }],
];

test.each(works)('%s of three processes at once is there once', async (_what, capability, input) => {
  const whole = openCompany();
  await whole.system.call('createOrder', aSale('shop-1'));
  await whole.system.call(capability, input);
  for (let seed = 1; seed <= seeds; seed += 1) {
    const random = seededRandom(seed);
    const { company, system, reconfigure } = openCompany({
      fetch: (platform) => async (sent, init) => {
        // Who is first is left to chance, before the platform and after it.
        const pause = async () => {
          // Now and then one is held up while the others get through all of their work.
          const longest = random() < 0.15 ? 3_000 : 40;
          for (let turns = Math.floor(random() * longest); turns > 0; turns -= 1) await Promise.resolve();
        };
        await pause();
        const answer = await platform.handle(new Request(sent, init));
        await pause();
        return answer;
      },
    });
    await system.call('createOrder', aSale('shop-1'));
    const ends = await Promise.allSettled([1, 2, 3].map(() => reconfigure().call(capability, input)));
    const failed = ends.flatMap((it) => (it.status === 'rejected' ? [String(it.reason)] : []));
    expect(failed, `seed ${seed}`).toEqual([]);
    const booked = [company, whole.company].map(({ books }) => [
      books.orders().map((it) => [it.externalDocumentNumber, it.total]),
      books.creditMemos().map((it) => [it.status, it.total]),
      books.ledger().map((it) => [it.documentNumber, it.debit, it.credit]),
      books.journals(),
      books.payments(),
      books.shipments().length,
      books.stockChanges(),
    ]);
    expect(booked[0], `seed ${seed}`).toEqual(booked[1]);
  }
});

const unclaimed: readonly (readonly [string, CapabilityName, CapabilityInput<CapabilityName>, string])[] = [
  ['an order', 'createOrder', aSale('shop-2'), 'S-ORD000002, S-ORD000003'],
  ['a return', 'processReturn', returned, 'S-CR000001, S-CR000002'],
];

test.each(unclaimed)(
  '%s that two processes made without a claim is for a person, who is told both',
  async (...work) => {
    const [, capability, input, both] = work;
    let waiting = 0;
    let release = (): void => undefined;
    const bothThere = new Promise<void>((resolve) => void (release = resolve));
    const { system, reconfigure } = openCompany({
      settings: { claims: false },
      // Nobody writes before both have looked.
      fetch: (platform) => async (sent, init) => {
        const request = new Request(sent, init);
        if (request.method === 'POST' && /\/sales(?:Orders|CreditMemos)$/.test(request.url) && started) {
          waiting += 1;
          if (waiting === 2) release();
          await bothThere;
        }
        return platform.handle(request);
      },
    });
    let started = false;
    await system.call('createOrder', aSale('shop-1'));
    started = true;
    const calls = () => reconfigure().call(capability, input);
    await Promise.allSettled([calls(), calls()]);
    const conflict = { code: 'conflict', disposition: 'reject', message: expect.stringContaining(both) };
    await expect(calls()).rejects.toMatchObject(conflict);
  },
);
