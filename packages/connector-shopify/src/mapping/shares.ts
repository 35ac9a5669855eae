import { allocate, isZero, type Money, subtract, sum } from '@crossdock/core';
import type { LineFacts, TaxFacts } from './order-facts.ts';

type Amounts = Pick<LineFacts, 'original' | 'discounts' | 'taxes'>;

/** Units of a line from one position to another, of so many. */
export interface UnitSpan {
  readonly from: number;
  readonly to: number;
  readonly all: number;
}

/** What some units are worth of amounts that cover all of them. Spans beside each other sum to the whole, however they are cut. */
export function partOfLine({ original, discounts, taxes }: Amounts, span: UnitSpan): Amounts {
  return {
    original: partOf(original, span),
    discounts: discounts.map((it) => partOf(it, span)),
    taxes: taxes.map((tax) => ({ ...tax, amount: partOf(tax.amount, span) })),
  };
}

/** The share of some units in an amount for all. What does not divide evenly goes to where it falls in the row. */
export function partOf(amount: Money, { from, to, all }: UnitSpan): Money {
  return from <= 0 ? upTo(amount, to, all) : subtract(upTo(amount, to, all), upTo(amount, from, all));
}

function upTo(amount: Money, units: number, all: number): Money {
  if (units >= all) return amount;
  const [share = amount] = allocate(amount, [String(Math.max(0, units)), String(all - Math.max(0, units))]);
  return share;
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
