import { z } from 'zod';
import { OptionalInstant, Text } from './common.ts';

/** A store. */
export const WireOutlet = z.object({
  id: z.string().min(1),
  name: Text,
  time_zone: Text,
  currency: Text,
  display_prices: Text,
  default_tax_id: Text,
  deleted_at: OptionalInstant,
});
export type WireOutlet = z.output<typeof WireOutlet>;

/** A till of a store. */
export const WireRegister = z.object({
  id: z.string().min(1),
  name: Text,
  outlet_id: z.string().min(1),
  register_open_sequence_id: Text,
  cash_managed_payment_type_id: Text,
});
export type WireRegister = z.output<typeof WireRegister>;

/** A means of payment of the retailer. */
export const WirePaymentType = z.object({
  id: z.string().min(1),
  name: z.string(),
  type_id: z.string().optional(),
  deleted_at: OptionalInstant,
});
export type WirePaymentType = z.output<typeof WirePaymentType>;

/** A tax with its rates. */
export const WireTax = z.object({
  id: z.string().min(1),
  name: Text,
  rates: z.array(z.object({ id: z.string().min(1), name: Text, rate: z.string().optional() })).default([]),
});
export type WireTax = z.output<typeof WireTax>;

/** The retailer itself. */
export const RetailerAnswer = z.object({ data: z.object({ discount_product_id: Text }) });
