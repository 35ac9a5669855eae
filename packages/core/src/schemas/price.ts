import { z } from 'zod';
import { type IssueSink, mustBeIn, whenSound } from './balance.ts';
import { Instant, LocationCode, Refs, Sku } from './ids.ts';
import { UnsignedMoney } from './money.ts';

/** The price of one SKU, for a time and a place. A newer one replaces an older one. */
export const Price = z
  .object({
    sku: Sku,
    refs: Refs,
    /** Price list; absent for the base price. */
    list: z.string().min(1).optional(),
    location: LocationCode.optional(),
    /** Of one unit of the product; may be finer than a cent. */
    price: UnsignedMoney,
    /** The price it is compared with: the former or recommended one. */
    compareAt: UnsignedMoney.optional(),
    taxIncluded: z.boolean(),
    effectiveFrom: Instant.optional(),
    /** The first instant at which it is no longer the price. */
    effectiveUntil: Instant.optional(),
  })
  .superRefine(provePrice, whenSound);
export type Price = z.output<typeof Price>;

type Provable = Pick<Price, 'price' | 'compareAt' | 'effectiveFrom' | 'effectiveUntil'>;

function provePrice(price: Provable, sink: IssueSink): void {
  mustBeIn(sink, price.price.currency, price);
  const { effectiveFrom, effectiveUntil } = price;
  if (effectiveFrom === undefined || effectiveUntil === undefined) return;
  if (Date.parse(effectiveFrom) < Date.parse(effectiveUntil)) return;
  const message = 'must be later than effectiveFrom';
  sink.addIssue({ code: 'custom', message, path: ['effectiveUntil'] });
}
