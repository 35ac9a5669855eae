import { z } from 'zod';
import { Money } from './money.ts';

/** A tax on a line or charge, as the selling system computed it. Never computed again. */
export const TaxLine = z.object({
  /** `VAT`, `CA State Tax`. */
  name: z.string().min(1),
  /** Share of the net as a decimal text: `0.19`. Informative; the amount counts. */
  rate: z.string().optional(),
  amount: Money,
  jurisdiction: z.string().optional(),
});
export type TaxLine = z.output<typeof TaxLine>;

/** A discount on a line or charge: the part of it that this line bears. */
export const Discount = z.object({
  /** Not negative; it is taken off. */
  amount: Money,
  code: z.string().optional(),
  reason: z.string().optional(),
});
export type Discount = z.output<typeof Discount>;

/** Something that is charged beside the goods: shipping, a fee. */
export const Charge = z.object({
  id: z.string().min(1).optional(),
  kind: z.enum(['shipping', 'fee', 'duty', 'tip', 'gift-wrap', 'deposit', 'other']),
  name: z.string().optional(),
  code: z.string().optional(),
  /** Before discounts. */
  gross: Money,
  discounts: z.array(Discount).default([]),
  taxes: z.array(TaxLine).default([]),
});
export type Charge = z.output<typeof Charge>;

/** How something was paid. */
export const Tender = z.object({
  id: z.string().min(1).optional(),
  kind: z.enum(['card', 'cash', 'gift-card', 'store-credit', 'wallet', 'bank-transfer', 'cheque', 'invoice', 'loyalty', 'other']),
  /** The gateway or means by its own name: `shopify_payments`, `Visa`. */
  name: z.string().optional(),
  /** What was kept: tendered less change. Negative when money went back. */
  amount: Money,
  /** The payment's id at the gateway or till. */
  reference: z.string().optional(),
});
export type Tender = z.output<typeof Tender>;
