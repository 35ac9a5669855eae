import { type Json, notFound } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedPayout } from './entries.ts';
import { within } from './orders-api.ts';
import { pageOf } from './paging.ts';
import { type Route } from './router.ts';
import { type WebhookSender } from './webhook-sender.ts';

/** Payouts to the seller's bank and what they are made of. */
export function payoutsApi(books: Books): readonly Route[] {
  const payoutOf = (id = ''): BookedPayout => {
    const payout = books.payouts.get(id);
    if (!payout) throw notFound('payout_id');
    return payout;
  };
  return [
    { method: 'GET', path: '/v2/payouts', answer: ({ query }) => listPayouts(query, books) },
    { method: 'GET', path: '/v2/payouts/{id}', answer: ({ params }) => ({ payout: payoutOf(params['id']).wire }) },
    {
      method: 'GET',
      path: '/v2/payouts/{id}/payout-entries',
      answer: ({ params, query }) => {
        const page = pageOf(payoutOf(params['id']).entries, { ...pagingOf(query, books), sortOf: (it) => it.id });
        return { payout_entries: page.rows, ...(page.cursor !== undefined && { cursor: page.cursor }) };
      },
    },
  ];
}

/** One location at a time; without one, the main location. Without times, the last year. */
function listPayouts(query: URLSearchParams, books: Books): Json {
  const location = query.get('location_id') ?? books.locations[0]?.id;
  const begin = query.get('begin_time') ?? new Date(books.now() - 365 * 86_400_000).toISOString();
  const rows = [...books.payouts.values()].filter(
    ({ wire }) =>
      wire['location_id'] === location && within(wire['created_at'], begin, query.get('end_time') ?? undefined),
  );
  const page = pageOf(rows, { ...pagingOf(query, books), sortOf: ({ wire }) => String(wire['created_at']) });
  return { payouts: page.rows.map((it) => it.wire), ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

function pagingOf(query: URLSearchParams, books: Books) {
  return {
    cursor: query.get('cursor') ?? undefined,
    limit: Math.min(Number(query.get('limit') ?? 100), 100),
    query: Object.fromEntries([...query].filter(([key]) => key !== 'cursor')),
    now: books.now(),
  };
}

/** What is paid out. Amounts are minor units, gross and fee with their sign. */
export interface PayoutInput {
  readonly locationId?: string;
  readonly entries: readonly { readonly type: string; readonly gross: number; readonly fee?: number }[];
  /** @default 'PAID' */
  readonly status?: 'SENT' | 'PAID' | 'FAILED';
  /** What reaches the bank, when it is not what the entries come to. */
  readonly amount?: number;
}

/** Pays the seller's balance out. */
export function bookPayout(input: PayoutInput, books: Books, sender: WebhookSender): BookedPayout {
  const { entries, status = 'PAID' } = input;
  const location = input.locationId === undefined ? books.locations[0] : books.location(input.locationId);
  if (!location) throw new Error(`The seller has no location ${input.locationId}`);
  const money = (amount: number) => ({ amount, currency: location.currency });
  const id = books.nextId('po_');
  const now = books.instant();
  const net = entries.reduce((sum, { gross, fee = 0 }) => sum + gross - fee, 0);
  const wire = {
    id,
    status,
    location_id: location.id,
    created_at: now,
    updated_at: now,
    amount_money: money(input.amount ?? net),
    arrival_date: now.slice(0, 10),
    version: 1,
    type: 'BATCH',
  };
  const booked: BookedPayout = {
    id,
    wire,
    entries: entries.map(({ type, gross, fee = 0 }) => ({
      id: books.nextId('poe_'),
      payout_id: id,
      effective_at: now,
      type,
      gross_amount_money: money(gross),
      fee_amount_money: money(fee),
      net_amount_money: money(gross - fee),
    })),
  };
  books.payouts.set(id, booked);
  sender.tell(`payout.${status.toLowerCase()}`, { id, dataType: 'payout', object: { payout: wire } });
  return booked;
}
