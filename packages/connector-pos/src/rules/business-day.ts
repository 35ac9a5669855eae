import { businessDateOf, IntegrationError } from '@crossdock/core';

/** What decides the business day of a store. */
export interface StoreDayClock {
  /** IANA zone: `America/Chicago`. */
  readonly timeZone: string;
  /**
   * Local time at which the day begins: sales before it belong to the day before.
   *
   * @default '00:00'
   */
  readonly dayCut?: string | undefined;
}

/** The instants between which a business day lies: from its first millisecond to the first one of the next day. */
export interface DaySpan {
  /** Epoch milliseconds. */
  readonly from: number;
  /** Epoch milliseconds. */
  readonly to: number;
}

const dayMs = 86_400_000;
/** No zone is further from UTC, no day cut is later, and no clock is put back by more. */
const farthestMs = 48 * 3_600_000;

/** The business date of an instant at a store. */
export function businessDateAt(instant: string, { timeZone, dayCut = '00:00' }: StoreDayClock): string {
  return businessDateOf(instant, { timeZone, dayCut });
}

/** When a business date begins and ends at a store: 23 or 25 hours long where the clock is changed. */
export function daySpan(businessDate: string, store: StoreDayClock): DaySpan {
  const midnight = Date.parse(`${businessDate}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(businessDate) || Number.isNaN(midnight)) {
    throw new IntegrationError('A business date is a day like 2026-11-27', { code: 'input-invalid' });
  }
  const key = `${businessDate} ${store.timeZone} ${store.dayCut ?? ''}`;
  const known = spans.get(key);
  if (known) return known;
  const span = { from: firstMomentOf(midnight, store), to: firstMomentOf(midnight + dayMs, store) };
  if (spans.size >= mostSpans) spans.clear();
  spans.set(key, span);
  return span;
}

/** Finding a span takes milliseconds, and every ticket asks for one. */
const spans = new Map<string, DaySpan>();
const mostSpans = 10_000;

/** The business dates that a span touches, oldest first. */
export function datesWithin(from: number, to: number, store: StoreDayClock): readonly string[] {
  const last = businessDateAt(new Date(to).toISOString(), store);
  const dates: string[] = [];
  for (let date = businessDateAt(new Date(from).toISOString(), store); date <= last; date = dayAfter(date)) {
    dates.push(date);
  }
  return dates;
}

/** The calendar day after one. */
function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/** Business dates only go forward, so the first moment of one is found by halving. */
function firstMomentOf(midnight: number, store: StoreDayClock): number {
  const date = new Date(midnight).toISOString().slice(0, 10);
  let before = midnight - farthestMs;
  let after = midnight + farthestMs;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (businessDateAt(new Date(middle).toISOString(), store) < date) before = middle;
    else after = middle;
  }
  return after;
}
