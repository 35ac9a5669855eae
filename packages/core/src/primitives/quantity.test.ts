import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  negateQuantity,
  quantity,
  subtractQuantities,
  sumQuantities,
} from './quantity.ts';

const kilograms = fc
  .tuple(fc.integer({ min: -9_999, max: 9_999 }), fc.nat({ max: 999 }))
  .map(([whole, grams]) => quantity(`${whole}.${String(grams).padStart(3, '0')}`, 'KGM'));

describe('a quantity', () => {
  it('is exact, and equal quantities are equal texts', () => {
    expect(quantity('2.50', 'KGM')).toEqual({ amount: '2.5', unit: 'KGM' });
    expect(quantity('3.000')).toEqual({ amount: '3', unit: 'EA' });
    expect(quantity('-0.0')).toEqual({ amount: '0', unit: 'EA' });
    expect(addQuantities(quantity('0.1', 'KGM'), quantity('0.2', 'KGM')).amount).toBe('0.3');
  });

  it('keeps the laws of sums', () => {
    fc.assert(
      fc.property(kilograms, kilograms, (a, b) => {
        expect(addQuantities(a, b)).toEqual(addQuantities(b, a));
        expect(subtractQuantities(addQuantities(a, b), b)).toEqual(a);
        expect(addQuantities(a, negateQuantity(a))).toEqual(quantity('0', 'KGM'));
        expect(sumQuantities([a, b], 'KGM')).toEqual(addQuantities(a, b));
        expect(compareQuantities(a, b)).toBe(Math.sign(Number(a.amount) - Number(b.amount)));
      }),
    );
  });

  it('of nothing at all is zero pieces', () => {
    expect(sumQuantities([])).toEqual({ amount: '0', unit: 'EA' });
  });

  it.each(['', '1e2', '+1', '1,5', 'two'])('is not read from %j', (amount) => {
    expect(() => quantity(amount)).toThrow(expect.objectContaining({ code: 'quantity-invalid' }));
  });

  it('is refused in a unit that is no code, and never mixes units', () => {
    expect(() => quantity('1', 'kg')).toThrow(expect.objectContaining({ code: 'quantity-invalid' }));
    expect(() => addQuantities(quantity('1', 'KGM'), quantity('1', 'GRM'))).toThrow(
      expect.objectContaining({ code: 'quantity-invalid' }),
    );
    expect(() => compareQuantities(quantity('1'), quantity('1', 'MTR'))).toThrow(
      expect.objectContaining({ code: 'quantity-invalid' }),
    );
    expect(() => sumQuantities([quantity('1')], 'KGM')).toThrow(expect.objectContaining({ code: 'quantity-invalid' }));
  });
});
