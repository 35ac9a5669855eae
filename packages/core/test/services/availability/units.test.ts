import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from '../../../src/schemas/index.ts';
import { toAmount, toThousandths } from '../../../src/services/availability/units.ts';

describe('units', () => {
  it('are exact in thousandths, there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
        expect(toThousandths(pieces(toAmount(thousandths)))).toBe(thousandths);
      }),
    );
  });

  it.each([
    ['2', 2_000],
    ['0.5', 500],
    ['-0.25', -250],
    ['0.1230', 123],
    ['-0', 0],
  ])('read %s as %d thousandths', (amount, thousandths) => {
    expect(toThousandths({ amount, unit: 'KGM' })).toBe(thousandths);
  });

  it.each(['0.0001', '1000000001', '99999999999999999999', '1e3', 'two'])('refuse %s and never round it', (amount) => {
    expect(() => toThousandths({ amount, unit: 'EA' }, 'delta')).toThrow(
      expect.objectContaining({ code: 'quantity-invalid', path: 'delta' }),
    );
  });
});
