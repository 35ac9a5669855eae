import { z } from 'zod';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs, Sku } from './ids.ts';
import { PositiveQuantity, Quantity, UnsignedQuantity } from './quantity.ts';

/** Units of one SKU at one location, true at one instant. A newer level replaces an older one. */
export const InventoryLevel = z.object({
  sku: Sku,
  location: LocationCode,
  /** Units that lie there; negative when more was sold than booked in. */
  onHand: Quantity,
  /** Units that the system itself still offers, if it tells. */
  available: Quantity.optional(),
  /** Units that are promised to orders, if it tells. */
  committed: Quantity.optional(),
  /** Units that are on their way there, if it tells. */
  incoming: Quantity.optional(),
  damaged: Quantity.optional(),
  /** For which instant this is true. */
  asOf: Instant,
  /** The system that says so. */
  source: z.string().min(1).optional(),
  refs: Refs,
});
export type InventoryLevel = z.output<typeof InventoryLevel>;

/** A change of units of one SKU at one location. Every movement counts, in any order. */
export const InventoryMovement = z.object({
  ref: BusinessRef,
  sku: Sku,
  location: LocationCode,
  /** Negative takes units away. */
  delta: Quantity,
  reason: z.enum([
    'sale',
    'return',
    'receipt',
    'transfer-out',
    'transfer-in',
    'count',
    'damaged',
    'lost',
    'correction',
    'other',
  ]),
  /** The order, return or transfer behind it. */
  documentRef: BusinessRef.optional(),
  occurredAt: Instant,
  businessDate: BusinessDate.optional(),
  refs: Refs,
});
export type InventoryMovement = z.output<typeof InventoryMovement>;

/** Somebody counted: what lay there at that instant. */
export const InventoryCount = z.object({
  ref: BusinessRef,
  sku: Sku,
  location: LocationCode,
  counted: UnsignedQuantity,
  countedAt: Instant,
  refs: Refs,
});
export type InventoryCount = z.output<typeof InventoryCount>;

/** Units promised to somebody until an instant. */
export const Reservation = z.object({
  ref: BusinessRef,
  orderRef: BusinessRef.optional(),
  lines: z.array(z.object({ sku: Sku, location: LocationCode, quantity: PositiveQuantity })).min(1),
  state: z.enum(['held', 'committed', 'released', 'expired']),
  expiresAt: Instant.optional(),
});
export type Reservation = z.output<typeof Reservation>;
