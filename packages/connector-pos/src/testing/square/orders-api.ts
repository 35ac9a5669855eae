import { bad, type Json, notFound, objectIn, Refusal, textIn, textsIn } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedPayment } from './entries.ts';
import { pageOf } from './paging.ts';
import { type Route } from './router.ts';

const timeFields: Readonly<Record<string, 'created_at' | 'updated_at' | 'closed_at'>> = {
  CREATED_AT: 'created_at',
  UPDATED_AT: 'updated_at',
  CLOSED_AT: 'closed_at',
};

/** Reading orders, payments and refunds. */
export function ordersApi(books: Books): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v2/orders/{id}',
      answer: ({ params }) => {
        const order = books.orders.get(params['id'] ?? '');
        if (!order) throw notFound('order_id');
        return { order };
      },
    },
    {
      method: 'POST',
      path: '/v2/orders/batch-retrieve',
      answer: ({ body }) => {
        const ids = textsIn(body, 'order_ids');
        if (ids.length > 100) throw bad('ARRAY_LENGTH_TOO_LONG', 'order_ids');
        return { orders: ids.flatMap((id) => books.orders.get(id) ?? []) };
      },
    },
    { method: 'POST', path: '/v2/orders/search', answer: ({ body }) => searchOrders(body, books) },
    {
      method: 'GET',
      path: '/v2/payments/{id}',
      answer: ({ params }) => {
        const payment = books.payments.get(params['id'] ?? '');
        if (!payment) throw notFound('payment_id');
        return { payment };
      },
    },
    { method: 'GET', path: '/v2/payments', answer: ({ query }) => listPayments(query, books) },
    { method: 'GET', path: '/v2/refunds', answer: ({ query }) => listRefunds(query, books) },
  ];
}

function searchOrders(body: Json, books: Books): Json {
  const locations = textsIn(body, 'location_ids');
  if (locations.length === 0) throw bad('MISSING_REQUIRED_PARAMETER', 'location_ids');
  if (locations.length > 10) throw bad('ARRAY_LENGTH_TOO_LONG', 'location_ids');
  for (const id of locations) if (!books.location(id)) throw new Refusal(403, 'FORBIDDEN', 'location_ids');
  const limit = limitOf(body['limit'], 500, 1000);
  const query = objectIn(body, 'query');
  const filter = objectIn(query, 'filter');
  const sort = objectIn(query, 'sort');
  const field = timeFields[textIn(sort, 'sort_field') ?? 'CREATED_AT'];
  if (!field) throw bad('INVALID_ENUM_VALUE', 'query.sort.sort_field');
  const times = objectIn(filter, 'date_time_filter');
  const [filtered] = Object.keys(times);
  if (filtered !== undefined && filtered !== field) throw bad('BAD_REQUEST', 'query.sort.sort_field');
  const span = objectIn(times, field);
  const states = textsIn(objectIn(filter, 'state_filter'), 'states');
  const rows = [...books.orders.values()].filter(
    (order) =>
      locations.includes(order.location_id) &&
      (states.length === 0 || states.includes(order.state)) &&
      (field !== 'closed_at' || order.closed_at !== undefined) &&
      within(order[field], span['start_at'], span['end_at']),
  );
  const page = pageOf(rows, {
    cursor: textIn(body, 'cursor'),
    limit,
    query: { locations, query },
    now: books.now(),
    descending: (textIn(sort, 'sort_order') ?? 'DESC') === 'DESC',
    sortOf: (order) => String(order[field]),
  });
  return { orders: page.rows, ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

/** One location at a time; without one, the main location. Without times, the last year. */
function listPayments(query: URLSearchParams, books: Books): Json {
  const location = query.get('location_id') ?? books.locations[0]?.id;
  const begin = query.get('begin_time') ?? new Date(books.now() - 365 * 86_400_000).toISOString();
  const rows = [...books.payments.values()].filter(
    (it) =>
      it.location_id === location &&
      within(it.created_at, begin, query.get('end_time') ?? undefined) &&
      within(
        it.updated_at,
        query.get('updated_at_begin_time') ?? undefined,
        query.get('updated_at_end_time') ?? undefined,
      ),
  );
  return moneyPage('payments', rows, query, books);
}

function listRefunds(query: URLSearchParams, books: Books): Json {
  const location = query.get('location_id');
  const begin = query.get('begin_time') ?? new Date(books.now() - 365 * 86_400_000).toISOString();
  const rows = [...books.refunds.values()].filter(
    (it) =>
      (location === null || it.location_id === location) &&
      within(it.created_at, begin, query.get('end_time') ?? undefined) &&
      within(
        it.updated_at,
        query.get('updated_at_begin_time') ?? undefined,
        query.get('updated_at_end_time') ?? undefined,
      ),
  );
  return moneyPage('refunds', rows, query, books);
}

function moneyPage(
  name: 'payments' | 'refunds',
  rows: readonly Pick<BookedPayment, 'id' | 'created_at'>[],
  query: URLSearchParams,
  books: Books,
): Json {
  const page = pageOf(rows, {
    cursor: query.get('cursor') ?? undefined,
    limit: Math.min(Number(query.get('limit') ?? 100), 100),
    query: Object.fromEntries([...query].filter(([key]) => key !== 'cursor')),
    now: books.now(),
    descending: (query.get('sort_order') ?? 'DESC') === 'DESC',
    sortOf: (it) => it.created_at,
  });
  return { [name]: page.rows, ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

/** Whether an instant lies in a span whose ends may be open; both ends belong to it. */
export function within(instant: unknown, from: unknown, to: unknown): boolean {
  const at = timeOf(instant, 0);
  return at >= timeOf(from, Number.NEGATIVE_INFINITY) && at <= timeOf(to, Number.POSITIVE_INFINITY);
}

function timeOf(instant: unknown, absent: number): number {
  if (instant === undefined || instant === null) return absent;
  const at = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(at)) throw bad('INVALID_TIME');
  return at;
}

/** The size of a page. */
export function limitOf(limit: unknown, usual: number, most: number): number {
  if (limit === undefined || limit === null) return usual;
  if (typeof limit !== 'number' || !Number.isInteger(limit)) throw bad('EXPECTED_INTEGER', 'limit');
  if (limit < 1) throw bad('VALUE_TOO_LOW', 'limit');
  if (limit > most) throw bad('VALUE_TOO_HIGH', 'limit');
  return limit;
}
