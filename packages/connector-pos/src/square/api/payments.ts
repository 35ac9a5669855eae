import { z } from 'zod';
import { Cursor, WireInstant, WireMoney } from './common.ts';

const CardOf = z.object({ card: z.object({ card_brand: z.string().optional() }).optional() });

/** A payment: only what an order does not tell. */
export const WirePayment = z.object({
  id: z.string().min(1),
  order_id: z.string().optional(),
  created_at: WireInstant,
  status: z.string(),
  source_type: z.string().optional(),
  card_details: CardOf.optional(),
  amount_money: WireMoney.optional(),
  receipt_number: z.string().min(1).optional(),
  device_details: z.object({ device_id: z.string().optional(), device_name: z.string().optional() }).optional(),
  offline_payment_details: z.object({ client_created_at: WireInstant.optional() }).optional(),
});
export type WirePayment = z.output<typeof WirePayment>;

export const PaymentAnswer = z.object({ payment: WirePayment });
export const PaymentsAnswer = z.object({ payments: z.array(WirePayment).default([]), ...Cursor });

/** A refund as the refunds API has it; its order is the return order. */
const WireRefund = z.object({
  id: z.string().min(1),
  status: z.string(),
  order_id: z.string().optional(),
  payment_id: z.string().optional(),
  amount_money: WireMoney,
  reason: z.string().optional(),
  /** How the money went back. */
  destination_type: z.string().optional(),
  destination_details: z.object({ card_details: CardOf.optional() }).optional(),
});
export type WireRefund = z.output<typeof WireRefund>;

export const RefundAnswer = z.object({ refund: WireRefund });
export const RefundsAnswer = z.object({ refunds: z.array(WireRefund).default([]), ...Cursor });
