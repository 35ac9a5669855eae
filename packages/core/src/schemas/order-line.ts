import { z } from 'zod';
import { Discount, TaxLine } from './charges.ts';
import { LocationCode, Refs, Sku } from './ids.ts';
import { Money, UnsignedDecimal } from './money.ts';
import { PositiveQuantity } from './quantity.ts';

/** How goods reach the buyer. */
export const FulfillmentMethod = z.enum(['ship', 'pickup', 'ship-from-store', 'carry-out', 'digital']);
export type FulfillmentMethod = z.output<typeof FulfillmentMethod>;

/** One line of goods or services. Gross, discounts and taxes cover the full quantity. */
export const OrderLine = z.object({
  /** The line's id in the selling system. */
  id: z.string().min(1),
  /** `gift-card` is a liability, not revenue. */
  kind: z.enum(['goods', 'gift-card', 'service', 'donation']).default('goods'),
  sku: Sku,
  name: z.string().optional(),
  quantity: PositiveQuantity,
  /** Of those, units that were taken off the order before they shipped. */
  removed: UnsignedDecimal.optional(),
  /** Before discounts; may be finer than a cent. Informative; `gross` counts. */
  unitPrice: Money,
  /** Price of the whole quantity before discounts; contains tax if the document's prices do. */
  gross: Money,
  discounts: z.array(Discount).default([]),
  /** As the selling system computed them. In or on top of the price, as the document's `taxIncluded` says. */
  taxes: z.array(TaxLine).default([]),
  /** Where it ships from or is handed over, if that is decided. */
  location: LocationCode.optional(),
  method: FulfillmentMethod.optional(),
  refs: Refs,
});
export type OrderLine = z.output<typeof OrderLine>;
