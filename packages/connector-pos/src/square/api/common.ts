import { z } from 'zod';

/** An amount in minor units. An absent amount is unknown, not nothing. */
export const WireMoney = z.object({
  amount: z
    .string()
    .regex(/^-?\d{1,18}$/, 'must be a whole number')
    .optional(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type WireMoney = z.output<typeof WireMoney>;

/** RFC 3339, to the nanosecond at times. */
export const WireInstant = z.iso.datetime({ offset: true });

/** A decimal with up to five places. */
export const WireQuantity = z.string().regex(/^-?\d{1,12}(?:\.\d{1,5})?$/, 'must be a decimal text');

/** The part of an answer that says whether there is more. */
export const Cursor = { cursor: z.string().min(1).optional().catch(undefined) };
