import { compare, isZero, type Money, subtract, sum } from '@crossdock/core';
import { z } from 'zod';
import { WireMoney } from './api/common.ts';
import { RefundAnswer } from './api/payments.ts';
import { type ConnectorContext } from './context.ts';
import { idempotencyKey } from './idempotency.ts';
import { optional, required, toMinor } from './mapping/amounts.ts';

const marker = 'crossdock return ';

/** What is written on refunds of ours, so that they are found again and not told as returns of a till. */
const reasonOf = (ref: string): string => `${marker}${ref}`;

/** Whether a refund is one of ours. */
export const isOurReason = (reason: string | undefined): boolean => reason?.startsWith(marker) === true;

const RefundablePayment = z.object({
  payment: z.object({
    id: z.string(),
    status: z.string(),
    total_money: WireMoney,
    refunded_money: WireMoney.optional(),
    refund_ids: z.array(z.string()).default([]),
  }),
});

/** A payment with what can still go back of it, and what went back for a return of ours. */
export interface Refundable {
  readonly id: string;
  readonly left: Money;
  readonly ours: readonly { readonly id: string; readonly amount: Money; readonly status: string }[];
}

/** Reads a payment and its refunds. One that failed gave nothing back. */
export async function readRefundable(
  paymentId: string,
  ref: string,
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<Refundable> {
  const answer = await client.send('GET', '/v2/payments/{id}', {
    params: { id: paymentId },
    response: RefundablePayment,
    signal,
  });
  const { id, total_money, refunded_money, refund_ids } = answer.payment;
  const { currency } = total_money;
  const ours: Refundable['ours'][number][] = [];
  for (const refundId of refund_ids) {
    const { refund } = await client.send('GET', '/v2/refunds/{id}', {
      params: { id: refundId },
      response: RefundAnswer,
      signal,
    });
    if (refund.reason !== reasonOf(ref) || ['FAILED', 'REJECTED'].includes(refund.status)) continue;
    ours.push({
      id: refundId,
      amount: required(refund.amount_money, currency, 'refund.amount_money'),
      status: refund.status,
    });
  }
  const total = required(total_money, currency, 'payment.total_money');
  return { id, left: subtract(total, optional(refunded_money, currency, 'payment.refunded_money')), ours };
}

/** Gives an amount of a payment back, once: under a key of the return, and after a look for a refund that was made for it. */
export async function refundOnce(
  payment: Refundable,
  amount: Money,
  { ref, context, signal }: { readonly ref: string; readonly context: ConnectorContext; readonly signal: AbortSignal },
): Promise<{ readonly id: string; readonly status: string } | undefined> {
  const [made] = payment.ours;
  if (made) return made;
  if (isZero(amount)) return undefined;
  const { refund } = await context.client.send('POST', '/v2/refunds', {
    json: {
      idempotency_key: idempotencyKey(`refund/${payment.id}`, `${context.name}/${ref}`),
      payment_id: payment.id,
      amount_money: { amount: toMinor(amount), currency: amount.currency },
      reason: reasonOf(ref),
    },
    response: RefundAnswer,
    signal,
  });
  return refund;
}

/** What of an amount each payment gives back: what is left of it, in order. Nothing where they cannot give it all. */
export function sharesOf(amount: Money, payments: readonly Refundable[]): readonly Money[] | undefined {
  const { currency } = amount;
  let open = amount;
  const shares = payments.map(({ left, ours }) => {
    const before = sum(
      ours.map((it) => it.amount),
      currency,
    );
    const able = sum([left, before], currency);
    const share = compare(able, open) < 0 ? able : open;
    open = subtract(open, share);
    return share;
  });
  return isZero(open) ? shares : undefined;
}
