import { z } from 'zod';
import { OptionalInstant, Text, WireDecimal, WireVersion } from './common.ts';

/** A movement of goods: from a supplier, between stores, back to a supplier, or a count. */
export const WireConsignment = z.object({
  id: z.string().min(1),
  name: Text,
  type: z.string(),
  status: z.string().default('OPEN'),
  /** Where goods arrive, leave for a supplier, or are counted. */
  outlet_id: z.string().min(1),
  /** Where a transfer comes from. */
  source_outlet_id: Text,
  reference: Text,
  consignment_date: OptionalInstant,
  received_at: OptionalInstant,
  created_at: OptionalInstant,
  updated_at: OptionalInstant,
  deleted_at: OptionalInstant,
  version: WireVersion.optional(),
});
export type WireConsignment = z.output<typeof WireConsignment>;

/** One product of it: how many were sent or expected, and how many arrived or were counted. */
export const WireConsignmentProduct = z.object({
  product_id: z.string().min(1),
  count: WireDecimal.optional(),
  received: WireDecimal.optional(),
  deleted_at: OptionalInstant,
});
export type WireConsignmentProduct = z.output<typeof WireConsignmentProduct>;

/** One consignment. */
export const ConsignmentAnswer = z.object({ data: z.unknown() });
