import { z } from 'zod';
import { OptionalInstant, Text, WireDecimal } from './common.ts';

/** Prices for a store, a group of customers and a time. */
export const WirePriceBook = z.object({
  id: z.string().min(1),
  name: Text,
  customer_group_id: Text,
  outlet_id: Text,
  valid_from: OptionalInstant,
  valid_to: OptionalInstant,
  created_at: OptionalInstant,
  deleted_at: OptionalInstant,
});
export type WirePriceBook = z.output<typeof WirePriceBook>;

/** The price of a product in a book, for a number of units. Read without tax, whatever it was written as. */
export const WireBookPrice = z.object({
  id: Text,
  product_id: z.string().min(1),
  price: WireDecimal.optional(),
  min_units: WireDecimal.optional(),
  max_units: WireDecimal.optional(),
  tax_id: Text,
  deleted_at: OptionalInstant,
});
export type WireBookPrice = z.output<typeof WireBookPrice>;

export const BookPricesAnswer = z.object({ data: z.array(z.unknown()).default([]) });
export const PriceBookAnswer = z.object({ data: z.object({ id: z.string().min(1) }) });

/** A group of customers. Everybody is in one that every account has. */
export const WireCustomerGroup = z.object({ id: z.string().min(1), name: Text, group_id: Text });
