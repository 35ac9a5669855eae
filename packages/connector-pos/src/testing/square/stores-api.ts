import { bad, type Json, notFound } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedShift } from './entries.ts';
import { pageOf } from './paging.ts';
import { type Route } from './router.ts';

/** Locations and cash drawers. */
export function storesApi(books: Books): readonly Route[] {
  return [
    { method: 'GET', path: '/v2/locations', answer: () => ({ locations: books.locations }) },
    { method: 'GET', path: '/v2/cash-drawers/shifts', answer: ({ query }) => listShifts(query, books) },
    {
      method: 'GET',
      path: '/v2/cash-drawers/shifts/{id}',
      answer: ({ params, query }) => {
        const shift = books.shifts.get(params['id'] ?? '');
        if (!shift || shift.location_id !== query.get('location_id')) throw notFound('shift_id');
        return { cash_drawer_shift: shift };
      },
    },
  ];
}

/** The list has less than a shift: no payments, refunds, paid-ins and paid-outs. */
function listShifts(query: URLSearchParams, books: Books): Json {
  const location = query.get('location_id');
  if (location === null) throw bad('MISSING_REQUIRED_PARAMETER', 'location_id');
  const from = Date.parse(query.get('begin_time') ?? '1970-01-01T00:00:00Z');
  const to = Date.parse(query.get('end_time') ?? '2200-01-01T00:00:00Z');
  const rows = [...books.shifts.values()].filter(
    (it) => it.location_id === location && Date.parse(it.opened_at) >= from && Date.parse(it.opened_at) < to,
  );
  const page = pageOf(rows, {
    cursor: query.get('cursor') ?? undefined,
    limit: Math.min(Number(query.get('limit') ?? 200), 1000),
    query: [location, from, to],
    now: books.now(),
    sortOf: (it) => it.opened_at,
  });
  return { cash_drawer_shifts: page.rows.map(summaryOf), ...(page.cursor !== undefined && { cursor: page.cursor }) };
}

function summaryOf({
  id,
  state,
  opened_at,
  closed_at,
  opened_cash_money,
  expected_cash_money,
  closed_cash_money,
}: BookedShift): Json {
  return { id, state, opened_at, closed_at, opened_cash_money, expected_cash_money, closed_cash_money };
}

/** What lay in a drawer. Amounts are minor units; refunds and paid-outs are given as positive amounts. */
export interface ShiftInput {
  readonly locationId?: string;
  /** ISO instant. */
  readonly openedAt: string;
  readonly opening: number;
  readonly payments?: number;
  readonly refunds?: number;
  readonly paidIn?: number;
  readonly paidOut?: number;
  /** Absent: it has ended and is not counted yet. */
  readonly counted?: number;
  readonly deviceName?: string;
}

/** Ends a shift of a drawer, counted or not. Refunds and paid-outs are negative at the platform. */
export function bookShift(books: Books, input: ShiftInput): BookedShift {
  const { opening, payments = 0, refunds = 0, paidIn = 0, paidOut = 0, counted, deviceName = 'Till 1' } = input;
  const location = input.locationId === undefined ? books.locations[0] : books.location(input.locationId);
  if (!location) throw new Error(`The seller has no location ${input.locationId}`);
  const money = (amount: number) => ({ amount, currency: location.currency });
  const now = books.instant();
  const shift: BookedShift = {
    id: books.nextId('SHIFT'),
    location_id: location.id,
    state: counted === undefined ? 'ENDED' : 'CLOSED',
    opened_at: input.openedAt,
    ended_at: now,
    ...(counted !== undefined && { closed_at: now, closed_cash_money: money(counted) }),
    device: { name: deviceName },
    opened_cash_money: money(opening),
    cash_payment_money: money(payments),
    cash_refunds_money: money(-refunds),
    cash_paid_in_money: money(paidIn),
    cash_paid_out_money: money(-paidOut),
    expected_cash_money: money(opening + payments - refunds + paidIn - paidOut),
  };
  books.shifts.set(shift.id, shift);
  return shift;
}
