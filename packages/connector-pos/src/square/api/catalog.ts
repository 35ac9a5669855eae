import { z } from 'zod';
import { Cursor } from './common.ts';

/**
 * Catalogue objects are sent back whole, because what is missing in them is deleted: so every field is kept, known or not,
 * and numbers stay numbers.
 */
const Price = z.looseObject({ amount: z.int().optional(), currency: z.string() });

const Override = z.looseObject({ location_id: z.string(), price_money: Price.optional() });

export const WireVariation = z.looseObject({
  type: z.literal('ITEM_VARIATION'),
  id: z.string().min(1),
  version: z.int().optional(),
  updated_at: z.string().optional(),
  is_deleted: z.boolean().default(false),
  item_variation_data: z.looseObject({
    item_id: z.string().optional(),
    name: z.string().optional(),
    sku: z.string().optional(),
    upc: z.string().optional(),
    price_money: Price.optional(),
    location_overrides: z.array(Override).optional(),
    measurement_unit_id: z.string().optional(),
  }),
});
export type WireVariation = z.output<typeof WireVariation>;

export const WireItem = z.looseObject({
  type: z.literal('ITEM'),
  id: z.string().min(1),
  version: z.int().optional(),
  updated_at: z.string().optional(),
  is_deleted: z.boolean().default(false),
  item_data: z.looseObject({
    name: z.string().optional(),
    description: z.string().optional(),
    description_plaintext: z.string().optional(),
    is_archived: z.boolean().optional(),
    product_type: z.string().optional(),
    variations: z.array(WireVariation).optional(),
  }),
});
export type WireItem = z.output<typeof WireItem>;

export const WireUnit = z.looseObject({
  type: z.literal('MEASUREMENT_UNIT'),
  id: z.string(),
  measurement_unit_data: z.looseObject({ measurement_unit: z.looseObject({}).optional() }),
});

/** Objects of other types pass by. */
export const ObjectsAnswer = z.object({
  objects: z.array(z.looseObject({ type: z.string(), id: z.string() })).default([]),
  related_objects: z.array(z.looseObject({ type: z.string(), id: z.string() })).default([]),
  ...Cursor,
});

export const UpsertAnswer = z.object({
  objects: z.array(z.looseObject({ type: z.string(), id: z.string() })).default([]),
  id_mappings: z.array(z.object({ client_object_id: z.string(), object_id: z.string() })).default([]),
});
