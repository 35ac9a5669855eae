import { z } from 'zod';
import { exponentOf, isCurrency, money, plainDecimal } from '../primitives/index.ts';

/** An ISO 4217 code. */
export const Currency = z.string().refine(isCurrency, { error: 'must be an active ISO 4217 code' });
export type Currency = z.output<typeof Currency>;

/** A plain decimal text: `-19.99`. Never a JSON number. */
export const Decimal = z.string().max(40).regex(plainDecimal, "must be a decimal text like '19.99'");
export type Decimal = z.output<typeof Decimal>;

/**
 * An exact amount of one currency, brought into canonical form: `{ amount: '19.99', currency: 'USD' }`. Unit prices may be
 * finer than the currency's minor unit.
 */
export const Money = z
  .object({ amount: Decimal, currency: Currency })
  .transform(({ amount, currency }) => (isCanonical(amount, currency) ? { amount, currency } : money(amount, currency)));
export type Money = z.output<typeof Money>;

/** Most amounts arrive as they should be; only the others cost arithmetic. */
function isCanonical(amount: string, currency: string): boolean {
  const places = exponentOf(currency);
  const dot = amount.indexOf('.');
  const own = dot === -1 ? 0 : amount.length - dot - 1;
  return own === places && !amount.startsWith('-');
}
