import { expect, test } from 'vitest';
import { dueDays, lateDates, settledWindow } from './due-days.ts';

const hour = 3_600_000;
const store = { id: 'L1', code: 'store-1', currency: 'USD', timeZone: 'UTC' };
const rules = { closeAfterMs: 2 * hour, reviseEveryMs: 6 * hour, graceMs: 72 * hour };
const at = (text: string): number => Date.parse(`2026-11-${text}Z`);
const iso = (text: string): string => `2026-11-${text}Z`;

interface Late {
  readonly tickets?: readonly string[];
  readonly drawers?: readonly { readonly openedAt: string; readonly closedAt: string }[];
}

/** What is due in a window of hours and minutes, and what was asked of the platform. */
async function due(from: string, to: string, { tickets = [], drawers = [] }: Late = {}) {
  const asked: unknown[] = [];
  const days = await dueDays([store], { from: at(from), to: at(to) }, rules, {
    tickets: async (stores, since) => {
      asked.push(['tickets', stores.map((it) => it.id), new Date(since).toISOString()]);
      return new Map([['L1', new Set(tickets)]]);
    },
    drawers: async (_, span) => {
      asked.push(['drawers', new Date(span.from).toISOString(), new Date(span.to).toISOString()]);
      return drawers;
    },
  });
  return { days: days.map(({ date, since }) => [date, since]), asked };
}

test('a day is due in the window in which it is closed first, and in no other', async () => {
  // The 24th ends at midnight and is closed at two.
  expect((await due('25T01:00:00', '25T01:59:59')).days).toEqual([]);
  expect((await due('25T01:00:00', '25T02:00:00')).days).toEqual([['2026-11-24', at('25T01:00:00')]]);
  expect((await due('25T02:00:00', '25T02:30:00')).days).toEqual([]);
});

test('late tickets are asked for where a beat of revisions lies in the window, back to the beat before', async () => {
  expect((await due('25T03:00:00', '25T07:59:59')).asked).toEqual([]);
  expect((await due('25T07:45:00', '25T08:00:00')).asked).toEqual([
    ['tickets', ['L1'], '2026-11-25T01:45:00.000Z'],
    ['drawers', '2026-11-22T01:45:00.000Z', '2026-11-25T08:00:00.000Z'],
  ]);
});

test('a day that a late ticket touched is due with all its editions', async () => {
  const { days } = await due('25T07:45:00', '25T08:00:00', { tickets: ['2026-11-23'] });
  expect(days).toEqual([['2026-11-23', Number.NEGATIVE_INFINITY]]);
});

test('a day whose drawer was counted after the closing is due; one that was counted before, or later than the window, is not', async () => {
  const counted = async (closedAt: string) =>
    (await due('25T07:45:00', '25T08:00:00', { drawers: [{ openedAt: iso('24T09:00:00'), closedAt: iso(closedAt) }] }))
      .days;
  expect(await counted('25T07:00:00')).toEqual([['2026-11-24', Number.NEGATIVE_INFINITY]]);
  expect(await counted('25T01:50:00')).toEqual([]);
  expect(await counted('25T08:00:01')).toEqual([]);
});

test('a ticket is late if it came or changed after its day was closed; one that cannot be read is left out', () => {
  const late = lateDates(rules);
  late.add(store, () => ({ businessDate: '2026-11-24', changedAt: at('25T02:00:00') }));
  late.add(store, () => undefined);
  expect([...late.dates]).toEqual([]);
  late.add(store, () => ({ businessDate: '2026-11-24', changedAt: at('25T02:00:01') }));
  expect([...late.dates]).toEqual([['L1', new Set(['2026-11-24'])]]);
  const broken = () => {
    throw new TypeError('A mistake of ours');
  };
  expect(() => late.add(store, broken)).toThrow(TypeError);
});

test('a window ends before now, as far as lists are settled', () => {
  const window = { from: iso('25T07:00:00'), to: iso('25T09:00:00') };
  expect(settledWindow(window, at('25T08:00:00'))).toEqual({ from: at('25T06:50:00'), to: at('25T07:50:00') });
  expect(settledWindow(window, at('25T06:00:00'))).toBeUndefined();
});
