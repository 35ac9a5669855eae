import { z } from 'zod';
import { literal } from './query.ts';

/** A deposit, or a redeemed card, that was booked for an order before its bill. */
export const PaidAhead = z.object({
  id: z.string(),
  type: z.enum(['CustDep', 'CustCred']),
  foreigntotal: z.string().default('0'),
  /** What of a deposit is applied already. */
  applied: z.string().default('0'),
});

export type PaidAhead = z.output<typeof PaidAhead>;

/**
 * What was paid ahead for an order and is not used up: deposits by the order they were made for, redeemed cards by our external
 * id of the order.
 */
export function paidAheadQuery(orderId: string, orderExternalId: string): string {
  return `SELECT t.id, t.type, t.foreigntotal,
    (SELECT SUM(d.foreigntotal) FROM transaction d WHERE d.type = 'DepAppl'
      AND d.id IN (SELECT dl.transaction FROM transactionline dl WHERE dl.createdfrom = t.id)) AS applied
    FROM transaction t WHERE t.voided = 'F' AND (
      (t.type = 'CustDep' AND t.status <> 'C'
        AND t.id IN (SELECT tl.transaction FROM transactionline tl WHERE tl.createdfrom = ${literal(orderId)}))
      OR (t.type = 'CustCred' AND t.status = 'A' AND t.otherrefnum = ${literal(orderExternalId)}))
    ORDER BY t.id`;
}
