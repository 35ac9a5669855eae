import { allocate, isZero, type Money, subtract, sum } from '@crossdock/core';
import type { LineFacts, TaxFacts } from './order-facts.ts';

/** What so many units of a line are worth, of amounts that cover all of them. The parts of a line sum to the whole. */
export function unitsOf(line: LineFacts, units: number): Pick<LineFacts, 'original' | 'discounts' | 'taxes'> {
  const part = (amount: Money): Money => shareOf(amount, units, line.quantity);
  return {
    original: part(line.original),
    discounts: line.discounts.map(part),
    taxes: line.taxes.map((tax) => ({ ...tax, amount: part(tax.amount) })),
  };
}

/** The share of some units in an amount for all. */
export function shareOf(amount: Money, units: number, all: number): Money {
  if (units === all) return amount;
  const [share] = allocate(amount, [String(units), String(all - units)]);
  return share ?? amount;
}

/** A tax amount that is told in one sum, under the names of the taxes it is made of. */
export function splitTax(total: Money, taxes: readonly TaxFacts[]): readonly TaxFacts[] {
  if (isZero(total)) return [];
  const charged = taxes.filter(({ amount }) => !isZero(amount));
  const [only] = charged;
  if (!only) return [{ title: 'Tax', rate: undefined, amount: total }];
  const parts = allocate(
    total,
    charged.map(({ amount }) => amount.amount),
  );
  return charged.map((tax, index) => ({ ...tax, amount: parts[index] ?? total }));
}

/** What a line comes to after discounts, with tax unless prices contain it. */
export function lineWorth(
  { original, discounts, taxes }: Pick<LineFacts, 'original' | 'discounts' | 'taxes'>,
  taxesIncluded: boolean,
): Money {
  const { currency } = original;
  const net = subtract(original, sum(discounts, currency));
  return taxesIncluded ? net : sum([net, ...taxes.map(({ amount }) => amount)], currency);
}
