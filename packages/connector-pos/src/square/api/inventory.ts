import { z } from 'zod';
import { Cursor, WireInstant, WireQuantity } from './common.ts';

/** A change from one state to another, in the shape of 2026-07-15 and in the one before it. */
const Adjustment = z.object({
  id: z.string().min(1),
  reference_id: z.string().optional(),
  from_state: z.string(),
  to_state: z.string(),
  from_location_id: z.string().optional(),
  to_location_id: z.string().optional(),
  /** Before 2026-07-15. */
  location_id: z.string().optional(),
  catalog_object_id: z.string(),
  quantity: WireQuantity,
  occurred_at: WireInstant,
  created_at: WireInstant.optional(),
  source: z.object({ application_id: z.string().optional() }).optional(),
  transaction_id: z.string().optional(),
  physical_count_id: z.string().optional(),
  reason_id: z.object({ type: z.string() }).optional(),
});
export type WireAdjustment = z.output<typeof Adjustment>;

const PhysicalCount = z.object({
  id: z.string().min(1),
  reference_id: z.string().optional(),
  catalog_object_id: z.string(),
  state: z.string(),
  location_id: z.string(),
  quantity: WireQuantity,
  occurred_at: WireInstant,
  source: z.object({ application_id: z.string().optional() }).optional(),
});
export type WirePhysicalCount = z.output<typeof PhysicalCount>;

/** One change of stock. */
export const WireChange = z.object({
  type: z.string(),
  adjustment: Adjustment.optional(),
  physical_count: PhysicalCount.optional(),
});
export type WireChange = z.output<typeof WireChange>;

export const ChangesAnswer = z.object({ changes: z.array(WireChange).default([]), ...Cursor });

const Count = z.object({
  catalog_object_id: z.string(),
  state: z.string(),
  location_id: z.string().optional(),
  quantity: WireQuantity,
  calculated_at: WireInstant,
});
export type WireCount = z.output<typeof Count>;
export const CountsAnswer = z.object({ counts: z.array(Count).default([]), ...Cursor });

export const ChangedAnswer = z.object({
  changes: z
    .array(
      z.object({
        adjustment: z.object({ id: z.string() }).optional(),
        physical_count: z.object({ id: z.string() }).optional(),
      }),
    )
    .default([]),
});
