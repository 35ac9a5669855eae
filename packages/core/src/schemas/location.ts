import { z } from 'zod';
import { isTimeZone } from '../primitives/index.ts';
import { Country } from './customer.ts';
import { LocationCode, Refs } from './ids.ts';
import { Currency } from './money.ts';

/** A place with stock or a till. */
export const Location = z.object({
  code: LocationCode,
  refs: Refs,
  name: z.string().min(1),
  /** Absent where the system that tells it does not say. */
  kind: z.enum(['store', 'warehouse', 'dropship', 'virtual']).optional(),
  /** IANA zone: decides the business date. Absent where the system that tells it does not say. */
  timeZone: z.string().refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Berlin' }).optional(),
  /** Local time at which its day begins. */
  dayCut: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time like '04:00'")
    .default('00:00'),
  /** What its till takes. */
  currency: Currency.optional(),
  country: Country.optional(),
  active: z.boolean().default(true),
});
export type Location = z.output<typeof Location>;
