import { type Money, subtract, sum } from '../primitives/index.ts';

interface Valued {
  readonly amount: Money;
}

/** A line or charge: what it costs, what is taken off, what tax is on or in it. */
export interface PricedItem {
  readonly gross: Money;
  readonly discounts: readonly Valued[];
  readonly taxes: readonly Valued[];
}

/** What a line or charge comes to: gross less discounts, with its tax only if prices contain it. */
export function netOf({ gross, discounts }: Pick<PricedItem, 'gross' | 'discounts'>): Money {
  if (discounts.length === 0) return gross;
  return subtract(gross, sum(amountsOf(discounts), gross.currency));
}

/** The taxes of lines and charges, summed. */
export function taxOf(document: {
  readonly currency: string;
  readonly lines: readonly PricedItem[];
  readonly charges: readonly PricedItem[];
}): Money {
  return sum(
    [...document.lines, ...document.charges].flatMap((it) => amountsOf(it.taxes)),
    document.currency,
  );
}

/** How the prices of a document are meant. */
export interface Pricing {
  readonly currency: string;
  /** Whether prices contain their tax. */
  readonly taxIncluded: boolean;
}

/** What lines or charges come to, with tax: gross less discounts, plus tax unless it is contained. */
export function worthOf(items: readonly PricedItem[], { currency, taxIncluded }: Pricing): Money {
  const gross = sum(
    items.map((it) => it.gross),
    currency,
  );
  const off = sum(
    items.flatMap((it) => amountsOf(it.discounts)),
    currency,
  );
  const tax = taxIncluded ? [] : items.flatMap((it) => amountsOf(it.taxes));
  return subtract(sum([gross, ...tax], currency), off);
}

/** Amounts of tenders, taxes, discounts. */
export function amountsOf(values: readonly Valued[]): readonly Money[] {
  return values.map((it) => it.amount);
}
