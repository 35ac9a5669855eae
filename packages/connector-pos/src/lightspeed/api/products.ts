import { z } from 'zod';
import { OptionalInstant, Text } from './common.ts';

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
