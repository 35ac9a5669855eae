import { z } from 'zod';
import { OptionalInstant, Text, WireDecimal } from './common.ts';

/** The little of a product that a document is told with. */
export const WireProductHead = z.object({
  id: z.string().min(1),
  sku: Text,
  name: Text,
  has_inventory: z.boolean().optional(),
  deleted_at: OptionalInstant,
});
export type WireProductHead = z.output<typeof WireProductHead>;

/** One product. An id that nobody has brings an empty list at times. */
export const ProductAnswer = z.object({ data: z.unknown() });
export const ProductsAnswer = z.object({ data: z.array(z.unknown()).default([]) });

/** A product as it is published and listed. */
export const WireProduct = WireProductHead.extend({
  description: Text,
  active: z.boolean().optional(),
  is_composite: z.boolean().optional(),
  has_variants: z.boolean().optional(),
  /** The first product of its family. */
  variant_parent_id: Text,
  variant_options: z.array(z.object({ name: Text, value: Text })).default([]),
  product_codes: z.array(z.object({ type: z.string(), code: z.string() })).default([]),
  price_excluding_tax: WireDecimal.optional(),
  price_including_tax: WireDecimal.optional(),
  updated_at: OptionalInstant,
});
export type WireProduct = z.output<typeof WireProduct>;

/** The ids of what was created. */
export const CreatedProducts = z.object({ data: z.array(z.string().optional().catch(undefined)).default([]) });
