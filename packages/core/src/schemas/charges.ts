import { z } from 'zod';
import { Money, UnsignedDecimal, UnsignedMoney } from './money.ts';

/** A tax on a line or charge, as the selling system computed it. Never computed again. */
export const TaxLine = z.object({
  /** `VAT`, `CA State Tax`. */
  name: z.string().min(1),
  /** Share of the net as a decimal text: `0.19`. Informative; the amount counts. */
  rate: UnsignedDecimal.optional(),
  amount: Money,
  jurisdiction: z.string().optional(),
});
export type TaxLine = z.output<typeof TaxLine>;

/** A discount on a line or charge: the part of it that this line bears. */
export const Discount = z.object({
  /** Not negative; it is taken off. */
  amount: UnsignedMoney,
  code: z.string().optional(),
  reason: z.string().optional(),
  /** Whether it was given on this line, or this is the line's share of one on the whole order. */
  scope: z.enum(['line', 'order']).optional(),
});
export type Discount = z.output<typeof Discount>;

/** Something that is charged beside the goods: shipping, a fee. */
export const Charge = z.object({
  id: z.string().min(1).optional(),
  kind: z.enum(['shipping', 'fee', 'duty', 'tip', 'gift-wrap', 'deposit', 'other']),
  name: z.string().optional(),
  code: z.string().optional(),
  /** Before discounts; contains its tax if prices of the document do. */
  gross: Money,
  discounts: z.array(Discount).default([]),
  taxes: z.array(TaxLine).default([]),
});
export type Charge = z.output<typeof Charge>;
