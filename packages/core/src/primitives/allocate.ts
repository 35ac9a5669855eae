import Big from 'big.js';
import { exponentOf } from './currencies.ts';
import { powerOfTen, toDecimal } from './decimal.ts';
import { IntegrationError } from './errors.ts';
import { decimalOf, type Money, moneyOf, placesOf } from './money-decimal.ts';

/**
 * Divides an amount by weights into parts that always sum to the whole. What does not divide evenly goes to the parts
 * with the largest remainders, among equals to the first ones.
 *
 * @param weights - decimal texts, none negative, at least one positive
 * @param places - decimal places of the parts; default: those of the currency, or of the amount if it has more
 * @throws IntegrationError `input-invalid` without a positive weight, with a negative one, or when the amount is finer
 * than its parts may be.
 *
 * @example
 * ```ts
 * import { allocate, money } from '@crossdock/core';
 *
 * // 20.00 that contain 9 % tax: 18.35 and 1.65
 * const [net, tax] = allocate(money('20.00', 'EUR'), ['100', '9']);
 * ```
 */
export function allocate(
  amount: Money,
  weights: readonly string[],
  places = Math.max(exponentOf(amount.currency), placesOf(amount.amount)),
): readonly Money[] {
  const value = decimalOf(amount);
  const units = value.abs().times(powerOfTen(places));
  if (!units.mod(1).eq(0)) throw invalid('The amount is finer than its parts may be; round it first', 'amount');
  const unit = powerOfTen(-places);
  const sign = value.lt(0) ? -1 : 1;
  return divide(units, readWeights(weights)).map((count) => moneyOf(count.times(unit).times(sign), amount.currency));
}

function readWeights(weights: readonly string[]): readonly Big[] {
  const decimals = weights.map((it) => toDecimal(it, 'input-invalid'));
  if (decimals.some((it) => it.gt(0)) && decimals.every((it) => it.gte(0))) return decimals;
  throw invalid('An allocation needs weights that are not negative, one of them positive', 'weights');
}

/** Deals out whole units by weight: first what is due for certain, then one each by largest remainder. */
function divide(units: Big, weights: readonly Big[]): readonly Big[] {
  const whole = weights.reduce((total, it) => total.plus(it), new Big(0));
  const parts = weights.map((weight, index) => {
    const share = units.times(weight);
    const remainder = share.mod(whole);
    // Exact: big.js cuts decimal places only, and this quotient has none.
    return { index, count: share.minus(remainder).div(whole), remainder };
  });
  const dealt = parts.reduce((total, it) => total.plus(it.count), new Big(0));
  // Less than one unit is left for each part, so the rest is a small number.
  const rest = Number(units.minus(dealt).toFixed());
  const byRemainder = parts.toSorted((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index);
  const lucky = new Set(byRemainder.slice(0, rest).map(({ index }) => index));
  return parts.map(({ index, count }) => (lucky.has(index) ? count.plus(1) : count));
}

function invalid(message: string, path: string): IntegrationError {
  return new IntegrationError(message, { code: 'input-invalid', path });
}
