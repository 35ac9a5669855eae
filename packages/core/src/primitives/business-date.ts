import { IntegrationError } from './errors.ts';
import { wallClock } from './wall-clock.ts';

/** Whose day it is. */
export interface BusinessDayOptions {
  /** IANA zone of the store: `Pacific/Honolulu`. */
  readonly timeZone: string;
  /**
   * Local time at which the business day begins: sales before it belong to the day before.
   *
   * @default '00:00'
   */
  readonly dayCut?: string;
}

const instantWithOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const minuteMs = 60_000;
/** A clock that is put back shows no time again that was longer ago than this. */
const longestRepeatMs = 3 * 60 * minuteMs;

/**
 * The business date of an instant: the calendar day at the store, cut where the store cuts its day. A sale at 20:00 in
 * UTC−10 belongs to that day, whatever day it is in UTC. When the clock is put back, a day that began does not end again.
 *
 * @param instant - ISO instant with offset
 * @returns `2026-11-27`
 * @throws IntegrationError `input-invalid` for an unknown zone, or a text that is no instant or no time.
 *
 * @example
 * ```ts
 * import { businessDateOf } from '@crossdock/core';
 *
 * businessDateOf('2026-11-28T06:00:00Z', { timeZone: 'Pacific/Honolulu' }); // 2026-11-27
 * businessDateOf('2026-11-28T02:30:00Z', { timeZone: 'UTC', dayCut: '04:00' }); // 2026-11-27
 * ```
 */
export function businessDateOf(instant: string, { timeZone, dayCut = '00:00' }: BusinessDayOptions): string {
  const at = instantWithOffset.test(instant) && hasDay(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(at)) throw invalid('instant', 'an ISO instant with an offset');
  const day = latestWallTime(at, timeZone) - minutesOf(dayCut) * minuteMs;
  return new Date(day).toISOString().slice(0, 10);
}

/** `Date.parse` takes 30 February and means 2 March. */
function hasDay(instant: string): boolean {
  const day = instant.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

function minutesOf(dayCut: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(dayCut) ?? [];
  if (hours === undefined || minutes === undefined) throw invalid('dayCut', "a time like '04:00'");
  return Number(hours) * 60 + Number(minutes);
}

/** The latest time that the wall clock has shown so far, as if it were UTC: the present one, unless it was just put back. */
function latestWallTime(at: number, timeZone: string): number {
  const now = wallClock(at, timeZone);
  let before = at - longestRepeatMs;
  const offset = wallClock(before, timeZone) - before;
  if (offset <= now - at) return now;
  let after = at;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(middle, timeZone) - middle === offset) before = middle;
    else after = middle;
  }
  return Math.max(now, before + offset);
}

function invalid(path: string, expected: string): IntegrationError {
  return new IntegrationError(`${path} must be ${expected}`, { code: 'input-invalid', path });
}
