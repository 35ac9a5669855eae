import { money, sum } from '@crossdock/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partOf } from './shares.ts';

test('parts of an amount sum to it, however its units are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: -99_999, max: 99_999 }),
      (steps, cents) => {
        const amount = money((cents / 100).toFixed(2), 'EUR');
        const all = steps.reduce((units, it) => units + it, 0);
        let from = 0;
        const parts = steps.map((units) => partOf(amount, { from, to: (from += units), all }));
        expect(sum(parts, 'EUR')).toEqual(amount);
      },
    ),
  );
});

test('two halves of an odd amount differ by a cent', () => {
  const half = (from: number) => partOf(money('9.99', 'EUR'), { from, to: from + 1, all: 2 }).amount;
  expect([half(0), half(1)].toSorted()).toEqual(['4.99', '5.00']);
});
