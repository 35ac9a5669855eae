import { add, compare, isZero, money, Order, sum, worthOf } from '@crossdock/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlaceOrderInput, PlaceOrderLine } from '../src/testing/index.ts';
import { openShop } from './support/open-shop.ts';
import { decode } from './support/read.ts';

/** Currencies of two decimals, of none and of three. */
const currencies = ['USD', 'GBP', 'EUR', 'JPY', 'ISK', 'KWD'] as const;
const decimals: Readonly<Record<string, number>> = { JPY: 0, ISK: 0, KWD: 3 };

const amountIn = (currency: string, max: number): fc.Arbitrary<string> => {
  const places = decimals[currency] ?? 2;
  return fc.integer({ min: 0, max }).map((units) => {
    const digits = String(units).padStart(places + 1, '0');
    return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  });
};

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

function lineIn(currency: string): fc.Arbitrary<PlaceOrderLine> {
  const usual = fc.record(
    {
      sku: fc.constantFrom('SHOE-42', 'SOCK-M', 'MUG-BLUE', 'HAT', 'BAG'),
      quantity: fc.integer({ min: 1, max: 9 }),
      unitPrice: amountIn(currency, 30_000),
      taxable: fc.boolean(),
      giftCard: fc.constant(false),
      productDeleted: fc.boolean(),
      properties: fc.constantFrom({}, { engraving: 'A' }, { engraving: 'A', wrap: 'red' }),
    },
    { requiredKeys: ['sku', 'quantity', 'unitPrice'] },
  );
  const giftCard = fc.record({
    sku: fc.constant('GIFT'),
    quantity: fc.constant(1),
    unitPrice: amountIn(currency, 10_000),
    giftCard: fc.constant(true),
  });
  return fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: giftCard });
}

/** Orders of every kind that the simulated shop sells. */
const anyOrder = fc.constantFrom(...currencies).chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    side: fc.constantFrom('shop' as const, 'presentment' as const),
    changed: fc.boolean(),
    input: fc
      .record({
        lines: fc.array(lineIn(currency), { minLength: 1, maxLength: 6 }),
        discount: optional(amountIn(currency, 200)),
        shipping: optional(amountIn(currency, 2_000)),
        taxes: fc.constantFrom(
          [],
          [{ title: 'VAT', rate: '0.2' }],
          [
            { title: 'State', rate: '0.0725' },
            { title: 'City', rate: '0.01' },
          ],
        ),
        taxesIncluded: fc.boolean(),
        tip: optional(amountIn(currency, 500)),
        duty: optional(amountIn(currency, 500)),
        additionalFee: optional(amountIn(currency, 100)),
        tenders: fc.constantFrom(
          undefined,
          [{ gateway: 'shopify_payments', as: 'authorize' as const }],
          [{ gateway: 'cash' }],
          [{ gateway: 'gift_card', amount: '0' }, { gateway: 'paypal' }],
          [{ gateway: 'manual', as: 'pay-pending' as const }],
        ),
        presentment: fc.constantFrom(
          undefined,
          { currency: 'ISK', rate: '171.3' },
          { currency: 'CAD', rate: '1.3857' },
          { currency: 'JPY', rate: '151.07' },
        ),
        customer: fc.constantFrom(null, { email: 'ada@customer.example', lastName: 'Byrne' }),
        sourceName: fc.constantFrom('web', 'pos', 'an-app', null),
        poNumber: fc.constantFrom(undefined, 'PO-7'),
      })
      .map(({ discount, shipping, ...rest }) => {
        const input: Record<string, unknown> = { ...rest };
        if (shipping !== undefined) input['shipping'] = { title: 'Post', price: shipping };
        // A discount never exceeds the goods, as the platform sees to it.
        const dearest = rest.lines.every(({ unitPrice }) => Number(unitPrice) === 0);
        if (discount !== undefined && !dearest) input['discounts'] = [{ amount: smallest(discount, rest.lines) }];
        if (rest.presentment?.currency === currency) delete input['presentment'];
        for (const [key, value] of Object.entries(input)) if (value === undefined) delete input[key];
        return input as unknown as PlaceOrderInput;
      }),
  }),
);

/** The smaller one of the discount and the price of one unit. */
function smallest(discount: string, lines: readonly PlaceOrderLine[]): string {
  const prices = lines.map(({ unitPrice }) => unitPrice).filter((price) => Number(price) > 0);
  return [discount, ...prices].toSorted((a, b) => Number(a) - Number(b))[0] ?? discount;
}

test('webhook and Admin API give the same order, balanced to the cent, in whichever currency it is read', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrder, async ({ currency, side, input, changed }) => {
      const open = openShop({ simulator: { currency }, options: { currency: side } });
      const { id } = open.shop.placeOrder(input);
      await open.clock.advance(1_000);
      if (changed) open.shop.editOrder(id, { setQuantity: [{ line: 0, quantity: 0 }] });
      const delivery = await open.delivery(changed ? 'orders/updated' : 'orders/create');
      const told = (await decode(open, delivery)).findLast(({ name }) => name === 'order.placed');
      const read = await open.system.call('getOrder', { orderRef: `shop-${id}` });
      expect(told?.data).toEqual(read);

      const order = Order.parse(read);
      const buyers = input.presentment?.currency ?? currency;
      expect(order.currency).toBe(side === 'shop' ? currency : buyers);
      expect(order.presentment?.currency).toBe(side === 'shop' && buyers !== currency ? buyers : undefined);
      const worth = sum([worthOf(order.lines, order), worthOf(order.charges, order)], order.currency);
      expect(compare(order.rounding ? add(worth, order.rounding) : worth, order.total)).toBe(0);
      const booked = open.shop.books.orders()[0];
      // What an edit takes off is no part of the order any more, unless nothing would be left of it.
      const left = input.lines.length > 1 ? booked?.currentTotal : booked?.total;
      if (side === 'shop' && booked) {
        const rounding = order.rounding ?? money('0', currency);
        expect(order.total).toEqual(add(money((changed ? left : booked.total) ?? '', currency), rounding));
      }
      if (input.tenders === undefined && !changed && buyers === currency) expect(isZero(order.outstanding)).toBe(true);
    }),
    { numRuns: 150, seed: 20_261_124 },
  );
});
