import { z } from 'zod';
import { OptionalInstant, Text, WireDecimal, WireInstant, WireVersion } from './common.ts';

const TaxComponent = z.object({ rate_id: z.string().min(1), total_tax: WireDecimal });

const LineItem = z.object({
  id: z.string().min(1),
  product_id: z.string().min(1),
  /** Negative comes back. */
  quantity: WireDecimal,
  /** Of one unit, without tax. */
  price: WireDecimal.optional(),
  price_total: WireDecimal.optional(),
  /** Of one unit. */
  discount: WireDecimal.optional(),
  discount_total: WireDecimal.optional(),
  tax_id: Text,
  tax_total: WireDecimal.optional(),
  tax_components: z.array(TaxComponent).default([]),
  is_return: z.boolean().default(false),
  status: z.string().default('CONFIRMED'),
});
export type WireLine = z.output<typeof LineItem>;

const Payment = z.object({
  id: z.string().optional(),
  register_id: z.string().optional(),
  retailer_payment_type_id: z.string().optional(),
  name: Text,
  payment_date: OptionalInstant,
  /** Change is taken off; negative goes back to the buyer. */
  amount: WireDecimal,
});
export type WirePayment = z.output<typeof Payment>;

const Adjustment = z.object({
  name: Text,
  adjustment_type: z.string().default(''),
  value: WireDecimal,
  tax_components: z.array(TaxComponent).default([]),
});
export type WireAdjustment = z.output<typeof Adjustment>;

/** A sale, a return or both: what comes back has negative quantities. Prices are without tax. */
export const WireSale = z.object({
  id: z.string().min(1),
  outlet_id: z.string().min(1),
  register_id: z.string().optional(),
  customer_id: Text,
  invoice_number: Text,
  receipt_number: Text,
  source: Text,
  source_id: Text,
  status: z.string().min(1),
  return_for: Text,
  /** Without tax. */
  total_price: WireDecimal,
  total_tax: WireDecimal,
  /** By the till's clock, when it was closed. */
  sale_date: WireInstant,
  created_at: WireInstant,
  updated_at: WireInstant,
  deleted_at: OptionalInstant,
  version: WireVersion,
  line_items: z.array(LineItem).default([]),
  payments: z.array(Payment).default([]),
  adjustments: z.array(Adjustment).default([]),
});
export type WireSale = z.output<typeof WireSale>;

/** The little of a sale that can be told of one that is refused. */
export const SaleHead = z.object({ id: z.string().min(1), outlet_id: z.string().optional() });

/** How far a sale is. */
export const SaleState = z.object({ id: z.string().min(1), status: z.string() });

/** What the feed of sales is dated by. */
export const SaleDate = z.object({ version: WireVersion, updated_at: WireInstant });

/** One sale. An id that nobody has brings an empty list at times. */
export const SaleAnswer = z.object({ data: z.unknown() });

/** What writing a sale is answered with, in the old shape. */
export const WrittenSale = z.object({ register_sale: z.object({ id: z.string().min(1), status: z.string() }) });
