import { z } from 'zod';
import { Cursor, WireInstant, WireMoney } from './common.ts';

const Location = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  timezone: z.string().optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  status: z.string().default('ACTIVE'),
});
export type WireLocation = z.output<typeof Location>;
export const LocationsAnswer = z.object({ locations: z.array(Location).default([]) });

/** A shift of one cash drawer. */
export const WireShift = z.object({
  id: z.string().min(1),
  state: z.string(),
  opened_at: WireInstant,
  closed_at: WireInstant.optional(),
  device: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  opened_cash_money: WireMoney.optional(),
  cash_payment_money: WireMoney.optional(),
  cash_refunds_money: WireMoney.optional(),
  cash_paid_in_money: WireMoney.optional(),
  cash_paid_out_money: WireMoney.optional(),
  expected_cash_money: WireMoney.optional(),
  closed_cash_money: WireMoney.optional(),
});
export type WireShift = z.output<typeof WireShift>;
export const ShiftsAnswer = z.object({
  cash_drawer_shifts: z
    .array(z.object({ id: z.string(), state: z.string(), opened_at: WireInstant, closed_at: WireInstant.optional() }))
    .default([]),
  ...Cursor,
});
export const ShiftAnswer = z.object({ cash_drawer_shift: WireShift });
