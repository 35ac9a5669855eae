import { readFileSync } from 'node:fs';
import {
  type EventData,
  type EventName,
  type Money,
  money,
  netOf,
  Refund,
  Return,
  type SourceEvent,
  sum,
  worthOf,
} from '@crossdock/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RefundByIdData } from '../src/api/aftermath-data.ts';
import { refundById } from '../src/api/aftermath-documents.ts';
import type { ShopifyOptions } from '../src/index.ts';
import { toRefund } from '../src/mapping/to-refund.ts';
import type { PlaceOrderInput, ProcessControl, RefundControl, ReturnControl } from '../src/testing/index.ts';
import { openShop } from './support/open-shop.ts';
import { always, decode, failureOf, sweep } from './support/read.ts';

const shoe = { sku: 'SHOE-42', quantity: 2, unitPrice: '20.00' };
const sock = { sku: 'SOCK', quantity: 3, unitPrice: '3.33' };
const vat = [{ title: 'VAT', rate: '0.09' }];

function open(options: Partial<ShopifyOptions> = {}, currency = 'USD') {
  return openShop({ options, simulator: { currency } });
}

/** The data of the only event of a name. */
function the<N extends EventName>(events: readonly object[], name: N): EventData<N> {
  const found = (events as readonly SourceEvent[]).filter((event) => event.name === name && !('refused' in event));
  expect(found, `${name} events`).toHaveLength(1);
  return found[0]?.data as EventData<N>;
}

const namesOf = (events: readonly { readonly name: string }[]) => events.map(({ name }) => name);

/** Pays back, and reads the refund both ways; they must agree. */
async function refunded(
  input: PlaceOrderInput,
  refund: RefundControl,
  options: Partial<ShopifyOptions> = {},
  currency = 'USD',
) {
  const opened = open(options, currency);
  const { id } = opened.shop.placeOrder(input);
  await opened.clock.advance(2_000);
  if (refund.lines?.some(({ restock }) => restock !== 'CANCEL') === true) opened.shop.fulfil(id);
  opened.shop.refund(id, refund);
  const told = the(await decode(opened, await opened.delivery('refunds/create')), 'refund.issued');
  expect(the(await sweep(opened, ...always), 'refund.issued')).toEqual(told);
  return Refund.parse(told);
}

describe('a refund', () => {
  test('of goods that came back has what was paid for them, with their tax, and how it was paid back', async () => {
    const refund = await refunded(
      {
        lines: [shoe, sock],
        taxes: [
          { title: 'State', rate: '0.05' },
          { title: 'City', rate: '0.01' },
        ],
      },
      { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }], note: 'wrong size' },
    );
    expect(refund).toMatchObject({
      state: 'done',
      total: money('21.20', 'USD'),
      reason: 'wrong size',
      tenders: [{ kind: 'card', amount: money('21.20', 'USD') }],
      lines: [
        {
          sku: 'SHOE-42',
          disposition: 'restock',
          gross: money('20.00', 'USD'),
          taxes: [{ name: 'State' }, { name: 'City' }],
        },
      ],
    });
    expect(refund.adjustment).toBeUndefined();
  });

  test('of 20.00 that contain 9 % tax is 18.35 and 1.65, not 21.80', async () => {
    const lines = [{ ...shoe, quantity: 1 }];
    const refund = await refunded(
      { lines, taxes: vat, taxesIncluded: true },
      { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] },
    );
    expect([refund.total.amount, refund.lines[0]?.gross.amount, refund.lines[0]?.taxes[0]?.amount.amount]).toEqual([
      '20.00',
      '20.00',
      '1.65',
    ]);
  });

  test('of units that were never sent moves no goods', async () => {
    const refund = await refunded({ lines: [shoe] }, { lines: [{ line: 0, quantity: 1, restock: 'CANCEL' }] });
    expect(refund.lines[0]?.disposition).toBe('not-shipped');
  });

  test('of goods that stay with the buyer moves no goods', async () => {
    const refund = await refunded({ lines: [shoe] }, { lines: [{ line: 0, quantity: 1, restock: 'NO_RESTOCK' }] });
    expect(refund.lines[0]?.disposition).toBe('not-returned');
  });

  test('without lines is an adjustment, and so is more or less than its lines come to', async () => {
    const only = await refunded({ lines: [shoe] }, { amount: '5.00' });
    expect([only.lines, only.adjustment, only.total]).toEqual([[], money('5.00', 'USD'), money('5.00', 'USD')]);
    const less = await refunded(
      { lines: [shoe] },
      { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }], amount: '15.00' },
    );
    expect([less.adjustment, less.total]).toEqual([money('-5.00', 'USD'), money('15.00', 'USD')]);
  });

  test('of shipping alone is a charge with its tax', async () => {
    const refund = await refunded(
      { lines: [shoe], shipping: { title: 'Post', price: '10.00' }, taxes: vat },
      { shipping: '10.90' },
    );
    expect(refund.charges).toMatchObject([
      { kind: 'shipping', name: 'Post', gross: money('10.00', 'USD'), taxes: [{ amount: money('0.90', 'USD') }] },
    ]);
  });

  test('goes back by gift card and store credit as they are', async () => {
    const input: PlaceOrderInput = {
      lines: [shoe],
      tenders: [{ gateway: 'gift_card', amount: '15.00' }, { gateway: 'shopify_payments' }],
    };
    const split = await refunded(input, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
    expect(split.tenders.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ['gift-card', '15.00'],
      ['card', '5.00'],
    ]);
    const credit = await refunded(input, {
      lines: [{ line: 0, quantity: 1, restock: 'RETURN' }],
      gateway: 'shopify_store_credit',
    });
    expect(credit.tenders.map(({ kind }) => kind)).toEqual(['store-credit']);
  });

  test('in a currency without decimals has whole amounts', async () => {
    const lines = [{ ...shoe, unitPrice: '1980' }];
    const refund = await refunded({ lines }, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] }, {}, 'JPY');
    expect(refund.total).toEqual(money('1980', 'JPY'));
  });

  test.each([
    ['shop', 'GBP', '24.50'],
    ['presentment', 'ISK', '4197'],
  ] as const)(
    'in two currencies is read in the one of the %s, and nothing of the other is in it',
    async (side, currency, total) => {
      const input = {
        lines: [{ ...shoe, quantity: 1 }],
        shipping: { title: 'Post', price: '4.50' },
        presentment: { currency: 'ISK', rate: '171.3' },
      };
      const refund = await refunded(
        input,
        { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }], shipping: '4.50' },
        { currency: side },
        'GBP',
      );
      expect([refund.total.currency, refund.total.amount]).toEqual([currency, total]);
      expect(JSON.stringify(refund)).not.toContain(side === 'shop' ? 'ISK' : 'GBP');
    },
  );

  test('that is on its way is not told; once it has arrived it is, as if it had been made then', async () => {
    const opened = open();
    const { id } = opened.shop.placeOrder({ lines: [shoe] });
    opened.shop.fulfil(id);
    await opened.clock.advance(2_000);
    const refund = opened.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }], pending: true });
    expect(namesOf(await decode(opened, await opened.delivery('refunds/create')))).not.toContain('refund.issued');
    expect(namesOf(await sweep(opened, ...always))).not.toContain('refund.issued');
    await opened.clock.advance(86_400_000);
    opened.shop.settleRefund(id, refund.id);
    const told = the(await decode(opened, await opened.delivery('orders/updated')), 'refund.issued');
    expect([told.total.amount, told.adjustment]).toEqual(['20.00', undefined]);
  });

  test('that failed is no refund', async () => {
    const opened = open();
    const { id } = opened.shop.placeOrder({ lines: [shoe] });
    const refund = opened.shop.refund(id, { amount: '5.00', pending: true });
    opened.shop.settleRefund(id, refund.id, false);
    expect(namesOf(await sweep(opened, ...always))).not.toContain('refund.issued');
  });

  test('whose amounts do not add up parks by itself, with the difference; the order is told', async () => {
    const opened = open();
    const { id } = opened.shop.placeOrder({ lines: [shoe] });
    const refund = opened.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'CANCEL' }], amount: '15.00' });
    refund.adjustments = [];
    const told = await sweep(opened, ...always);
    const parked = told.flatMap((event) => ('refused' in event ? [event] : []));
    expect(parked.map(({ name, key, refused }) => [name, key, refused.code])).toEqual([
      ['refund.issued', `shop-${id}`, 'unbalanced'],
    ]);
    expect(parked[0]?.refused.message).toContain('-5.00 USD');
    expect(namesOf(told)).toContain('order.placed');
  });
});

/** Takes goods back, and reads the return both ways; they must agree. */
async function returned(input: PlaceOrderInput, goods: ReturnControl, step: ProcessControl = {}) {
  const opened = open();
  const { id } = opened.shop.placeOrder(input);
  opened.shop.fulfil(id);
  await opened.clock.advance(2_000);
  const booked = opened.shop.returnGoods(id, goods);
  await opened.clock.advance(2_000);
  opened.shop.processReturn(id, booked.id, step);
  const told = await decode(opened, await opened.delivery('returns/process'));
  const swept = await sweep(opened, ...always);
  for (const name of ['return.requested', 'return.processed'] as const)
    expect(the(swept, name)).toEqual(the(told, name));
  return { opened, id, told, document: Return.parse(the(told, 'return.processed')) };
}

describe('a return', () => {
  const one: ReturnControl = { lines: [{ line: 0, quantity: 1, reason: 'too small' }] };

  test('has the goods that came back with the amounts of their refund, and the money that went back', async () => {
    const { document } = await returned({ lines: [shoe, sock], taxes: vat }, one);
    expect(document).toMatchObject({
      lines: [
        {
          sku: 'SHOE-42',
          disposition: 'restock',
          location: '70000000001',
          reason: 'too small',
          gross: money('20.00', 'USD'),
        },
      ],
      total: money('21.80', 'USD'),
      tenders: [{ kind: 'card', amount: money('21.80', 'USD') }],
      outstanding: money('0', 'USD'),
    });
  });

  test('without money owes it; with its refund, both say which return it is', async () => {
    const unpaid = await returned({ lines: [shoe] }, one, { refund: 'none' });
    expect([unpaid.document.tenders, unpaid.document.outstanding]).toEqual([[], money('20.00', 'USD')]);
    expect(namesOf(unpaid.told)).not.toContain('refund.issued');
    const paid = await returned({ lines: [shoe] }, one);
    expect(the(paid.told, 'refund.issued').returnRef).toBe(paid.document.ref);
  });

  test.each([
    ['NOT_RESTOCKED', 'dispose'],
    ['MISSING', 'not-returned'],
    ['PROCESSING_REQUIRED', 'undecided'],
  ] as const)('whose goods are %s is %s', async (disposition, expected) => {
    const { document } = await returned({ lines: [shoe] }, one, { disposition });
    expect(document.lines.map((line) => line.disposition)).toEqual([expected]);
  });

  test('keeps a restocking fee and the way back, and owes nothing more', async () => {
    const { document } = await returned(
      { lines: [shoe] },
      { lines: [{ line: 0, quantity: 1, restockingFeePercent: 10 }], shippingFee: '4.00' },
    );
    expect(document.fees.map(({ gross }) => gross.amount)).toEqual(['2.00', '4.00']);
    expect([document.total.amount, document.outstanding.amount]).toEqual(['14.00', '0.00']);
  });

  test('is told once all of it came back; an order keeps what was sold', async () => {
    const opened = open();
    const { id } = opened.shop.placeOrder({ lines: [shoe, sock] });
    opened.shop.fulfil(id);
    await opened.clock.advance(2_000);
    const booked = opened.shop.returnGoods(id, {
      lines: [
        { line: 0, quantity: 2 },
        { line: 1, quantity: 1 },
      ],
    });
    opened.shop.processReturn(id, booked.id, { units: [1, 0] });
    expect(namesOf(await sweep(opened, ...always))).not.toContain('return.processed');
    await opened.clock.advance(2_000);
    opened.shop.processReturn(id, booked.id);
    const told = await sweep(opened, ...always);
    const document = Return.parse(the(told, 'return.processed'));
    expect(document.lines.map(({ quantity }) => quantity.amount)).toEqual(['1', '1', '1']);
    expect([document.total.amount, document.outstanding.amount]).toEqual(['43.33', '0.00']);
    expect(the(told, 'order.placed').total.amount).toBe('49.99');
  });

  test('that was turned down is not told', async () => {
    const opened = open();
    const { id } = opened.shop.placeOrder({ lines: [shoe] });
    opened.shop.fulfil(id);
    const booked = opened.shop.returnGoods(id, { ...one, requested: true });
    booked.status = 'DECLINED';
    expect(namesOf(await sweep(opened, ...always))).not.toContain('return.requested');
  });
});

describe('an exchange', () => {
  test('is in its return and not in the order, so that it counts once', async () => {
    const input: PlaceOrderInput = {
      lines: [
        { ...shoe, unitPrice: '100.00' },
        { sku: 'HAT', quantity: 1, unitPrice: '36.50' },
      ],
    };
    const { document, opened, id } = await returned(input, {
      lines: [{ line: 0, quantity: 1 }],
      exchange: [{ sku: 'HAT', quantity: 1 }],
    });
    expect(document.exchange).toMatchObject([{ sku: 'HAT', gross: money('36.50', 'USD') }]);
    expect([document.total, document.outstanding]).toEqual([money('63.50', 'USD'), money('0', 'USD')]);
    const order = await opened.system.call('getOrder', { orderRef: `shop-${id}` });
    expect(order.lines).toHaveLength(2);
    expect([order.total, order.outstanding]).toEqual([money('236.50', 'USD'), money('0', 'USD')]);
  });

  test('that costs more than what came back is owed by the buyer', async () => {
    const input: PlaceOrderInput = { lines: [sock, { sku: 'HAT', quantity: 1, unitPrice: '36.50' }] };
    const { document } = await returned(input, {
      lines: [{ line: 0, quantity: 3 }],
      exchange: [{ sku: 'HAT', quantity: 1 }],
    });
    expect(document.outstanding).toEqual(money('-26.51', 'USD'));
  });
});

describe('payments', () => {
  test('are told one by one, with what each left open, and cash without its change', async () => {
    const opened = open();
    opened.shop.placeOrder({
      lines: [shoe],
      sourceName: 'pos',
      tenders: [
        { gateway: 'gift_card', amount: '15.00' },
        { gateway: 'cash', change: '5.00' },
      ],
    });
    const told = await decode(opened, await opened.delivery('order_transactions/create'));
    const paid = told.flatMap((event) => (event.name === 'order.paid' ? [event.data] : []));
    expect(
      paid.map(({ tenders, outstanding }) => [tenders[0]?.kind, tenders[0]?.amount.amount, outstanding.amount]),
    ).toEqual([
      ['gift-card', '15.00', '25.00'],
      ['cash', '25.00', '0.00'],
    ]);
    const tenders = opened.system.connection.events?.sweeps?.['tenders'];
    const swept: object[] = [];
    const collect = async () => {
      for await (const event of tenders?.run({
        from: always[0],
        to: always[1],
        signal: new AbortController().signal,
      }) ?? [])
        swept.push(event);
    };
    await opened.clock.settle(collect());
    expect(swept).toEqual(told.filter(({ name }) => name === 'order.paid'));
  });

  test('of a test order are not told', async () => {
    const opened = open();
    opened.shop.placeOrder({ lines: [shoe], test: true });
    expect(await decode(opened, await opened.delivery('order_transactions/create'))).toEqual([]);
  });
});

test('a parcel that was called off is told so, and one that was sent and called off in between never left', async () => {
  const opened = open();
  const { id } = opened.shop.placeOrder({ lines: [shoe] });
  const parcel = opened.shop.fulfil(id);
  const created = await opened.delivery('fulfillments/create');
  opened.shop.callOffParcel(id, parcel.id);
  expect(namesOf(await decode(opened, created))).toEqual(['fulfillment.cancelled']);
  const { ref, orderRef } = the(
    await decode(opened, await opened.delivery('fulfillments/update')),
    'fulfillment.cancelled',
  );
  expect([ref, orderRef]).toEqual([`shop-${id}-F${parcel.id}`, `shop-${id}`]);
});

test('a note, a tag or a mark changes nothing: the change has the id of the one before', async () => {
  const opened = open();
  const { id } = opened.shop.placeOrder({ lines: [shoe] });
  const changes = async () =>
    (await sweep(opened, ...always)).flatMap((event) => (event.name === 'order.changed' ? [event.id] : []));
  await opened.clock.advance(2_000);
  opened.shop.editOrder(id, { setQuantity: [{ line: 0, quantity: 1 }] });
  const first = await changes();
  await opened.clock.advance(2_000);
  opened.shop.editOrder(id, { note: 'gift', tags: ['later'] });
  expect(await changes()).toEqual(first);
  await opened.clock.advance(2_000);
  opened.shop.editOrder(id, { addLines: [sock] });
  expect(await changes()).not.toEqual(first);
});

describe('payouts', () => {
  test('sum to what reached the bank; one that is not paid yet is not told, and is once it is', async () => {
    const opened = open();
    const { id } = opened.shop.placeOrder({ lines: [shoe] });
    opened.shop.refund(id, { amount: '5.00' });
    const payout = opened.shop.payOut({
      status: 'SCHEDULED',
      extra: [{ type: 'SHOPIFY_COLLECTIVE_DEBIT', amount: '-0.75' }],
    });
    const tell = async () => {
      const events: SourceEvent[] = [];
      const payouts = opened.system.connection.events?.sweeps?.['payouts'];
      const collect = async () => {
        for await (const event of payouts?.run({
          from: always[0],
          to: always[1],
          signal: new AbortController().signal,
        }) ?? [])
          if (!('refused' in event)) events.push(event);
      };
      await opened.clock.settle(collect());
      return events;
    };
    expect(await tell()).toEqual([]);
    opened.shop.settlePayout(payout.id, 'PAID');
    const { transactions, total } = the(await tell(), 'payout.paid');
    expect(transactions.map(({ kind }) => kind).toSorted()).toEqual(['charge', 'other', 'refund']);
    expect(
      sum(
        transactions.map(({ net }) => net),
        'USD',
      ),
    ).toEqual(total);
    expect(transactions.find(({ kind }) => kind === 'charge')?.orderRef).toBe(`shop-${id}`);
    opened.shop.leavePayments();
    expect(await tell()).toEqual([]);
  });
});

test('whatever is sent back, kept, exchanged or paid back, every document balances to the cent and the goods add up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        quantity: fc.integer({ min: 1, max: 7 }),
        cents: fc.integer({ min: 1, max: 99_999 }),
        discount: fc.integer({ min: 0, max: 99 }),
        rate: fc.constantFrom('0', '0.07', '0.0825', '0.19'),
        taxesIncluded: fc.boolean(),
        steps: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        fee: fc.constantFrom(undefined, 10, 25),
        paid: fc.boolean(),
      }),
      async ({ quantity, cents, discount, rate, taxesIncluded, steps, fee, paid }) => {
        const opened = open();
        const unitPrice = (cents / 100).toFixed(2);
        const { id } = opened.shop.placeOrder({
          lines: [
            { sku: 'A', quantity, unitPrice, ...(discount < cents && { discount: (discount / 100).toFixed(2) }) },
          ],
          taxes: rate === '0' ? [] : [{ title: 'Tax', rate }],
          taxesIncluded,
        });
        opened.shop.fulfil(id);
        let left = quantity;
        for (const step of steps) {
          const units = Math.min(step, left);
          if (units === 0) break;
          left -= units;
          await opened.clock.advance(2_000);
          const goods = { line: 0, quantity: units, ...(fee !== undefined && { restockingFeePercent: fee }) };
          const { id: returnId } = opened.shop.returnGoods(id, { lines: [goods] });
          opened.shop.processReturn(id, returnId, paid ? {} : { refund: 'none' });
        }
        const told = await sweep(opened, ...always);
        expect(told.filter((event) => 'refused' in event)).toEqual([]);
        const returns = told.flatMap((event) =>
          event.name === 'return.processed' && 'data' in event ? [Return.parse(event.data)] : [],
        );
        const units = returns
          .flatMap(({ lines }) => lines)
          .reduce((all, line) => all + Number(line.quantity.amount), 0);
        expect(units).toBe(quantity - left);
        for (const { outstanding } of paid ? returns : []) expect(Number(outstanding.amount)).toBe(0);
        const order = the(told, 'order.placed');
        if (left > 0) return;
        // All of it came back: what was paid for the goods is what they are worth in the returns, as asked for and as processed.
        const asked = told.flatMap((event) =>
          event.name === 'return.requested' && 'data' in event ? [Return.parse(event.data)] : [],
        );
        const taxesOf = (lines: readonly { readonly taxes: readonly { readonly amount: Money }[] }[]) =>
          sum(
            lines.flatMap((line) => line.taxes.map(({ amount }) => amount)),
            'USD',
          );
        for (const documents of [returns, asked]) {
          const lines = documents.flatMap((it) => it.lines);
          expect(taxesOf(lines)).toEqual(taxesOf(order.lines));
          expect(sum(lines.map(netOf), 'USD')).toEqual(sum(order.lines.map(netOf), 'USD'));
        }
        const back = sum(
          returns.map((it) => worthOf(it.lines, it)),
          'USD',
        );
        expect(back).toEqual(
          sum(
            [
              ...order.lines.map((line) => netOf(line)),
              ...(taxesIncluded ? [] : order.lines.flatMap((line) => line.taxes.map(({ amount }) => amount))),
            ],
            'USD',
          ),
        );
      },
    ),
    { numRuns: 40, seed: 20_261_126 },
  );
});

test('a refund of more lines than one page is read whole', async () => {
  const opened = open();
  const lines = Array.from({ length: 130 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 1, unitPrice: '1.00' }));
  const { id } = opened.shop.placeOrder({ lines });
  opened.shop.refund(id, { lines: lines.map((_, line) => ({ line, quantity: 1, restock: 'CANCEL' })) });
  expect(the(await sweep(opened, ...always), 'refund.issued').lines).toHaveLength(130);
});

test.each([
  ['restockType', 'SOMEWHERE', 'refundLineItems.nodes.0.restockType'],
  ['status', 'HALF_DONE', 'transactions.0.status'],
])('an unknown %s is refused by name', async (_, word, path) => {
  const opened = open();
  const { id } = opened.shop.placeOrder({ lines: [shoe] });
  const refund = opened.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'CANCEL' }] });
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': opened.shop.credentials.staticToken };
  const body = JSON.stringify({ query: refundById.text, variables: { id: `gid://shopify/Refund/${refund.id}` } });
  const url = `https://${opened.shop.shop}/admin/api/2026-10/graphql.json`;
  const answer = (await (await opened.shop.handle(new Request(url, { method: 'POST', headers, body }))).text()).replace(
    path.includes('restock') ? '"CANCEL"' : '"SUCCESS"',
    `"${word}"`,
  );
  const { refund: wire } = RefundByIdData.parse((JSON.parse(answer) as { data: unknown }).data);
  const order = {
    id: '1',
    reference: undefined,
    name: '#1',
    currency: 'USD',
    taxesIncluded: false,
    lines: [],
    tipLineIds: [],
    shipping: [],
  };
  const settings = {
    name: 'shop',
    config: { gateways: {}, giftCardSku: undefined, locations: undefined, timeZone: undefined },
  };
  const failure = await failureOf(() => wire && toRefund(wire, { order: order as never, settings, side: 'shop' }));
  expect(failure).toMatchObject({ code: 'unmapped', disposition: 'reject', path });
  expect(failure?.message).toContain(word);
});

test.each(['refunds/create', 'returns/process', 'orders/edited', 'order_transactions/create'])(
  'the documented payload of %s names its order to the last digit, and the order is read',
  async (topic) => {
    const opened = openShop({ simulator: { firstOrderId: '9007199254740993' } });
    opened.shop.placeOrder({ lines: [shoe] });
    const name = topic.replaceAll(/[/_]/g, '-');
    const body = new Uint8Array(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url)));
    const stored = { headers: {}, body, topic, receivedAt: '2026-11-24T09:00:00Z' };
    const decoding = opened.system.connection.events?.webhook?.decode(stored, { signal: new AbortController().signal });
    const told = (await opened.clock.settle(Promise.resolve(decoding))) ?? [];
    expect(new Set(told.map(({ key }) => key))).toEqual(new Set(['shop-9007199254740993']));
  },
);

test('a tip that is paid back is a charge of its own, and no goods', async () => {
  const opened = open();
  const { id } = opened.shop.placeOrder({ lines: [shoe] });
  const refund = opened.shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'NO_RESTOCK' }] });
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': opened.shop.credentials.staticToken };
  const body = JSON.stringify({ query: refundById.text, variables: { id: `gid://shopify/Refund/${refund.id}` } });
  const url = `https://${opened.shop.shop}/admin/api/2026-10/graphql.json`;
  const answer = await (await opened.shop.handle(new Request(url, { method: 'POST', headers, body }))).text();
  const { refund: wire } = RefundByIdData.parse((JSON.parse(answer) as { data: unknown }).data);
  const lines = wire?.refundLineItems.nodes.map(({ lineItem }) => lineItem.id.split('/').at(-1) ?? '');
  const order = {
    id: '1',
    reference: undefined,
    name: '#1',
    currency: 'USD',
    taxesIncluded: false,
    lines: [],
    tipLineIds: lines,
    shipping: [],
  };
  const config = { gateways: {}, giftCardSku: undefined, locations: undefined, timeZone: undefined };
  const told = wire && toRefund(wire, { order: order as never, settings: { name: 'shop', config }, side: 'shop' });
  expect(told).toMatchObject({ lines: [], charges: [{ kind: 'tip', gross: told?.total }] });
});
