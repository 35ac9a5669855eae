import { money } from '@crossdock/core';
import { expect, test } from 'vitest';
import { inUnits, moved } from './amounts.ts';
import { complete } from './ids.ts';

test.each([
  ['184.71', 'USD'],
  ['184.7100', 'USD'],
  ['20.0', 'VND'],
  ['0', 'KWD'],
  ['1.125', 'KWD'],
])('money can move in %s %s', (amount, currency) => {
  expect(moved(money(amount, currency), 'amountSet')).toEqual(money(amount, currency));
});

test.each([
  ['184.7100001', 'USD'],
  ['20.5', 'VND'],
  ['-1.00', 'USD'],
])('money cannot move in %s %s', (amount, currency) => {
  expect(() => moved(money(amount, currency), 'transactions.0.amountSet')).toThrow(
    expect.objectContaining({ code: 'money-invalid', path: 'transactions.0.amountSet' }),
  );
});

test('a rounding may take something off, but no part of a cent', () => {
  expect(inUnits(money('-0.02', 'CHF'), 'rounding')).toEqual(money('-0.02', 'CHF'));
  expect(() => inUnits(money('-0.002', 'CHF'), 'rounding')).toThrow('finer');
});

test('a list that has an entry twice, or as many as can be listed, is not taken for complete', () => {
  const [one, two] = [{ id: '1' }, { id: '2' }];
  expect(complete([one, two], 'transactions')).toEqual([one, two]);
  expect(() => complete([one, two, one], 'transactions')).toThrow('twice');
  expect(() =>
    complete(
      Array.from({ length: 250 }, (_, id) => ({ id: String(id) })),
      'transactions',
    ),
  ).toThrow('more');
});
