import { z } from 'zod';
import { Text, WireDecimal, WireInstant } from './common.ts';

/** How one means of payment was counted at the closing of a register. */
const PaymentCount = z.object({
  start_total: WireDecimal.optional(),
  payments_total: WireDecimal.optional(),
  withdrawals_total: WireDecimal.optional(),
  close_total: WireDecimal.optional(),
  /** Its id, its name, or both. */
  payment_type: z
    .union([z.string(), z.object({ id: Text, name: Text })])
    .optional()
    .catch(undefined),
});
export type WirePaymentCount = z.output<typeof PaymentCount>;

/** The closing of a register as its webhook tells it. */
export const WireClosure = z.object({
  id: z.string().min(1),
  register_open_time: WireInstant,
  register_close_time: WireInstant,
  payment_counts: z.array(PaymentCount).default([]),
  /** By the id of the payment type. */
  payments_summary: z
    .record(z.string(), z.object({ payment_type_name: Text, discrepancy: WireDecimal.optional().catch(undefined) }))
    .default({})
    .catch({}),
  register: z.object({ id: z.string().min(1), name: Text, outlet_id: z.string().min(1) }),
});
export type WireClosure = z.output<typeof WireClosure>;
