import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertQuantity } from './convert-quantity.ts';
import { quantity } from './quantity.ts';

describe('a quantity in another unit', () => {
  it('is what the declared factor makes of it', () => {
    expect(convertQuantity(quantity('2', 'CS'), { unit: 'EA', times: '12' })).toEqual(quantity('24', 'EA'));
    expect(convertQuantity(quantity('36', 'EA'), { unit: 'CS', dividedBy: '12' })).toEqual(quantity('3', 'CS'));
    expect(convertQuantity(quantity('1.25', 'KGM'), { unit: 'GRM', times: '1000' })).toEqual(quantity('1250', 'GRM'));
  });

  it('comes back as it was, whatever the factor', () => {
    const amounts = fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((milli) => quantity(decimal(milli), 'KGM'));
    const factors = fc.integer({ min: 1, max: 10 ** 7 }).map(decimal);
    fc.assert(
      fc.property(amounts, factors, (amount, factor) => {
        const there = convertQuantity(amount, { unit: 'GRM', times: factor });
        expect(convertQuantity(there, { unit: 'KGM', dividedBy: factor })).toEqual(amount);
      }),
    );
  });

  it('is refused when it does not come out exactly, because a third of a unit would be lost', () => {
    expect(() => convertQuantity(quantity('10'), { unit: 'CS', dividedBy: '3' })).toThrow('does not divide exactly');
  });

  it.each(['0', '-12', '0.000', '1e3', ''])('is refused for the factor %j', (factor) => {
    const code = 'quantity-invalid';
    const refused = expect.objectContaining({ code });
    expect(() => convertQuantity(quantity('1'), { unit: 'CS', times: factor })).toThrow(refused);
    expect(() => convertQuantity(quantity('1'), { unit: 'CS', dividedBy: factor })).toThrow(refused);
  });
});

function decimal(thousandths: number): string {
  const [sign, digits] = [thousandths < 0 ? '-' : '', String(Math.abs(thousandths)).padStart(4, '0')];
  return `${sign}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
