import { z } from 'zod';
import { Discount, TaxLine } from './charges.ts';
import { LocationCode, Sku } from './ids.ts';
import { UnsignedMoney } from './money.ts';
import { PositiveQuantity } from './quantity.ts';

/** Goods that came back, or are to. Quantities and amounts are positive: the document itself means "back". */
export const ReturnLine = z.object({
  id: z.string().min(1),
  /** The sold line's id in the selling system; absent for a return without receipt. */
  orderLineId: z.string().min(1).optional(),
  /** What it was when it was sold; nothing is goods. A `gift-card` that comes back is less owed to its holder, and no revenue given back. */
  kind: z.enum(['goods', 'gift-card', 'service', 'donation']).optional(),
  sku: Sku,
  quantity: PositiveQuantity,
  reason: z.string().optional(),
  /**
   * What happens to the goods. `not-returned`: the money goes back, the goods stay with the buyer. `not-shipped`: they never left, so
   * whoever bills what left has billed nothing for them.
   */
  disposition: z.enum(['restock', 'damaged', 'dispose', 'not-returned', 'not-shipped', 'undecided']),
  /** Where they are put. */
  location: LocationCode.optional(),
  /** What was paid for these units before discounts; contains tax if the document's prices do. */
  gross: UnsignedMoney,
  discounts: z.array(Discount).default([]),
  taxes: z.array(TaxLine).default([]),
});
export type ReturnLine = z.output<typeof ReturnLine>;
