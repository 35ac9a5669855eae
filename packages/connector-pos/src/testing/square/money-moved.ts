import { type Json } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedMoney, type BookedPayment, type BookedRefund } from './entries.ts';
import { type SellInput } from './sale-input.ts';

/** Books a refund on its payment, and gives it in the shape of an order's refund. */
export function bookRefund(
  books: Books,
  parts: {
    readonly id: string;
    readonly locationId: string;
    readonly paymentId: string;
    readonly amount: { readonly amount: number; readonly currency: string };
    readonly status: 'APPROVED' | 'PENDING';
    readonly reason: string;
    /** @default the way it came */
    readonly destination?: string | undefined;
  },
): Json {
  const now = books.instant();
  const payment = books.payments.get(parts.paymentId);
  const id = books.nextId('REFUND');
  const refund: BookedRefund = {
    // The order has another id for it than the payments side.
    id: `${parts.paymentId}_${id}`,
    location_id: parts.locationId,
    order_id: parts.id,
    payment_id: parts.paymentId,
    created_at: now,
    updated_at: now,
    status: parts.status === 'APPROVED' ? 'COMPLETED' : 'PENDING',
    amount_money: parts.amount,
    reason: parts.reason,
    destination_type: parts.destination ?? payment?.['source_type'] ?? 'EXTERNAL',
  };
  books.refunds.set(refund.id, refund);
  if (payment) {
    const before = (payment['refunded_money'] as BookedMoney | undefined)?.amount ?? 0;
    books.payments.set(payment.id, {
      ...payment,
      updated_at: now,
      refunded_money: { ...parts.amount, amount: before + parts.amount.amount },
      refund_ids: [...((payment['refund_ids'] ?? []) as readonly string[]), refund.id],
    });
  }
  return {
    id,
    location_id: refund.location_id,
    tender_id: parts.paymentId,
    created_at: now,
    reason: parts.reason,
    amount_money: parts.amount,
    status: parts.status,
  };
}

/** Books payments, and gives them in the shape of an order's tenders. */
export function bookPayments(
  books: Books,
  { tenders = [{ type: 'CARD' }], offlineAt, deviceId = 'DEVICESIM1' }: SellInput,
  paying: {
    readonly orderId: string;
    readonly locationId: string;
    readonly due: number;
    readonly tip: number;
    readonly currency: string;
  },
): readonly Json[] {
  const money = (amount: number) => ({ amount, currency: paying.currency });
  const now = books.instant();
  let left = paying.due;
  return tenders.map(({ type, amount = left }, index) => {
    left -= amount;
    const tip = index === 0 ? paying.tip : 0;
    const id = books.nextId('PAYMENT');
    const payment: BookedPayment = {
      id,
      location_id: paying.locationId,
      order_id: paying.orderId,
      created_at: now,
      updated_at: now,
      amount_money: money(amount - tip),
      tip_money: money(tip),
      total_money: money(amount),
      status: 'COMPLETED',
      // A gift card is a card of its own brand here.
      source_type: type === 'OTHER' ? 'EXTERNAL' : type === 'SQUARE_GIFT_CARD' ? 'CARD' : type,
      ...(type === 'SQUARE_GIFT_CARD' && { card_details: { card: { card_brand: type } } }),
      receipt_number: id.slice(0, 15),
      device_details: { device_id: deviceId, device_name: 'Till 1' },
      ...(offlineAt !== undefined && {
        is_offline_payment: true,
        offline_payment_details: { client_created_at: offlineAt },
      }),
    };
    books.payments.set(id, payment);
    return {
      id,
      location_id: paying.locationId,
      transaction_id: paying.orderId,
      created_at: now,
      amount_money: money(amount),
      ...(tip > 0 && { tip_money: money(tip) }),
      type,
      ...(type === 'CARD' && { card_details: { status: 'CAPTURED', entry_method: 'EMV' } }),
      payment_id: id,
    };
  });
}

/** What goes back on which payment: money goes back the way it came, on each payment up to what is left of it. */
export function refundShares(
  books: Books,
  paidBy: readonly string[],
  amount: number,
): readonly { readonly paymentId: string; readonly amount: number }[] {
  const shares: { readonly paymentId: string; readonly amount: number }[] = [];
  let left = amount;
  for (const [index, paymentId] of paidBy.entries()) {
    const payment = books.payments.get(paymentId);
    const refunded = (payment?.['refunded_money'] as BookedMoney | undefined)?.amount ?? 0;
    const open = (payment?.total_money.amount ?? 0) - refunded;
    // The last takes the rest: what a till gives back is its own affair.
    const share = index === paidBy.length - 1 ? left : Math.min(left, open);
    if (share <= 0) continue;
    shares.push({ paymentId, amount: share });
    left -= share;
  }
  return left === 0 ? shares : [...shares, { paymentId: books.nextId('PAYMENT'), amount: left }];
}
