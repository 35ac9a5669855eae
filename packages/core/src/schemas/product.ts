import { z } from 'zod';
import { Country } from './customer.ts';
import { Instant, Refs, Sku } from './ids.ts';
import { UnsignedDecimal } from './money.ts';
import { Unit } from './quantity.ts';

/** A sellable thing: one SKU, with the product it is a variant of. */
export const Product = z.object({
  sku: Sku,
  /** The product that groups variants. */
  parent: z.string().min(1).optional(),
  refs: Refs,
  name: z.string().min(1),
  description: z.string().optional(),
  state: z.enum(['draft', 'active', 'archived']),
  kind: z.enum(['goods', 'gift-card', 'service', 'bundle']).default('goods'),
  brand: z.string().optional(),
  category: z.string().optional(),
  /** What tells variants apart: `{ size: 'M', colour: 'blue' }`. */
  options: z.record(z.string(), z.string()).default({}),
  /** GTINs and codes of our own, as they are scanned. */
  barcodes: z.array(z.string().min(1)).default([]),
  /** The unit it is sold and counted in. */
  unit: Unit.default('EA'),
  /** Of one unit, as a decimal text. */
  weightGrams: UnsignedDecimal.optional(),
  taxCategory: z.string().optional(),
  originCountry: Country.optional(),
  /** Harmonized System code, for customs. */
  harmonizedCode: z.string().optional(),
  images: z.array(z.url()).default([]),
  /** From when on it may be sold. */
  effectiveFrom: Instant.optional(),
  updatedAt: Instant.optional(),
});
export type Product = z.output<typeof Product>;
