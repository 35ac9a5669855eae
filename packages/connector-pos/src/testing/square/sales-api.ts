import { bad, type Json, listIn, notFound, objectIn, requiredText, textIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedMoney } from './entries.ts';
import { type IdempotencyKeys } from './idempotency.ts';
import { type Route } from './router.ts';
import { type Till } from './till.ts';

/** Sales that an application makes as a till does: an order of articles, and the cash for it. */
export function salesApi({
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
      method: 'POST',
      path: '/v2/orders',
      write: true,
      answer: ({ body }) =>
        keys.once('orders', body, { maxLength: 192, required: false }, () => ({
          order: createOrder(body, books, till),
        })),
    },
    {
      method: 'POST',
      path: '/v2/payments',
      write: true,
      answer: ({ body }) =>
        keys.once('payments', body, { maxLength: 45 }, () => ({ payment: createPayment(body, books, till) })),
    },
  ];
}

function createOrder(body: Json, books: Books, till: Till): Json {
  const order = objectIn(body, 'order');
  const locationId = requiredText(order, 'location_id');
  if (!books.location(locationId)) throw bad('INVALID_VALUE', 'order.location_id');
  const lines = listIn(order, 'line_items').map((it, index) => {
    const field = `order.line_items[${index}]`;
    const variation = books.variations().find(({ id }) => id === textIn(it, 'catalog_object_id'));
    if (!variation) throw notFound(`${field}.catalog_object_id`);
    const quantity = requiredText(it, 'quantity');
    if (!/^\d{1,12}(?:\.\d{1,5})?$/.test(quantity)) throw bad('INVALID_VALUE', `${field}.quantity`);
    const { sku, price_money: price } = variation['item_variation_data'] as {
      readonly sku: string;
      readonly price_money?: BookedMoney;
    };
    if (!price) throw bad('MISSING_REQUIRED_PARAMETER', `${field}.base_price_money`);
    return { sku, price: price.amount, quantity };
  });
  if (lines.length === 0) throw bad('MISSING_REQUIRED_PARAMETER', 'order.line_items');
  return till.sell({ locationId, lines, unpaid: true });
}

function createPayment(body: Json, books: Books, till: Till): Json {
  const order = books.orders.get(requiredText(body, 'order_id'));
  if (!order) throw notFound('order_id');
  if (requiredText(body, 'source_id') !== 'CASH') throw bad('INVALID_VALUE', 'source_id');
  if (order.state !== 'OPEN') throw bad('BAD_REQUEST', 'order_id');
  const { amount, currency } = objectIn(body, 'amount_money');
  const due = order['total_money'] as BookedMoney;
  if (currency !== due.currency) throw bad('CURRENCY_MISMATCH', 'amount_money.currency');
  if (amount !== due.amount) throw bad('BAD_REQUEST', 'amount_money.amount');
  const { amount: given } = objectIn(objectIn(body, 'cash_details'), 'buyer_supplied_money');
  if (typeof given !== 'number') throw bad('MISSING_REQUIRED_PARAMETER', 'cash_details.buyer_supplied_money');
  if (given < due.amount) throw bad('VALUE_TOO_LOW', 'cash_details.buyer_supplied_money');
  const paid = till.payTab(order.id, 0, [{ type: 'CASH' }]);
  const [tender] = paid['tenders'] as readonly { readonly payment_id: string }[];
  const payment = books.payments.get(tender?.payment_id ?? '');
  if (!payment) throw new Error('The payment was not booked');
  return payment;
}
