import { type Money, money } from '@crossdock/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { sweep, toldOf } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');

describe('a return', () => {
  test('of everything gives back what was paid for the goods, and names the sale and its lines', async () => {
    const { seller, system } = openSeller();
    const sale = seller.till.sell(usualSale);
    const { id } = seller.till.takeBack({ orderId: sale.id });
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({
      orderRef: `stores-${sale.id}`,
      lines: [
        { id: 'return-1:line-1', orderLineId: 'line-1', sku: 'SHOE-42', disposition: 'undecided', gross: usd('79.90') },
        { id: 'return-1:line-2', orderLineId: 'line-2', sku: 'SOCK-M', quantity: { amount: '3' } },
      ],
      total: usd('96.23'),
      tenders: [{ kind: 'card', amount: usd('96.23') }],
      outstanding: usd('0.00'),
    });
  });

  test('of some units gives back their share', async () => {
    const { seller, system } = openSeller({ options: { returnedGoods: 'restock' } });
    const { id: orderId } = seller.till.sell(usualSale);
    const { id } = seller.till.takeBack({ orderId, lines: [{ line: 1, quantity: '1' }] });
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({
      lines: [{ sku: 'SOCK-M', quantity: { amount: '1' }, disposition: 'restock', gross: usd('6.33') }],
      total: usd('6.85'),
    });
  });

  test('in any number of steps gives back what the line came to, to the cent, with its tax and discount', async () => {
    const { seller, system } = openSeller();
    const cents = (amount: { readonly amount: string }): number => Math.round(Number(amount.amount) * 100);
    const of = (line: {
      readonly gross: Money;
      readonly discounts: readonly { readonly amount: Money }[];
      readonly taxes: readonly { readonly amount: Money }[];
    }) => ({
      gross: cents(line.gross),
      discount: line.discounts.reduce((sum, it) => sum + cents(it.amount), 0),
      taxes: line.taxes.map((it) => cents(it.amount)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.nat({ max: 99 }),
        fc.boolean(),
        async (steps, price, percent, inclusive) => {
          const quantity = steps.reduce((sum, it) => sum + it, 0);
          const taxes = [
            { name: 'VAT', percentage: '8.25', inclusive },
            { name: 'City', percentage: '1', inclusive },
          ];
          const discount = Math.floor((price * quantity * percent) / 100);
          const line = { sku: 'SOCK-M', price, discount, quantity: String(quantity) };
          const { id: orderId } = seller.till.sell({ lines: [line], taxes });
          const sale = (await toldOf(system, 'sale.recorded', orderId)).data;
          const backs = [];
          for (const units of steps) {
            const { id } = seller.till.takeBack({ orderId, lines: [{ line: 0, quantity: String(units) }] });
            backs.push((await toldOf(system, 'return.processed', id)).data);
          }
          const whole = sale.lines.map(of)[0];
          const parts = backs.flatMap((it) => it.lines.map(of));
          expect(parts.reduce((sum, it) => sum + it.gross, 0)).toBe(whole?.gross);
          expect(parts.reduce((sum, it) => sum + it.discount, 0)).toBe(whole?.discount);
          const tax = (it: { readonly taxes: readonly number[] } | undefined) => it?.taxes.reduce((a, b) => a + b, 0);
          expect(parts.reduce((sum, it) => sum + (tax(it) ?? 0), 0)).toBe(tax(whole));
          expect(backs.reduce((sum, it) => sum + cents(it.total), 0)).toBe(cents(sale.total));
        },
      ),
      { numRuns: 25, seed: 20261124 },
    );
  });

  test('goes back by the means of its payment: to a gift card, in cash', async () => {
    const { seller, system } = openSeller();
    for (const [type, kind] of [
      ['SQUARE_GIFT_CARD', 'gift-card'],
      ['CASH', 'cash'],
      ['OTHER', 'other'],
    ] as const) {
      const { id: orderId } = seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 7990 }], tenders: [{ type }] });
      const { id } = seller.till.takeBack({ orderId });
      expect((await toldOf(system, 'return.processed', id)).data.tenders).toMatchObject([{ kind, name: type }]);
    }
  });

  test('of what a card paid goes back in cash where the till gave cash, in its own store or another', async () => {
    const { seller, system, clock } = openSeller();
    const { id: orderId } = seller.till.sell(usualSale);
    for (const locationId of ['LCHICAGO1', 'LHONOLULU3']) {
      const { id } = seller.till.takeBack({
        orderId,
        locationId,
        lines: [{ line: 1, quantity: '1' }],
        refundTo: 'CASH',
      });
      const { data } = await toldOf(system, 'return.processed', id);
      expect(data.tenders).toMatchObject([{ kind: 'cash', name: 'CASH' }]);
    }
    for (let i = 0; i < 3; i++)
      seller.till.takeBack({ orderId, lines: [{ line: 0, quantity: '0.2' }], refundTo: 'EXTERNAL' });
    const told = await sweep(system, 'orders', { from: clock.now() - 60_000 });
    const kinds = told.flatMap((it) => (it.name === 'return.processed' && 'data' in it ? it.data.tenders : []));
    expect(kinds.map((it) => it.kind)).toEqual(['cash', 'cash', 'other', 'other', 'other']);
  });

  test('whose refund is not listed yet waits for it, and after minutes counts as given back the way it was paid', async () => {
    const { seller, system, clock } = openSeller();
    const { id: orderId } = seller.till.sell(usualSale);
    const { id } = seller.till.takeBack({ orderId, refundTo: 'CASH' });
    const refunds = new Map(seller.books.refunds);
    seller.books.refunds.clear();
    const told = async () =>
      (await sweep(system, 'orders')).flatMap((it) => ('data' in it && it.id === id ? it.data : []));
    expect(await told()).toEqual([]);
    for (const [key, it] of refunds) seller.books.refunds.set(key, it);
    expect(await told()).toMatchObject([{ tenders: [{ kind: 'cash' }] }]);
    seller.books.refunds.clear();
    await clock.advance(300_000);
    expect(await told()).toMatchObject([{ tenders: [{ kind: 'card' }] }]);
  });

  test('without a receipt belongs to no sale', async () => {
    const { seller, system } = openSeller();
    const { id } = seller.till.takeBack({ unlinked: [{ sku: 'SHOE-42', price: 7990 }] });
    const { data } = await toldOf(system, 'return.processed', id);
    expect(data.orderRef).toBeUndefined();
    expect(data.total).toEqual(usd('79.90'));
  });

  test('of what was sold elsewhere names its sale if an app writes our reference on it', async () => {
    const { seller, system, reconnect } = openSeller({ options: { soldElsewhere: 'reference-id' } });
    const back = (referenceId: string) =>
      seller.till.takeBack({ referenceId, unlinked: [{ sku: 'SHOE-42', price: 7990 }] }).id;
    const named = back('shop-5500000000001');
    const other = back('Table 7!');
    expect((await toldOf(system, 'return.processed', named)).data.orderRef).toBe('shop-5500000000001');
    expect((await toldOf(system, 'return.processed', other)).data.orderRef).toBeUndefined();
    expect((await toldOf(reconnect({ soldElsewhere: 'unlinked' }), 'return.processed', named)).data).not.toHaveProperty(
      'orderRef',
    );
    const { id: orderId } = seller.till.sell(usualSale);
    const { id } = seller.till.takeBack({ orderId, referenceId: 'shop-1' });
    expect((await toldOf(system, 'return.processed', id)).data.orderRef).toBe(`stores-${orderId}`);
  });

  test('in another store, before its sale was ever read, is told all the same', async () => {
    const { seller, system, clock } = openSeller();
    const { id: orderId } = seller.till.sell(usualSale);
    await clock.advance(3_600_000);
    const { id } = seller.till.takeBack({ orderId, locationId: 'LHONOLULU3' });
    const [told] = await sweep(system, 'orders', { from: clock.now() - 60_000 });
    expect(told).toMatchObject({ key: `stores-${id}`, data: { location: 'store-3', orderRef: `stores-${orderId}` } });
  });

  test('whose money is on its way waits until it has arrived', async () => {
    const { seller, system, clock } = openSeller();
    const { id: orderId } = seller.till.sell(usualSale);
    const { id } = seller.till.takeBack({ orderId, refund: 'PENDING' });
    expect((await sweep(system, 'orders')).map((it) => it.name)).toEqual(['sale.recorded']);
    await clock.advance(86_400_000);
    seller.till.settleRefund(id, 'APPROVED');
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({ outstanding: usd('0.00') });
  });

  test('whose refund failed is told with the money still owed', async () => {
    const { seller, system } = openSeller();
    const { id: orderId } = seller.till.sell(usualSale);
    const { id } = seller.till.takeBack({ orderId, refund: 'PENDING' });
    seller.till.settleRefund(id, 'FAILED');
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({
      total: usd('96.23'),
      tenders: [],
      outstanding: usd('96.23'),
    });
  });
});

describe('an exchange', () => {
  test('is one return, whose lines may have the ids of the goods that go out', async () => {
    const { seller, system } = openSeller();
    const { id: orderId } = seller.till.sell({ lines: [{ sku: 'SOCK-M', price: 3000 }] });
    const { id } = seller.till.takeBack({ orderId, exchange: [{ sku: 'SHOE-42', price: 7990 }] });
    expect((await sweep(system, 'orders')).map((it) => it.name)).toEqual(['sale.recorded', 'return.processed']);
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({
      lines: [{ id: 'return-1:line-1', sku: 'SOCK-M' }],
      exchange: [{ id: 'line-1', sku: 'SHOE-42', gross: usd('79.90') }],
      total: usd('-49.90'),
      tenders: [{ kind: 'card', amount: usd('-49.90') }],
      outstanding: usd('0.00'),
    });
  });

  test('of the same worth moves no money', async () => {
    const { seller, system } = openSeller();
    const { id: orderId } = seller.till.sell({ lines: [{ sku: 'SOCK-M', price: 3000 }] });
    const { id } = seller.till.takeBack({ orderId, exchange: [{ sku: 'SHOE-42', price: 3000 }] });
    const { data } = await toldOf(system, 'return.processed', id);
    expect([data.total, data.tenders, data.outstanding]).toEqual([usd('0.00'), [], usd('0.00')]);
  });

  test('that is cheaper gives the rest back', async () => {
    const { seller, system } = openSeller();
    const { id: orderId } = seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 225_800 }] });
    const { id } = seller.till.takeBack({ orderId, exchange: [{ sku: 'SOCK-M', price: 36_500 }] });
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({
      total: usd('1893.00'),
      tenders: [{ amount: usd('1893.00') }],
      outstanding: usd('0.00'),
    });
  });
});

test.each(['bare', 'custom-amount', 'refund-only'] as const)(
  'an amount that goes back without goods is an adjustment, in the shape %s',
  async (shape) => {
    const { seller, system } = openSeller();
    const { id: orderId } = seller.till.sell(usualSale);
    const { id } = seller.till.refundAmount({ orderId, amount: 500, shape });
    expect((await toldOf(system, 'return.processed', id)).data).toMatchObject({
      lines: [],
      adjustment: usd('5.00'),
      total: usd('5.00'),
      tenders: [{ kind: 'card', amount: usd('5.00') }],
    });
  },
);
