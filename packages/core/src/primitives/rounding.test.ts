import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, money, multiply, negate, round, subtract } from './money.ts';
import { type RoundingMode, roundingModes } from './rounding.ts';

const table: Readonly<Record<RoundingMode, readonly string[]>> = {
  'half-up': ['6', '3', '2', '1', '1', '-1', '-1', '-2', '-3', '-6'],
  'half-even': ['6', '2', '2', '1', '1', '-1', '-1', '-2', '-2', '-6'],
  'half-down': ['5', '2', '2', '1', '1', '-1', '-1', '-2', '-2', '-5'],
  up: ['6', '3', '2', '2', '1', '-1', '-2', '-2', '-3', '-6'],
  down: ['5', '2', '1', '1', '1', '-1', '-1', '-1', '-2', '-5'],
  ceiling: ['6', '3', '2', '2', '1', '-1', '-1', '-1', '-2', '-5'],
  floor: ['5', '2', '1', '1', '1', '-1', '-2', '-2', '-3', '-6'],
};
const values = ['5.5', '2.5', '1.6', '1.1', '1.0', '-1.0', '-1.1', '-1.6', '-2.5', '-5.5'];

describe('rounding', () => {
  it.each(roundingModes)('%s goes where its name says', (mode) => {
    expect(values.map((it) => round(money(it, 'JPY'), { mode }).amount)).toEqual(table[mode]);
  });

  it('goes to the places of the currency unless told others', () => {
    expect(round(money('1.0055', 'KWD'), { mode: 'half-up' }).amount).toBe('1.006');
    expect(round(money('1.0055', 'USD'), { mode: 'half-up' }).amount).toBe('1.01');
    expect(round(money('1.0055', 'USD'), { mode: 'down', places: 3 }).amount).toBe('1.005');
    expect(round(money('1249.99', 'USD'), { mode: 'half-up', places: -2 }).amount).toBe('1200.00');
  });

  it('leaves an amount of half an increment or less away, and rounding again changes nothing', () => {
    const mode = fc.constantFrom(...roundingModes);
    const increment = fc.constantFrom('0.01', '0.05', '0.10', '0.25', '1', '5');
    fc.assert(
      fc.property(fc.integer(), mode, increment, (units, how, step) => {
        const exact = multiply(money(String(units), 'CHF'), '0.001');
        const rounded = round(exact, { mode: how, increment: step });
        const away = subtract(rounded, exact);
        const size = compare(away, money('0', 'CHF')) < 0 ? negate(away) : away;
        const limit = how.startsWith('half') ? multiply(money(step, 'CHF'), '0.5') : money(step, 'CHF');
        expect(compare(size, limit)).toBeLessThanOrEqual(0);
        expect(round(rounded, { mode: how, increment: step })).toEqual(rounded);
      }),
    );
  });

  it('never leaves a negative zero', () => {
    expect(round(money('-0.004', 'USD'), { mode: 'half-up' }).amount).toBe('0.00');
  });

  it.each([
    { increment: '0' },
    { increment: '-0.05' },
    { increment: 'five' },
    { places: 1.5 },
    { places: Number.NaN },
    { places: 99 },
  ])('is refused with %j', (rounding) => {
    expect(() => round(money('1', 'USD'), { mode: 'up', ...rounding })).toThrow(
      expect.objectContaining({ code: 'input-invalid' }),
    );
  });
});

describe('what teams got wrong', () => {
  it('cash is rounded to five cents at a Swiss till, both ways', () => {
    const cash = (amount: string) => round(money(amount, 'CHF'), { mode: 'half-up', increment: '0.05' }).amount;
    expect(['19.97', '19.98', '20.02', '20.025', '20.03'].map(cash)).toEqual([
      '19.95',
      '20.00',
      '20.00',
      '20.05',
      '20.05',
    ]);
  });

  it('15 % of 1091.50 is 163.725: 163.73 or 163.72 by the rounding that is declared, never by accident', () => {
    const tax = multiply(money('1091.50', 'GBP'), '0.15');
    expect(tax.amount).toBe('163.725');
    expect(round(tax, { mode: 'half-up' }).amount).toBe('163.73');
    expect(round(tax, { mode: 'half-even' }).amount).toBe('163.72');
    expect(round(tax, { mode: 'half-down' }).amount).toBe('163.72');
  });

  it('nine times 13.956300 is rounded once, at the end: 125.61 and not 125.64', () => {
    const unit = money('13.956300', 'USD');
    expect(round(multiply(unit, '9'), { mode: 'half-up' }).amount).toBe('125.61');
    expect(multiply(round(unit, { mode: 'half-up' }), '9').amount).toBe('125.64');
  });
});
