import { z } from 'zod';
import { subtract, sum } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustDiffer, mustEqual, whenSound } from './balance.ts';
import { BusinessDate, BusinessRef, Instant, Refs } from './ids.ts';
import { Currency, Money } from './money.ts';

/** One movement on a payment provider's balance. */
export const BalanceTransaction = z.object({
  id: z.string().min(1),
  kind: z.enum(['charge', 'refund', 'chargeback', 'adjustment', 'fee', 'transfer', 'reserve', 'other']),
  /** The sale it comes from. */
  orderRef: BusinessRef.optional(),
  /** Positive to us, negative away from us. */
  gross: Money,
  /** What the provider keeps of it; negative when it gives a fee back. */
  fee: Money,
  /** Gross less fee. */
  net: Money,
  occurredAt: Instant,
});
export type BalanceTransaction = z.output<typeof BalanceTransaction>;

/**
 * Money that a payment provider paid out, with everything it is made of. Each net is its gross less its fee, and the nets
 * sum to the payout, so that no page of it can be missing unseen.
 */
export const Payout = z
  .object({
    ref: BusinessRef,
    refs: Refs,
    currency: Currency,
    /** What reaches the bank; negative when the provider collects. */
    total: Money,
    paidOn: BusinessDate,
    state: z.enum(['scheduled', 'in-transit', 'paid', 'failed', 'cancelled']),
    /** All of them, or none while the provider does not list them yet. */
    transactions: z.array(BalanceTransaction),
  })
  .superRefine(provePayout, whenSound);
export type Payout = z.output<typeof Payout>;

function provePayout(payout: Pick<Payout, 'currency' | 'total' | 'transactions'>, sink: IssueSink): void {
  const { currency, total, transactions } = payout;
  mustDiffer(sink, 'transactions', transactions);
  if (!mustBeIn(sink, currency, payout) || transactions.length === 0) return;
  for (const [index, { gross, fee, net }] of transactions.entries()) {
    mustEqual(sink, ['transactions', index, 'net'], ['gross less fee', subtract(gross, fee)], ['the net', net]);
  }
  const net = sum(
    transactions.map((it) => it.net),
    currency,
  );
  mustEqual(sink, ['transactions'], ['the sum of net amounts', net], ['the payout', total]);
}
