import { z } from 'zod';
import { toDecimal } from '../primitives/index.ts';
import { whenSound } from './balance.ts';
import { Discount, TaxLine } from './charges.ts';
import { LocationCode, Refs, Sku } from './ids.ts';
import { UnsignedDecimal, UnsignedMoney } from './money.ts';
import { PositiveQuantity, type Quantity } from './quantity.ts';

/** How goods reach the buyer. */
export const FulfillmentMethod = z.enum(['ship', 'pickup', 'ship-from-store', 'carry-out', 'digital']);
export type FulfillmentMethod = z.output<typeof FulfillmentMethod>;

/**
 * One line of goods or services. Gross, discounts and taxes cover the full quantity. A sale is positive: what comes back
 * is a return, never a negative line.
 */
export const OrderLine = z
  .object({
    /** The line's id in the selling system. */
    id: z.string().min(1),
    /** `gift-card` is a liability, not revenue. */
    kind: z.enum(['goods', 'gift-card', 'service', 'donation']).default('goods'),
    sku: Sku,
    name: z.string().optional(),
    quantity: PositiveQuantity,
    /** Of those, units that were taken off the order before they shipped. */
    removed: UnsignedDecimal.optional(),
    /** Of those, units that have left, if the selling system tells; the shipments themselves are documents of their own. */
    fulfilled: UnsignedDecimal.optional(),
    /** Before discounts; may be finer than a cent. Informative; `gross` counts. */
    unitPrice: UnsignedMoney,
    /** Price of the whole quantity before discounts; contains tax if the document's prices do. */
    gross: UnsignedMoney,
    discounts: z.array(Discount).default([]),
    /** As the selling system computed them. In or on top of the price, as the document's `taxIncluded` says. */
    taxes: z.array(TaxLine).default([]),
    /** Where it ships from or is handed over, if that is decided. */
    location: LocationCode.optional(),
    method: FulfillmentMethod.optional(),
    refs: Refs,
  })
  .refine(isWithinQuantity, {
    error: 'must not be less than the units removed and fulfilled',
    path: ['quantity'],
    ...whenSound,
  });
export type OrderLine = z.output<typeof OrderLine>;

interface Units {
  readonly quantity: Quantity;
  readonly removed?: string | undefined;
  readonly fulfilled?: string | undefined;
}

function isWithinQuantity({ quantity, removed, fulfilled }: Units): boolean {
  if (removed === undefined && fulfilled === undefined) return true;
  const units = (text = '0') => toDecimal(text, 'quantity-invalid');
  return units(removed).plus(units(fulfilled)).lte(units(quantity.amount));
}
