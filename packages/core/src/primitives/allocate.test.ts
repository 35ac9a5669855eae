import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocate.ts';
import { isIntegrationError } from './errors.ts';
import { compare, isZero, money, multiply, negate, subtract, sum, zero } from './money.ts';

const amountsOf = (amount: string, weights: string[], currency = 'USD', places?: number) =>
  allocate(money(amount, currency), weights, places).map((it) => it.amount);

describe('allocation', () => {
  it('always sums to the whole, and no part differs by a unit or more from its exact share', () => {
    const weight = fc.oneof(
      fc.nat({ max: 1_000 }).map(String),
      fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 999 })).map(([a, b]) => `${a}.${b}`),
    );
    const weights = fc.array(weight, { minLength: 1, maxLength: 60 }).filter((all) => all.some((it) => Number(it) > 0));
    const minor = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
    const currency = fc.constantFrom('USD', 'JPY', 'KWD');
    fc.assert(
      fc.property(minor, currency, weights, (units, code, all) => {
        const unit = { USD: '0.01', JPY: '1', KWD: '0.001' }[code];
        const whole = multiply(money(String(units), code), unit);
        const parts = allocate(whole, all);
        expect(sum(parts, code)).toEqual(whole);
        const total = all.reduce((it, next) => it + Number(next), 0);
        for (const [index, part] of parts.entries()) {
          const exact = (Number(whole.amount) * Number(all[index])) / total;
          expect(Math.abs(Number(part.amount) - exact)).toBeLessThan(Number(unit) + 1e-6);
          if (Number(all[index]) === 0) expect(isZero(part)).toBe(true);
        }
      }),
    );
  });

  it('of a negative amount mirrors that of the positive one', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 99 }).map(String), { minLength: 1 }),
        (units, weights) => {
          const whole = money(String(units), 'JPY');
          expect(allocate(negate(whole), weights)).toEqual(allocate(whole, weights).map(negate));
        },
      ),
    );
  });

  it('gives larger weights no smaller parts', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }), (units, a, b) => {
        const [larger = zero('JPY'), smaller = zero('JPY')] = allocate(money(String(units), 'JPY'), [
          String(Math.max(a, b)),
          String(Math.min(a, b)),
        ]);
        expect(compare(larger, smaller)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('gives what is left over to the largest remainders, among equals to the first lines', () => {
    expect(amountsOf('10.00', ['1', '1', '1'])).toEqual(['3.34', '3.33', '3.33']);
    expect(amountsOf('0.05', ['1', '1', '1', '1'])).toEqual(['0.02', '0.01', '0.01', '0.01']);
    expect(amountsOf('1.00', ['1', '2', '4'])).toEqual(['0.14', '0.29', '0.57']);
    expect(amountsOf('-0.01', ['1', '1'])).toEqual(['-0.01', '0.00']);
    expect(amountsOf('100', ['1', '1', '1'], 'JPY')).toEqual(['34', '33', '33']);
  });

  it('keeps amounts that are finer than a cent fine, unless told the places', () => {
    expect(amountsOf('0.0003', ['1', '1'])).toEqual(['0.0002', '0.0001']);
    expect(amountsOf('1.00', ['1', '2'], 'USD', 4)).toEqual(['0.3333', '0.6667']);
    expect(amountsOf(`0.${'0'.repeat(35)}3`, ['1', '2'])).toEqual([`0.${'0'.repeat(35)}1`, `0.${'0'.repeat(35)}2`]);
  });

  it('copes with large weights exactly', () => {
    expect(
      amountsOf('1000000000000000.01', ['333333333333333333', '333333333333333333', '333333333333333334']),
    ).toEqual(['333333333333333.34', '333333333333333.33', '333333333333333.34']);
  });

  it.each([
    ['no weights', [], 'weights'],
    ['only zeros', ['0', '0'], 'weights'],
    ['a negative weight', ['2', '-1'], 'weights'],
  ])('is refused with %s', (_name, weights, path) => {
    expect(() => allocate(money('1', 'USD'), weights)).toThrow(
      expect.objectContaining({ code: 'input-invalid', path }),
    );
  });

  it('is refused when the amount is finer than its parts', () => {
    expect(() => allocate(money('0.005', 'USD'), ['1'], 2)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    expect(() => allocate(money('1', 'USD'), ['1'], 0.5)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    expect(() => allocate(money('1', 'USD'), ['one'])).toThrow(expect.toSatisfy(isIntegrationError));
  });
});

describe('what teams got wrong', () => {
  it('a gross refund of 20.00 that contains 9 % tax is 18.35 and 1.65, never 21.80', () => {
    expect(amountsOf('20.00', ['100', '9'], 'EUR')).toEqual(['18.35', '1.65']);
  });

  it('nine units of 13.956300 that are refunded one by one come back as what was paid', () => {
    const paid = money('125.61', 'USD');
    const units = allocate(
      paid,
      Array.from({ length: 9 }, () => '1'),
    );
    expect(sum(units, 'USD')).toEqual(paid);
    expect(subtract(paid, sum(units, 'USD'))).toEqual(zero('USD'));
  });

  it('a header tax is dealt to the lines so that they sum to it to the cent', () => {
    const tax = money('163.73', 'GBP');
    const lines = allocate(tax, ['545.75', '363.83', '181.92']);
    expect(sum(lines, 'GBP')).toEqual(tax);
  });
});
