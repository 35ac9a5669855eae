import { type z } from 'zod';
import { add, type DrawerCount, IntegrationError, negate } from '@crossdock/core';
import { type DaySpan } from '../rules/index.ts';
import { ShiftAnswer, ShiftsAnswer, type WireShift } from './api/stores.ts';
import { type SquareClient } from './client.ts';
import { optional, required } from './mapping/amounts.ts';
import { type Store } from './stores.ts';

/** A shift as the list has it, without amounts. */
export type ShiftHead = z.output<typeof ShiftsAnswer>['cash_drawer_shifts'][number];

/** The shifts of a store that were opened within a span. */
export async function* shiftsOpened(
  client: SquareClient,
  store: Store,
  { from, to }: DaySpan,
  signal: AbortSignal,
): AsyncIterable<ShiftHead> {
  const query = {
    location_id: store.id,
    begin_time: new Date(from).toISOString(),
    end_time: new Date(to).toISOString(),
    limit: 1000,
  };
  let cursor: string | undefined;
  do {
    const page = await client.send('GET', '/v2/cash-drawers/shifts', {
      query: { ...query, cursor },
      response: ShiftsAnswer,
      signal,
    });
    yield* page.cash_drawer_shifts;
    ({ cursor } = page);
  } while (cursor !== undefined);
}

/**
 * The cash drawers of a store that were counted for a day: those that were opened in it. A drawer that has ended but was not
 * counted yet is none; it comes with a later edition of the day. The list has no amounts, so each is read.
 */
export async function drawersOf(
  client: SquareClient,
  store: Store,
  day: DaySpan,
  signal: AbortSignal,
): Promise<readonly { readonly count: DrawerCount; readonly closedAt: number }[]> {
  const counted: { readonly count: DrawerCount; readonly closedAt: number }[] = [];
  for await (const { id, state, closed_at } of shiftsOpened(client, store, day, signal)) {
    if (state !== 'CLOSED' || closed_at === undefined) continue;
    const { cash_drawer_shift: shift } = await client.send('GET', '/v2/cash-drawers/shifts/{id}', {
      params: { id },
      query: { location_id: store.id },
      response: ShiftAnswer,
      signal,
    });
    counted.push({ count: toDrawerCount(shift, store.currency), closedAt: Date.parse(closed_at) });
  }
  return counted;
}

/** A shift as a drawer count. Refunds and paid-outs are negative at Square; ours are positive amounts with a name. */
export function toDrawerCount(shift: WireShift, currency: string): DrawerCount {
  const amount = (key: 'cash_payment_money' | 'cash_refunds_money' | 'cash_paid_in_money' | 'cash_paid_out_money') =>
    optional(shift[key], currency, `cash_drawer_shift.${key}`);
  if (shift.state !== 'CLOSED') {
    throw new IntegrationError('A drawer that is not counted has no count', { code: 'unsupported-document' });
  }
  return {
    register: shift.device?.id ?? shift.device?.name ?? shift.id,
    opening: required(shift.opened_cash_money, currency, 'cash_drawer_shift.opened_cash_money'),
    paidIn: amount('cash_paid_in_money'),
    paidOut: negate(amount('cash_paid_out_money')),
    cashSales: add(amount('cash_payment_money'), amount('cash_refunds_money')),
    expected: required(shift.expected_cash_money, currency, 'cash_drawer_shift.expected_cash_money'),
    counted: required(shift.closed_cash_money, currency, 'cash_drawer_shift.closed_cash_money'),
  };
}
