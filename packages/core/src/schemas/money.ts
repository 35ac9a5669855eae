import { z } from 'zod';
import { exponentOf, isCurrency, money, plainDecimal } from '../primitives/index.ts';

/** An ISO 4217 code. */
export const Currency = z.string().refine(isCurrency, { error: 'must be an active ISO 4217 code' });
export type Currency = z.output<typeof Currency>;

/** A plain decimal text: `-19.99`. Never a JSON number. */
export const Decimal = z.string().max(40).regex(plainDecimal, "must be a decimal text like '19.99'");
export type Decimal = z.output<typeof Decimal>;

/** A plain decimal text that is not below zero: a share, a weight. */
export const UnsignedDecimal = Decimal.refine(isUnsigned, { error: 'must not be negative' });
export type UnsignedDecimal = z.output<typeof UnsignedDecimal>;

/**
 * An exact amount of one currency, brought into canonical form: `{ amount: '19.99', currency: 'USD' }`. Unit prices may be
 * finer than the currency's minor unit.
 */
export const Money = z.object({ amount: Decimal, currency: Currency }).overwrite(toCanonical);
export type Money = z.output<typeof Money>;

/** An amount that is not below zero, where the field itself says which way it counts. */
export const UnsignedMoney = Money.refine(({ amount }) => isUnsigned(amount), {
  error: 'must not be negative',
  path: ['amount'],
});
export type UnsignedMoney = z.output<typeof UnsignedMoney>;

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Runs also where an issue was found already, so what cannot be an amount stays as it is. */
function toCanonical({ amount, currency }: Amount): Amount {
  if (!isCurrency(currency) || isCanonical(amount, currency)) return { amount, currency };
  return Decimal.safeParse(amount).success ? money(amount, currency) : { amount, currency };
}

/** Most amounts arrive as they should be; only the others cost arithmetic. */
function isCanonical(amount: string, currency: string): boolean {
  const places = exponentOf(currency);
  const dot = amount.indexOf('.');
  const own = dot === -1 ? 0 : amount.length - dot - 1;
  return own === places && !amount.startsWith('-');
}

/** `-0.00` is nothing, and nothing is not negative. */
function isUnsigned(amount: string): boolean {
  return !amount.startsWith('-') || !/[1-9]/.test(amount);
}
