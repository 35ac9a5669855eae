import { IntegrationError, money } from '@crossdock/core';
import { expect, test } from 'vitest';
import { ticketOfVoid } from './ticket.ts';
import { type DayParts, toldEditions } from './told-days.ts';

const hour = 3_600_000;
const store = { id: 'L-1', code: 'store-1', currency: 'USD', timeZone: 'UTC' };
const rules = { closeAfterMs: 2 * hour, reviseEveryMs: 6 * hour, graceMs: 72 * hour };
const closing = Date.parse('2026-11-25T02:00:00Z');
const usd = (amount: string) => money(amount, 'USD');
const drawer = (closedAt: number) => ({
  closedAt,
  count: {
    register: '1',
    opening: usd('0'),
    paidIn: usd('0'),
    paidOut: usd('0'),
    cashSales: usd('0'),
    expected: usd('0'),
    counted: usd('0'),
  },
});
const parts: DayParts = {
  tickets: [ticketOfVoid('stores-A', 'USD', closing - hour)],
  drawers: [drawer(closing - hour), drawer(closing + hour)],
};

async function told(since: number, read: () => Promise<DayParts> = async () => parts) {
  const events = [];
  const day = { store, date: '2026-11-24', since };
  for await (const it of toldEditions(day, { name: 'stores', rules, until: closing + 12 * hour }, read))
    events.push(it);
  return events;
}

test('every edition has the drawers that were counted by then', async () => {
  const events = await told(Number.NEGATIVE_INFINITY);
  expect(events).toMatchObject([
    { id: 'L-1/2026-11-24/1', key: 'stores-L_1-20261124', data: { revision: 1, drawers: [{}] } },
    { id: 'L-1/2026-11-24/2', data: { revision: 2, drawers: [{}, {}] } },
  ]);
});

test('only editions after an instant are told', async () => {
  expect((await told(closing)).map((it) => it.id)).toEqual(['L-1/2026-11-24/2']);
});

test('what is refused for good refuses the day, and what may pass is thrown', async () => {
  const refuse = (code: 'unmapped' | 'system-unavailable') => () =>
    Promise.reject(new IntegrationError('A tender is unknown', { code }));
  expect(await told(closing, refuse('unmapped'))).toMatchObject([
    { id: 'L-1/2026-11-24/refused/unmapped', refused: { code: 'unmapped' } },
  ]);
  await expect(told(closing, refuse('system-unavailable'))).rejects.toMatchObject({ code: 'system-unavailable' });
});
