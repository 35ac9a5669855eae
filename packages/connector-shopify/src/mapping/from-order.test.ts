import { allocate, money } from '@crossdock/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitPrices } from './from-order.ts';

const places = { USD: 2, JPY: 0, KWD: 3 } as const;

test('prices of units are those that handing out the amount unit by unit gives', () => {
  const anyNet = fc
    .tuple(fc.constantFrom('USD' as const, 'JPY' as const, 'KWD' as const), fc.nat(1_000_000))
    .map(([currency, smallest]) => money((smallest / 10 ** places[currency]).toFixed(places[currency]), currency));
  fc.assert(
    fc.property(anyNet, fc.integer({ min: 1, max: 60 }), (net, units) => {
      const oneByOne = allocate(net, Array<string>(units).fill('1'));
      const told = unitPrices(net, units).flatMap(({ price, quantity }) =>
        Array.from({ length: quantity }, () => price),
      );
      expect(told).toEqual(oneByOne);
    }),
    { numRuns: 200 },
  );
});

test('millions of units are counted, and not made one by one', () => {
  expect(unitPrices(money('12345678.90', 'USD'), 900_000_000)).toEqual([
    { price: money('0.02', 'USD'), quantity: 334_567_890 },
    { price: money('0.01', 'USD'), quantity: 565_432_110 },
  ]);
});
