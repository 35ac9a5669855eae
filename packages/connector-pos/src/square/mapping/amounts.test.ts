import { money } from '@crossdock/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idempotencyKey } from '../idempotency.ts';
import { fromMinor, required, toMinor } from './amounts.ts';

test.each([
  ['1050', 'USD', '10.50'],
  ['5', 'USD', '0.05'],
  ['-5', 'USD', '-0.05'],
  ['0', 'USD', '0.00'],
  ['1980', 'JPY', '1980'],
  ['1234', 'KWD', '1.234'],
  ['900719925474099312', 'USD', '9007199254740993.12'],
])('%s of %s is %s', (minor, currency, amount) => {
  expect(fromMinor(minor, currency)).toEqual({ amount, currency });
});

test('minor units and money are two writings of one amount', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      expect(toMinor(fromMinor(String(minor), currency))).toBe(minor);
    }),
  );
});

test('an amount finer than a minor unit is refused, and so is one that is not told', () => {
  expect(() => toMinor(money('1.005', 'USD'))).toThrow(expect.objectContaining({ code: 'money-invalid' }));
  expect(() => required({ currency: 'USD' }, 'USD', 'total_money')).toThrow(
    expect.objectContaining({ code: 'unmapped', path: 'total_money' }),
  );
  expect(() => required({ amount: '1', currency: 'EUR' }, 'USD', 'total_money')).toThrow(
    expect.objectContaining({ code: 'currency-mismatch' }),
  );
});

test('an idempotency key fits every endpoint, and another call or change has another', () => {
  const keys = ['a', 'b'].flatMap((change) => ['1', '2'].map((key) => idempotencyKey(change, key)));
  expect(new Set(keys).size).toBe(4);
  for (const key of keys) expect(key).toMatch(/^[a-z2-7]{40}$/);
});
