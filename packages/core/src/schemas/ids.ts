import { z } from 'zod';

/**
 * The business reference of a document: the id that one sale (or refund, shipment, journal) carries through every system,
 * call and log. Safe as an external id everywhere: letters, digits, `_` and `-`, at most 64.
 */
export const BusinessRef = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'must be 1 to 64 letters, digits, _ or -, beginning with a letter or digit',
  );
export type BusinessRef = z.output<typeof BusinessRef>;

/** The ids of one thing in other systems, by the system's name: `{ shop: 'gid://…', erp: '1234' }`. */
export const Refs = z.record(z.string().min(1), z.string().min(1)).default({});
export type Refs = z.output<typeof Refs>;

/** A stock keeping unit. */
export const Sku = z.string().min(1).max(255);
export type Sku = z.output<typeof Sku>;

/** Our own code of a location (store, warehouse): `store-17`. */
export const LocationCode = z.string().min(1).max(255);
export type LocationCode = z.output<typeof LocationCode>;

/** An ISO instant with an offset: `2026-11-27T10:00:00Z`. */
export const Instant = z.iso.datetime({ offset: true });
export type Instant = z.output<typeof Instant>;

/** A calendar day of the business: `2026-11-27`. */
export const BusinessDate = z.iso.date();
export type BusinessDate = z.output<typeof BusinessDate>;

/**
 * What orders the events about one thing: the business reference of a document, or the SKU (and location) of a product,
 * price or stock. Any text without control characters.
 */
export const EventKey = z
  .string()
  .max(255)
  .regex(/^\P{Cc}+$/u, 'must be a text without control characters');
export type EventKey = z.output<typeof EventKey>;
