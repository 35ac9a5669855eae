import { add, money } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { fromWire, rateOf, shareOf, toWire } from './amounts.ts';

const usd = (amount: string) => money(amount, 'USD');

describe('an amount', () => {
  test('goes out as the number that it is, and no finer than a cent', () => {
    expect(toWire(usd('19.990'), 'amount')).toBe(19.99);
    expect(() => toWire(usd('0.005'), 'charges.0')).toThrow(expect.objectContaining({ path: 'charges.0' }));
  });

  test('comes in as it was written, however it was written', () => {
    expect(fromWire('.5', 'USD')).toEqual(usd('0.50'));
    expect(fromWire('-.25', 'USD')).toEqual(usd('-0.25'));
    expect(Number(fromWire('1.2E+3', 'USD').amount)).toBe(1200);
  });

  test('of some units is a share, and all shares are the whole', () => {
    const whole = usd('10.00');
    const share = (before: number, now: number) => shareOf(whole, { ordered: 3, before, now });
    expect(add(add(share(0, 1), share(1, 1)), share(2, 1))).toEqual(whole);
    expect(share(0, 3)).toEqual(whole);
  });

  test('of weighed units has no binary dust', () => {
    const units = { ordered: 2.345, before: 1.1, now: 1.245 };
    expect(add(shareOf(usd('7.77'), { ...units, before: 0, now: 1.1 }), shareOf(usd('7.77'), units))).toEqual(
      usd('7.77'),
    );
  });

  test('has a price of one unit for people', () => {
    expect(rateOf(10, 3)).toBe(3.33333333);
  });
});
