import { equals, isZero, type Money, sum } from '@crossdock/core';
import type { LineFacts, OrderFacts } from './order-facts.ts';

/**
 * Takes the lines that are nothing but the tip out of an order's lines: the tip is a charge, and counts once.
 *
 * The platform lists a tip among the lines that cannot be sent, and tells it by no field. It is known by what it lacks, a
 * SKU and a variant, discounts and taxes, and by its amount, which is that of the order's tip. An order that does not list it stays as
 * it is.
 *
 * @param hasTip whether there is a tip in any currency: a small one is nothing in a currency of large units
 * @see https://shopify.dev/docs/api/admin-graphql/2026-10/objects/LineItem#field-LineItem.fields.nonFulfillableQuantity
 */
export function withoutTipLines(facts: Omit<OrderFacts, 'tipLineIds'>, hasTip: boolean): OrderFacts {
  const tips = new Set(hasTip ? tipLinesOf(facts) : []);
  return {
    ...facts,
    lines: facts.lines.filter((line) => !tips.has(line)),
    tipLineIds: [...tips].map(({ id }) => id),
  };
}

function tipLinesOf({ lines, tip }: Pick<OrderFacts, 'lines' | 'tip'>): readonly LineFacts[] {
  const bare = lines.filter((line) => isBare(line));
  if (bare.length > 0 && equals(totalOf(bare, tip), tip)) return bare;
  // Goods without a SKU beside it are refused by name; which of two is the tip is never guessed.
  const same = bare.filter(({ original }) => equals(original, tip));
  return same.length === 1 ? same : [];
}

function isBare({ sku = '', variantId, giftCard, discounts, taxes }: LineFacts): boolean {
  const amounts = [...discounts, ...taxes.map(({ amount }) => amount)];
  return sku.trim() === '' && variantId === undefined && !giftCard && amounts.every((amount) => isZero(amount));
}

function totalOf(lines: readonly LineFacts[], { currency }: Money): Money {
  return sum(
    lines.map(({ original }) => original),
    currency,
  );
}
