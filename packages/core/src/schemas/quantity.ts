import { z } from 'zod';
import { quantity, unitCode } from '../primitives/index.ts';
import { Decimal } from './money.ts';

/** A UN/ECE recommendation 20 code: `EA` each, `KGM` kilogram, `MTR` metre. */
export const Unit = z.string().regex(unitCode, 'must be a UN/ECE recommendation 20 code such as EA or KGM');
export type Unit = z.output<typeof Unit>;

/**
 * A quantity of a unit, brought into canonical form: `{ amount: '2', unit: 'EA' }`. Units are UN/ECE recommendation 20
 * codes; fractions are exact.
 */
export const Quantity = z.object({ amount: Decimal, unit: Unit.default('EA') }).overwrite(toCanonical);
export type Quantity = z.output<typeof Quantity>;

/** A quantity above zero. */
export const PositiveQuantity = Quantity.refine(({ amount }) => !amount.startsWith('-') && /[1-9]/.test(amount), {
  error: 'must be more than zero',
  path: ['amount'],
});
export type PositiveQuantity = z.output<typeof PositiveQuantity>;

/** A quantity of zero or more. */
export const UnsignedQuantity = Quantity.refine(({ amount }) => !amount.startsWith('-'), {
  error: 'must not be negative',
  path: ['amount'],
});
export type UnsignedQuantity = z.output<typeof UnsignedQuantity>;

/** So many pieces. */
export function pieces(count: number | string): Quantity {
  return quantity(String(count));
}

/** Runs also where an issue was found already, so what cannot be a quantity stays as it is. */
function toCanonical({ amount, unit }: { amount: string; unit: string }): { amount: string; unit: string } {
  if (/^[1-9]\d*$/.test(amount) || !unitCode.test(unit)) return { amount, unit };
  return Decimal.safeParse(amount).success ? quantity(amount, unit) : { amount, unit };
}
