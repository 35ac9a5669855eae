import { describe, expect, test } from 'vitest';
import { businessDateAt, datesWithin, daySpan } from './business-day.ts';
import { decideClocks } from './three-clocks.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('a business day', () => {
  test('begins at the day cut of the store, in its own zone', () => {
    const { from, to } = daySpan('2026-11-27', { timeZone: 'Pacific/Honolulu', dayCut: '04:00' });
    expect([iso(from), iso(to)]).toEqual(['2026-11-27T14:00:00.000Z', '2026-11-28T14:00:00.000Z']);
  });

  test('has 25 hours when the clock is put back and 23 when it is put forward', () => {
    const hours = (date: string): number => {
      const { from, to } = daySpan(date, { timeZone: 'America/Chicago', dayCut: '00:00' });
      return (to - from) / 3_600_000;
    };
    expect([hours('2026-11-01'), hours('2026-03-08'), hours('2026-11-27')]).toEqual([25, 23, 24]);
  });

  test('of a sale at one in the morning is the day before', () => {
    const store = { timeZone: 'Europe/Zurich', dayCut: '04:00' };
    expect(businessDateAt('2026-11-28T00:00:00Z', store)).toBe('2026-11-27');
    const { from, to } = daySpan('2026-11-27', store);
    for (const at of [from, to - 1]) expect(businessDateAt(iso(at), store)).toBe('2026-11-27');
    expect(businessDateAt(iso(to), store)).toBe('2026-11-28');
  });

  test('is named for each day that a span touches', () => {
    const span = [Date.parse('2026-11-26T23:00:00Z'), Date.parse('2026-11-28T01:00:00Z')] as const;
    expect(datesWithin(...span, { timeZone: 'UTC' })).toEqual(['2026-11-26', '2026-11-27', '2026-11-28']);
  });
});

describe('of three clocks', () => {
  const store = { timeZone: 'America/Chicago' };
  const trust = { offlineMs: 72 * 3_600_000 };
  const received = '2026-11-28T15:00:00Z';

  test('the till says when an offline sale was made, and on which day it counts', () => {
    expect(decideClocks({ device: '2026-11-27T18:00:00Z', received }, store, trust)).toEqual({
      occurredAt: '2026-11-27T18:00:00Z',
      receivedAt: received,
      businessDate: '2026-11-27',
      deviceDoubted: false,
    });
  });

  test.each([
    ['ahead of the server', '2026-11-29T15:00:00Z'],
    ['further behind than a till is ever offline', '2025-01-01T00:00:00Z'],
  ])('a till that is %s is not believed', (_, device) => {
    expect(decideClocks({ device, received }, store, trust)).toMatchObject({
      occurredAt: received,
      businessDate: '2026-11-28',
      deviceDoubted: true,
    });
  });

  test('a stated business date wins', () => {
    const decided = decideClocks({ received, statedDate: '2026-11-26' }, store, trust);
    expect(decided.businessDate).toBe('2026-11-26');
  });
});
