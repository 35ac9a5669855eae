import { compare, contentHash, type Money, money, parse, Price } from '@crossdock/core';
import type { z } from 'zod';
import type { FixedPrice, Terms, Variant } from '../api/catalog-data.ts';
import { withoutSku } from '../inventory/stock-reader.ts';

/** What the variant itself costs, in the shop's currency. */
export function toBasePrice(
  variant: Pick<Variant, 'id' | 'sku' | 'price' | 'compareAtPrice'>,
  terms: Terms,
  name: string,
): Price {
  const { sku, id, price, compareAtPrice } = variant;
  if (sku === null || sku.trim() === '') throw withoutSku();
  return parse(
    Price,
    {
      sku,
      refs: { [name]: id },
      price: { amount: price, currency: terms.currencyCode },
      ...(compareAtPrice !== null && { compareAt: { amount: compareAtPrice, currency: terms.currencyCode } }),
      taxIncluded: terms.taxesIncluded,
    } satisfies z.input<typeof Price>,
    { what: `The price of SKU '${sku}'`, code: 'response-invalid' },
  );
}

/** What a variant costs by a price list. */
export function toListPrice(
  { variant, price, compareAtPrice }: FixedPrice,
  { list, terms, name }: { readonly list: string; readonly terms: Terms; readonly name: string },
): Price {
  const { sku, id } = variant;
  if (sku === null || sku.trim() === '') throw withoutSku();
  return parse(
    Price,
    {
      sku,
      refs: { [name]: id },
      list,
      price: { amount: price.amount, currency: price.currencyCode },
      ...(compareAtPrice && { compareAt: { amount: compareAtPrice.amount, currency: compareAtPrice.currencyCode } }),
      taxIncluded: terms.taxesIncluded,
    } satisfies z.input<typeof Price>,
    { what: `The price of SKU '${sku}'`, code: 'response-invalid' },
  );
}

/** A fingerprint of what a price says. */
export function priceFingerprint({ price, compareAt }: Pick<Price, 'price' | 'compareAt'>): string {
  return contentHash({ price: canonical(price), compareAt: compareAt && canonical(compareAt) }).slice(0, 16);
}

/** Whether two prices say the same. */
export function samePrice(
  left: Pick<Price, 'price' | 'compareAt'>,
  right: Pick<Price, 'price' | 'compareAt'>,
): boolean {
  if (left.price.currency !== right.price.currency || compare(left.price, right.price) !== 0) return false;
  if (!left.compareAt || !right.compareAt) return left.compareAt === right.compareAt;
  return compare(left.compareAt, right.compareAt) === 0;
}

const canonical = ({ amount, currency }: Money): Money => money(amount, currency);
