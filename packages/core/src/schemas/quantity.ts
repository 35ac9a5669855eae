import { z } from 'zod';
import { Decimal } from './money.ts';

/**
 * A quantity of a unit: `{ amount: '2', unit: 'EA' }`. Units are UN/ECE recommendation 20 codes (`EA` each, `KGM`
 * kilogram, `MTR` metre); fractions are exact.
 */
export const Quantity = z.object({
  amount: Decimal,
  unit: z
    .string()
    .regex(/^[A-Z0-9]{1,3}$/, 'must be a UN/ECE recommendation 20 code such as EA or KGM')
    .default('EA'),
});
export type Quantity = z.output<typeof Quantity>;

/** A quantity above zero. */
export const PositiveQuantity = Quantity.refine(({ amount }) => !amount.startsWith('-') && /[1-9]/.test(amount), {
  error: 'must be more than zero',
  path: ['amount'],
});
export type PositiveQuantity = z.output<typeof PositiveQuantity>;

/** So many pieces. */
export function pieces(count: number | string): Quantity {
  return { amount: String(count), unit: 'EA' };
}
