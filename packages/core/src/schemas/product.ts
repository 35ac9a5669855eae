import { z } from 'zod';
import { Instant, LocationCode, Refs, Sku } from './ids.ts';
import { Money } from './money.ts';

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
  barcodes: z.array(z.string().min(1)).default([]),
  /** UN/ECE recommendation 20 code. */
  unit: z.string().default('EA'),
  weightGrams: z.string().optional(),
  taxCategory: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  originCountry: z.string().optional(),
  harmonizedCode: z.string().optional(),
  images: z.array(z.url()).default([]),
  /** From when on it may be sold. */
  effectiveFrom: Instant.optional(),
  updatedAt: Instant.optional(),
});
export type Product = z.output<typeof Product>;

/** The price of one SKU, for a time and a place. A newer one replaces an older one. */
export const Price = z.object({
  sku: Sku,
  refs: Refs,
  /** Price list; absent for the base price. */
  list: z.string().min(1).optional(),
  location: LocationCode.optional(),
  price: Money,
  /** The price it is compared with. */
  compareAt: Money.optional(),
  taxIncluded: z.boolean(),
  effectiveFrom: Instant.optional(),
  effectiveUntil: Instant.optional(),
});
export type Price = z.output<typeof Price>;

/** A place with stock or a till. */
export const Location = z.object({
  code: LocationCode,
  refs: Refs,
  name: z.string().min(1),
  kind: z.enum(['store', 'warehouse', 'dropship', 'virtual']),
  /** IANA zone: decides the business date. */
  timeZone: z.string().min(1),
  /** Local time at which its day begins. */
  dayCut: z.string().default('00:00'),
  currency: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().optional(),
  active: z.boolean().default(true),
});
export type Location = z.output<typeof Location>;
