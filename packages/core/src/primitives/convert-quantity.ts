import { toDecimal } from './decimal.ts';
import { IntegrationError } from './errors.ts';
import { quantity, type Quantity } from './quantity.ts';

/** To which unit a quantity goes, and the factor that somebody declared for it. */
export type Conversion =
  | { readonly unit: string; /** Units in one of the present ones: `'12'`. */ readonly times: string }
  | { readonly unit: string; /** Present ones in one unit: `'12'`. */ readonly dividedBy: string };

/**
 * A quantity in another unit, by a declared factor. No factor is known by itself: a case holds what the product says.
 *
 * @throws IntegrationError `quantity-invalid` for a factor that is not above zero, or when it does not come out exactly.
 *
 * @example
 * ```ts
 * import { convertQuantity, quantity } from '@crossdock/core';
 *
 * convertQuantity(quantity('2', 'CS'), { unit: 'EA', times: '12' }); // 24 EA
 * convertQuantity(quantity('36', 'EA'), { unit: 'CS', dividedBy: '12' }); // 3 CS
 * ```
 */
export function convertQuantity({ amount }: Quantity, conversion: Conversion): Quantity {
  const value = toDecimal(amount, 'quantity-invalid');
  if ('times' in conversion) return quantity(value.times(factorOf(conversion.times)).toFixed(), conversion.unit);
  const factor = factorOf(conversion.dividedBy);
  const divided = value.div(factor);
  // big.js cuts a quotient that does not end, so what multiplies back is exact.
  if (divided.times(factor).eq(value)) return quantity(divided.toFixed(), conversion.unit);
  throw invalid('The quantity does not divide exactly into the other unit', 'dividedBy');
}

function factorOf(text: string) {
  const factor = toDecimal(text, 'quantity-invalid');
  if (factor.gt(0)) return factor;
  throw invalid('A conversion factor is above zero', 'factor');
}

function invalid(message: string, path: string): IntegrationError {
  return new IntegrationError(message, { code: 'quantity-invalid', path });
}
