import { z } from 'zod';
import { Cursor, WireInstant, WireMoney } from './common.ts';

/** What was paid to the seller's bank. */
export const WirePayout = z.object({
  id: z.string().min(1),
  status: z.string().optional(),
  location_id: z.string(),
  created_at: WireInstant.optional(),
  updated_at: WireInstant.optional(),
  amount_money: WireMoney.optional(),
  arrival_date: z.iso.date().optional(),
});
export type WirePayout = z.output<typeof WirePayout>;
export const PayoutAnswer = z.object({ payout: WirePayout });
export const PayoutsAnswer = z.object({ payouts: z.array(WirePayout).default([]), ...Cursor });

/** One movement on the seller's balance. */
export const WirePayoutEntry = z.object({
  id: z.string().min(1),
  effective_at: WireInstant.optional(),
  type: z.string().optional(),
  gross_amount_money: WireMoney.optional(),
  fee_amount_money: WireMoney.optional(),
  net_amount_money: WireMoney.optional(),
});
export type WirePayoutEntry = z.output<typeof WirePayoutEntry>;
export const PayoutEntriesAnswer = z.object({ payout_entries: z.array(WirePayoutEntry).default([]), ...Cursor });
