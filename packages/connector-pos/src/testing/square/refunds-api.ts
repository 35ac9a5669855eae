import { bad, notFound, objectIn, requiredText, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedMoney } from './entries.ts';
import { type IdempotencyKeys } from './idempotency.ts';
import { type Route } from './router.ts';
import { type Till } from './till.ts';

/** Giving money back. There is no refund of lines. */
export function refundsApi({
  books,
  till,
  keys,
}: {
  readonly books: Books;
  readonly till: Till;
  readonly keys: IdempotencyKeys;
}): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v2/refunds/{id}',
      answer: ({ params }) => {
        const refund = books.refunds.get(params['id'] ?? '');
        if (!refund) throw notFound('refund_id');
        return { refund };
      },
    },
    {
      method: 'POST',
      path: '/v2/refunds',
      write: true,
      answer: ({ body }) =>
        keys.once('refunds', body, { maxLength: 45 }, () => {
          const payment = books.payments.get(requiredText(body, 'payment_id'));
          if (!payment) throw notFound('payment_id');
          const { amount, currency } = objectIn(body, 'amount_money');
          if (typeof amount !== 'number' || amount <= 0) throw bad('REFUND_AMOUNT_INVALID', 'amount_money.amount');
          if (currency !== payment.total_money.currency) throw bad('CURRENCY_MISMATCH', 'amount_money.currency');
          if (payment.status !== 'COMPLETED') throw bad('REFUND_ERROR_PAYMENT_NEEDS_COMPLETION', 'payment_id');
          const refunded = (payment['refunded_money'] as BookedMoney | undefined)?.amount ?? 0;
          if (refunded + amount > payment.total_money.amount) throw bad('REFUND_AMOUNT_INVALID', 'amount_money.amount');
          const reason = textIn(body, 'reason') ?? '';
          if (reason.length > 192) throw bad('VALUE_TOO_LONG', 'reason');
          return { refund: till.refundPayment(payment, amount, reason) };
        }),
    },
  ];
}
