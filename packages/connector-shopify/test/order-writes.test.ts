import { type CapabilityInput, isIntegrationError, money } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openShop, type OpenShop, usualOrder } from './support/open-shop.ts';
import { tillSale } from './support/order-arrangements.ts';
import { always, decode, failureOf, sweep } from './support/read.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const namesOf = (events: readonly { readonly name: string }[]) => events.map(({ name }) => name);

describe('an order that is imported', () => {
  const importSale = async (change: Partial<CapabilityInput<'createOrder'>> = {}) => {
    const opened = openShop();
    opened.shop.placeOrder(usualOrder);
    await opened.clock.advance(2_000);
    const from = new Date(opened.clock.now()).toISOString();
    const sale = { ...tillSale('till-17'), ...change };
    const document = await opened.system.call('createOrder', sale);
    const order = opened.shop.books.bookedOrders.at(-1);
    if (!order) throw new Error('Nothing was booked');
    return { opened, document, order, from };
  };

  test('has prices that sum to what was paid, where they do not divide', async () => {
    const { order } = await importSale();
    const shoes = order.lines.filter(({ item }) => item.sku === 'SHOE-42');
    expect(shoes.map(({ quantity, priced }) => [quantity, priced.unitPrice.shop])).toEqual([
      [2, 7657n],
      [1, 7656n],
    ]);
    expect(shoes.flatMap(({ priced }) => priced.taxes).reduce((sum, { price }) => sum + price.shop, 0n)).toBe(1149n);
    expect(order.lines.map(({ item, properties }) => [item.sku, properties?.['Price before discount']])).toContainEqual(
      ['SHOE-42', '79.90 USD'],
    );
  });

  test.each([
    ['up', '0.03', '9.03'],
    ['down', '-0.02', '8.98'],
  ])('is rounded %s at the till as it was', async (_, rounding, total) => {
    const lines: CapabilityInput<'createOrder'>['lines'] = [
      { id: '1', sku: 'SOCK-M', quantity: { amount: '3' }, unitPrice: usd('3'), gross: usd('9.00') },
    ];
    const tenders = [{ kind: 'cash' as const, amount: usd(total) }];
    await importSale({ lines, charges: [], rounding: usd(rounding), total: usd(total), tenders });
  });

  test('is found by its reference, and is not told back as a sale or a change', async () => {
    const { opened, from, document } = await importSale();
    expect(document.reference).toBe('till-17');
    const order = await opened.system.call('getOrder', { orderRef: 'till-17' });
    expect([order.ref, order.total]).toEqual(['till-17', money('266.44', 'USD')]);
    expect(order.charges.map(({ kind, gross }) => [kind, gross.amount])).toEqual([
      ['shipping', '5.00'],
      ['tip', '2.00'],
    ]);
    expect(order.lines.map(({ sku, quantity }) => [sku, quantity.amount])).toEqual([
      ['SHOE-42', '2'],
      ['SHOE-42', '1'],
      ['SOCK-M', '3'],
    ]);
    const until = '2026-12-01T00:00:00Z';
    const told = [
      ...(await sweep(opened, from, until)),
      ...(await decode(opened, await opened.delivery('orders/create'))),
    ];
    expect(told).toEqual([]);
  });

  test('tells what the shop is paid for it afterwards, and not what it was paid where it was sold', async () => {
    const tenders = [{ kind: 'cash' as const, amount: usd('50.00') }];
    const { opened, order, from } = await importSale({ tenders, outstanding: usd('216.44') });
    await opened.clock.advance(60_000);
    opened.shop.pay(order.id);
    const told = await sweep(opened, from, '2026-12-01T00:00:00Z');
    expect(told.filter(({ name }) => name === 'order.paid')).toMatchObject([
      { key: 'till-17', data: { tenders: [{ kind: 'card', amount: usd('216.44') }], outstanding: usd('0.00') } },
    ]);
  });

  test('of more lines than the platform takes at once is refused, before anything is sent', async () => {
    const lines: CapabilityInput<'createOrder'>['lines'] = Array.from({ length: 251 }, (_, index) => ({
      id: String(index),
      sku: 'SOCK-M',
      quantity: { amount: '1' },
      unitPrice: usd('1'),
      gross: usd('1.00'),
    }));
    const tenders = [{ kind: 'cash' as const, amount: usd('251.00') }];
    const change = { lines, charges: [], total: usd('251.00'), tenders };
    expect(await failureOf(() => importSale(change))).toMatchObject({ code: 'unmapped', path: 'lines' });
  });

  test('tells its news under its reference, once the shop changes it', async () => {
    const { opened, order, from } = await importSale();
    await opened.clock.advance(2_000);
    opened.shop.editOrder(order.id, { note: 'gift' });
    expect(namesOf(await sweep(opened, from, '2026-12-01T00:00:00Z'))).not.toContain('order.changed');
    opened.shop.editOrder(order.id, { setQuantity: [{ line: 2, quantity: 1 }] });
    const told = await sweep(opened, from, '2026-12-01T00:00:00Z');
    expect(told.find(({ name }) => name === 'order.changed')).toMatchObject({
      key: 'till-17',
      data: { ref: 'till-17' },
    });
  });

  test('by two processes at once is one order', async () => {
    const opened = openShop();
    opened.shop.placeOrder(usualOrder);
    const sale = tillSale('till-18');
    const other = opened.system.restart();
    const [one, two] = await Promise.all([opened.system.call('createOrder', sale), other.call('createOrder', sale)]);
    expect(one.id).toBe(two.id);
    expect(opened.shop.books.orders()).toHaveLength(2);
  });

  test('under a reference that another order has is refused, not taken for it', async () => {
    const { opened } = await importSale();
    const other = {
      ...tillSale('till-17'),
      lines: tillSale('x').lines.slice(1),
      charges: [],
      total: usd('18.00'),
      tenders: [{ kind: 'cash' as const, amount: usd('18.00') }],
    };
    expect(await failureOf(() => opened.system.call('createOrder', other))).toMatchObject({ code: 'unbalanced' });
  });
});

describe('a parcel that we make', () => {
  const ship = (opened: OpenShop, id: bigint, ref: string, quantity = '1') =>
    opened.system.call('recordFulfillment', {
      ref,
      orderRef: `shop-${id}`,
      occurredAt: '2026-11-24T10:00:00Z',
      lines: [
        { lineId: String(opened.shop.books.order(id)?.lines[1]?.id), sku: 'SOCK-M', quantity: { amount: quantity } },
      ],
    });

  test('is another one than one with the same units before, and than one that the shop makes after', async () => {
    const opened = openShop();
    const { id } = opened.shop.placeOrder(usualOrder);
    const first = await ship(opened, id, 'erp-1');
    const second = await ship(opened, id, 'erp-2');
    expect(first.id).not.toBe(second.id);
    opened.shop.fulfil(id, [{ line: 1, quantity: 1 }]);
    const told = await sweep(opened, ...always);
    expect(namesOf(told).filter((name) => name === 'fulfillment.created')).toHaveLength(1);
  });

  test('is made although its request was lost and the shop had sent the same units before', async () => {
    const opened = openShop();
    const { id } = opened.shop.placeOrder(usualOrder);
    const theirs = opened.shop.fulfil(id, [{ line: 1, quantity: 1 }]);
    opened.system.interfere({ request: 3, with: 'request-lost' });
    const ours = await ship(opened, id, 'erp-1');
    expect(ours.id).not.toBe(`gid://shopify/Fulfillment/${theirs.id}`);
    expect(opened.shop.books.fulfillments()).toHaveLength(2);
  });

  test('is not told back, also while its making is not finished', async () => {
    const opened = openShop();
    const { id } = opened.shop.placeOrder(usualOrder);
    // What the fifth request would write down, which parcel it became, does not arrive.
    opened.system.interfere({ request: 4, with: 'request-lost' });
    await ship(opened, id, 'erp-1');
    const marks = [...(opened.shop.books.order(id)?.metafields.values() ?? [])].map(({ value }) => value);
    expect(marks.join('')).toMatch(/^{"erp-1":{"before":\[\],"lines":{"\d+":1}}}$/);
    expect(await decode(opened, await opened.delivery('fulfillments/create'))).toEqual([]);
    expect(namesOf(await sweep(opened, ...always))).not.toContain('fulfillment.created');
  });

  test('that the shop refused is not ours when somebody sends the same units later', async () => {
    const opened = openShop({
      fetch: (shop) => {
        const send = simulatorFetch(shop);
        return async (...sent) => {
          const request = new Request(...sent);
          const asked = await request.clone().text();
          // Somebody holds the order back after we looked at it.
          for (const { id } of shop.books.bookedOrders) if (asked.includes('fulfillmentCreate')) shop.hold(id);
          return send(request);
        };
      },
    });
    const { id } = opened.shop.placeOrder(usualOrder);
    expect(await failureOf(() => ship(opened, id, 'erp-1'))).toMatchObject({ code: 'conflict' });
    opened.shop.fulfil(id, [{ line: 1, quantity: 1 }]);
    expect(namesOf(await decode(opened, await opened.delivery('fulfillments/create')))).toEqual([
      'fulfillment.created',
    ]);
    expect(namesOf(await sweep(opened, ...always))).toContain('fulfillment.created');
  });

  test('leaves from the location that it names, or is refused', async () => {
    const locations = [
      { id: '70000000001', name: 'Warehouse' },
      { id: '70000000002', name: 'Store' },
    ];
    const opened = openShop({
      simulator: { locations },
      options: { locations: { '70000000001': 'wh', '70000000002': 'store' } },
    });
    const { id } = opened.shop.placeOrder(usualOrder);
    opened.shop.assign(id, 1, '70000000002');
    const send = (location: string) =>
      opened.system.call('recordFulfillment', {
        ref: `erp-${location}`,
        orderRef: `shop-${id}`,
        occurredAt: '2026-11-24T10:00:00Z',
        location,
        lines: [{ lineId: '1', sku: 'SOCK-M', quantity: { amount: '2' } }],
        tracking: [{ number: '1', carrier: 'DHL', url: 'https://track.example/1' }],
      });
    expect(await failureOf(() => send('wh'))).toMatchObject({ code: 'conflict', path: 'lines.0.quantity' });
    await send('store');
    const [parcel] = opened.shop.books.order(id)?.fulfillments ?? [];
    expect([parcel?.locationId, parcel?.tracking]).toEqual([
      70000000002n,
      { company: 'DHL', numbers: ['1'], urls: ['https://track.example/1'] },
    ]);
  });
});

test('a cancellation moves no money, puts the units back, and says why', async () => {
  const opened = openShop();
  const { id } = opened.shop.placeOrder(usualOrder);
  await opened.system.call('cancelOrder', {
    orderRef: `shop-${id}`,
    reason: 'stock',
    occurredAt: '2026-11-24T10:00:00Z',
    restock: true,
  });
  const order = opened.shop.books.order(id);
  expect([order?.cancelReason, order?.transactions.length]).toEqual(['INVENTORY', 1]);
  const told = await sweep(opened, ...always);
  expect(told.find(({ name }) => name === 'order.cancelled')).toMatchObject({ data: { reason: 'stock' } });
});

describe('a return that is taken elsewhere', () => {
  const sell = async (sent: boolean) => {
    const opened = openShop();
    const { id } = opened.shop.placeOrder({
      lines: [
        { sku: 'SHOE-42', quantity: 2, unitPrice: '20.00' },
        { sku: 'SOCK-M', quantity: 3, unitPrice: '3.00' },
      ],
      shipping: { title: 'Post', price: '5.00' },
      tenders: [{ gateway: 'gift_card', amount: '10.00' }, { gateway: 'shopify_payments' }],
    });
    if (sent) opened.shop.fulfil(id);
    await opened.clock.advance(2_000);
    const back = (change: Partial<CapabilityInput<'processReturn'>>) =>
      opened.system.call('processReturn', {
        ref: 'till-R1',
        orderRef: `shop-${id}`,
        channel: 'store',
        occurredAt: '2026-11-24T10:00:00Z',
        currency: 'USD',
        taxIncluded: false,
        lines: [
          {
            id: '1',
            sku: 'SHOE-42',
            quantity: { amount: '1' },
            disposition: 'restock',
            location: '70000000001',
            gross: usd('20.00'),
            reason: 'too small',
          },
        ],
        total: usd('20.00'),
        tenders: [],
        outstanding: usd('20.00'),
        ...change,
      });
    return { opened, id, back, order: () => opened.shop.books.order(id) };
  };
  const card = (amount: string) => ({
    tenders: [{ kind: 'card' as const, amount: usd(amount) }],
    outstanding: usd('0'),
  });

  test('is goods alone where no money went back', async () => {
    const { back, order } = await sell(true);
    expect(await back({})).toMatchObject({ type: 'Return', number: '#1001-R1' });
    expect(order()?.refunds).toEqual([]);
    expect(order()?.returns[0]?.lines[0]?.dispositions).toMatchObject([
      { type: 'RESTOCKED', quantity: 1, locationId: 70000000001n },
    ]);
  });

  test('is goods with their money, which is the payment that they came by', async () => {
    const { back, order } = await sell(true);
    await back(card('20.00'));
    const [refund] = order()?.refunds ?? [];
    const payment = order()?.transactions.find(
      ({ gateway, kind }) => gateway === 'shopify_payments' && kind === 'SALE',
    );
    expect(refund?.returnId).toBe(order()?.returns[0]?.id);
    expect(refund?.transactions.map(({ amount, parentId }) => [amount.shop, parentId])).toEqual([[2000n, payment?.id]]);
    expect(refund?.adjustments).toEqual([]);
  });

  test.each([
    ['long', 'ü😀 '.repeat(200)],
    ['with a mark like ours', 'again (crossdock till-R9)'],
    ['with uneven white space', '  too\n\tsmall  '],
  ])('for a reason that is %s is booked once, and found again', async (_, reason) => {
    const { opened, back, order } = await sell(true);
    opened.shop.faults.arm('lost-reply', { times: 1, match: (subject) => subject.startsWith('ReturnCreate') });
    const line = { id: '1', sku: 'SHOE-42', quantity: { amount: '1' }, gross: usd('20.00') };
    const request = { lines: [{ ...line, disposition: 'dispose' as const, reason }], ...card('20.00') };
    await back(request).catch(() => undefined);
    await opened.clock.advance(120_000);
    await back(request);
    expect(order()?.returns.map(({ status }) => status)).toEqual(['CLOSED']);
    expect(order()?.refunds.flatMap(({ transactions }) => transactions)).toHaveLength(1);
    expect(order()?.returns[0]?.lines[0]?.reason).toMatch(/\(crossdock till-R1\)$/);
  });

  test('that names no lines of the order does with each of the goods what it says', async () => {
    const { opened, id, back, order } = await sell(true);
    const shoe = { sku: 'SHOE-42', quantity: { amount: '1' }, gross: usd('20.00') };
    const sock = { sku: 'SOCK-M', quantity: { amount: '1' }, gross: usd('3.00') };
    const lines: CapabilityInput<'processReturn'>['lines'] = [
      { id: '1', ...shoe, disposition: 'not-returned' },
      { id: '2', ...shoe, disposition: 'damaged' },
      { id: '3', ...sock, disposition: 'restock', location: '70000000001' },
    ];
    opened.shop.faults.arm('error-before', { times: 20, match: (subject) => subject.startsWith('ReturnProcess') });
    const request = { lines, total: usd('43.00'), tenders: [], outstanding: usd('43.00') };
    expect(await failureOf(() => back(request))).toMatchObject({ disposition: 'unknown' });
    opened.shop.faults.clear();
    // The shop itself books the first of the two that come back.
    const [opening] = order()?.returns ?? [];
    const step = { units: [1, 0], disposition: 'NOT_RESTOCKED' as const, refund: 'none' };
    opened.shop.processReturn(id, opening?.id ?? 0n, step);
    await opened.clock.advance(120_000);
    await back(request);
    const done = order()?.returns[0]?.lines.map(({ line, dispositions }) => [
      line.item.sku,
      dispositions.map(({ type }) => type),
    ]);
    expect(done).toEqual([
      ['SHOE-42', ['NOT_RESTOCKED']],
      ['SOCK-M', ['RESTOCKED']],
    ]);
  });

  test('keeps its fees', async () => {
    const { back, order } = await sell(true);
    await back({ fees: [{ kind: 'fee', gross: usd('4.00') }], total: usd('16.00'), ...card('16.00') });
    expect(order()?.returns[0]?.shippingFee?.amount.shop).toBe(400n);
    expect(order()?.refunds[0]?.adjustments).toEqual([]);
  });

  test('of what was never sent is a refund alone', async () => {
    const { back, order } = await sell(false);
    expect(await back(card('20.00'))).toMatchObject({ type: 'Refund' });
    expect(order()?.returns).toEqual([]);
    expect(order()?.refunds[0]?.lines.map(({ restock }) => restock)).toEqual(['CANCEL']);
  });

  test.each(['restock', 'not-shipped'] as const)(
    'of a line that was sent in part takes the right units: %s',
    async (what) => {
      const { opened, id, back, order } = await sell(false);
      opened.shop.fulfil(id, [{ line: 0, quantity: 1 }]);
      const line = { sku: 'SHOE-42', quantity: { amount: '1' }, location: '70000000001', gross: usd('20.00') };
      const request = { lines: [{ id: '1', ...line, disposition: what }], ...card('20.00') };
      // The second visit finds the numbers as the first one left them.
      opened.shop.faults.arm('lost-reply', {
        times: 1,
        match: (subject) => /^Re(?:turnProcess|fundCreate)/.test(subject),
      });
      await back(request).catch(() => undefined);
      await opened.clock.advance(120_000);
      await back(request);
      const [shoes] = order()?.lines ?? [];
      expect([shoes?.currentQuantity, shoes?.fulfilledQuantity, shoes?.returnedQuantity]).toEqual(
        what === 'restock' ? [1, 1, 1] : [1, 1, 0],
      );
      expect([order()?.returns.length, order()?.refunds.length]).toEqual(what === 'restock' ? [1, 1] : [0, 1]);
    },
  );

  test('of more lines than are read is refused, before any goods or money', async () => {
    const opened = openShop();
    const skus = Array.from({ length: 60 }, (_, index) => `S-${index}`);
    const { id } = opened.shop.placeOrder({ lines: skus.map((sku) => ({ sku, quantity: 1, unitPrice: '1.00' })) });
    opened.shop.fulfil(id);
    const order = opened.shop.books.order(id);
    const back = (count: number) =>
      opened.system.call('processReturn', {
        ref: `till-R${count}`,
        orderRef: `shop-${id}`,
        channel: 'store',
        occurredAt: '2026-11-24T10:00:00Z',
        currency: 'USD',
        taxIncluded: false,
        lines: skus.slice(0, count).map((sku, index) => ({
          id: String(index),
          sku,
          quantity: { amount: '1' },
          disposition: 'dispose' as const,
          gross: usd('1.00'),
        })),
        adjustment: usd(`${1 - count}.00`),
        total: usd('1.00'),
        ...card('1.00'),
      });
    expect(await failureOf(() => back(51))).toMatchObject({ code: 'response-too-large', disposition: 'reject' });
    expect([order?.returns, order?.refunds]).toEqual([[], []]);
    await back(50);
    expect(order?.refunds.flatMap(({ transactions }) => transactions).map(({ amount }) => amount.shop)).toEqual([100n]);
  });

  test('whose goods were booked in part with their money pays nothing twice', async () => {
    const { opened, id, back, order } = await sell(true);
    opened.shop.faults.arm('error-before', { times: 20, match: (subject) => subject.startsWith('ReturnProcess') });
    const lines = [
      { id: '1', sku: 'SHOE-42', quantity: { amount: '2' }, disposition: 'dispose' as const, gross: usd('40.00') },
    ];
    const request = { lines, total: usd('40.00'), ...card('10.00'), outstanding: usd('30.00') };
    expect(await failureOf(() => back(request))).toMatchObject({ disposition: 'unknown' });
    opened.shop.faults.clear();
    const [opening] = order()?.returns ?? [];
    // Somebody in the shop books one of the two, with the money.
    opened.shop.processReturn(id, opening?.id ?? 0n, { units: [1], refund: '10.00' });
    await opened.clock.advance(120_000);
    await back(request);
    expect(
      order()
        ?.refunds.flatMap(({ transactions }) => transactions)
        .map(({ amount }) => amount.shop),
    ).toEqual([1000n]);
    expect(order()?.returns[0]?.status).toBe('CLOSED');
  });

  test('of money alone is a refund without lines', async () => {
    const { back, order } = await sell(true);
    await back({ lines: [], adjustment: usd('7.00'), total: usd('7.00'), ...card('7.00') });
    expect(order()?.refunds[0]).toMatchObject({ lines: [], adjustments: [{ amount: { shop: -700n } }] });
  });

  test('is paid back in the ways of its tenders, and as store credit by none', async () => {
    const { back, order } = await sell(true);
    const tenders = [
      { kind: 'gift-card' as const, amount: usd('10.00') },
      { kind: 'store-credit' as const, amount: usd('10.00') },
    ];
    await back({ tenders, outstanding: usd('0') });
    expect(
      order()
        ?.refunds.flatMap(({ transactions }) => transactions)
        .map(({ gateway, amount }) => [gateway, amount.shop]),
    ).toEqual([
      ['gift_card', 1000n],
      ['shopify_store_credit', 1000n],
    ]);
  });

  test('is refused before any goods are booked, if its money cannot go back so', async () => {
    const { back, order } = await sell(true);
    expect(await failureOf(() => back(card('90.00')))).toMatchObject({ code: 'unbalanced' });
    const tenders = [{ kind: 'cash' as const, amount: usd('20.00') }];
    expect(await failureOf(() => back({ tenders, outstanding: usd('0') }))).toMatchObject({
      code: 'conflict',
      path: 'tenders.0',
    });
    expect([order()?.returns, order()?.refunds]).toEqual([[], []]);
  });

  test('is not told back, and what the shop takes back itself is', async () => {
    const { opened, id, back } = await sell(true);
    await back(card('20.00'));
    expect(namesOf(await sweep(opened, ...always)).filter((name) => /^re(?:turn|fund)/.test(name))).toEqual([]);
    opened.shop.refund(id, { lines: [{ line: 1, quantity: 1, restock: 'NO_RESTOCK' }] });
    expect(namesOf(await sweep(opened, ...always)).filter((name) => /^re(?:turn|fund)/.test(name))).toEqual([
      'refund.issued',
    ]);
  });

  test.each(['lost-reply', 'error-after', 'error-beside-data', 'timeout'] as const)(
    'met by %s at every change is booked once',
    async (fault) => {
      const { opened, back, order } = await sell(true);
      opened.shop.faults.arm(fault, {
        times: 3,
        match: (subject) => /^(?:Return|Refund)(?:Create|Process)/.test(subject),
      });
      const lines: CapabilityInput<'processReturn'>['lines'] = [
        {
          id: '1',
          sku: 'SHOE-42',
          quantity: { amount: '1' },
          disposition: 'restock',
          location: '70000000001',
          gross: usd('20.00'),
        },
        { id: '2', sku: 'SOCK-M', quantity: { amount: '1' }, disposition: 'not-returned', gross: usd('3.00') },
      ];
      for (let visit = 0; visit < 5; visit++) {
        try {
          await back({ lines, total: usd('23.00'), ...card('23.00') });
          break;
        } catch (error) {
          if (!isIntegrationError(error) || error.disposition === 'reject') throw error;
          await opened.clock.advance(120_000);
        }
      }
      const paidBack = order()
        ?.refunds.flatMap(({ transactions }) => transactions)
        .reduce((sum, { amount }) => sum + amount.shop, 0n);
      expect([order()?.returns.length, order()?.refunds.length, paidBack]).toEqual([1, 2, 2300n]);
    },
  );
});

test('what happened to an order reaches whoever hears it in the shop, and balances to the cent', async () => {
  const opened = openShop();
  const { id } = opened.shop.placeOrder({ ...usualOrder, taxesIncluded: true });
  opened.shop.fulfil(id);
  await opened.clock.advance(2_000);
  const back = opened.shop.returnGoods(id, {
    lines: [
      { line: 0, quantity: 1 },
      { line: 1, quantity: 2 },
    ],
  });
  opened.shop.processReturn(id, back.id);
  const told = await decode(opened, await opened.delivery('returns/process'));
  const document = told.flatMap((event) => (event.name === 'return.processed' ? [event.data] : []))[0];
  const refund = told.flatMap((event) => (event.name === 'refund.issued' ? [event.data] : []))[0];
  expect(document?.total).toEqual(refund?.total);
  expect(document?.outstanding).toEqual(money('0', 'USD'));
  expect(refund?.returnRef).toBe(document?.ref);
});
