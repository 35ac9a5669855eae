import { IntegrationError } from './errors.ts';

/** Zones change their clocks on the quarter of an hour, so within one the offset stays. */
const quarterMs = 900_000;
const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/**
 * What a clock on a wall in the zone shows at an instant, as if it were UTC; both in epoch milliseconds.
 *
 * @throws IntegrationError `input-invalid` for a zone that this runtime does not know
 *
 * @example
 * ```ts
 * import { wallClock } from '@crossdock/core';
 *
 * const at = Date.parse('2026-11-28T06:00:00Z');
 * new Date(wallClock(at, 'Pacific/Honolulu')).toISOString(); // 2026-11-27T20:00:00.000Z
 * ```
 */
export function wallClock(at: number, timeZone: string): number {
  return at + offsetAt(at, timeZone);
}

/**
 * The instant at which a clock on a wall in the zone shows a time; both in epoch milliseconds, the time as if it were UTC.
 *
 * A time that the wall shows twice, when the clock is put back, is taken for the one that was asked for. A time that the wall
 * never shows, because the clock was put forward over it, is taken as the clock would have gone on.
 *
 * @throws IntegrationError `input-invalid` for a zone that this runtime does not know
 */
export function instantOfWallClock(wall: number, timeZone: string, which: 'first' | 'last'): number {
  const before = offsetAt(wall - dayMs, timeZone);
  const after = offsetAt(wall + dayMs, timeZone);
  const guesses = [wall - before, wall - after];
  const fitting = guesses.filter((it) => wallClock(it, timeZone) === wall);
  if (fitting.length > 0) return which === 'first' ? Math.min(...fitting) : Math.max(...fitting);
  return wall - before;
}

/** Whether a text names an IANA time zone that this runtime knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return formatOf(timeZone) !== undefined;
  } catch {
    return false;
  }
}

function offsetAt(at: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(at / quarterMs)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size > 10_000) offsets.clear();
    offsets.set(key, (offset = computedOffset(at, timeZone)));
  }
  return offset;
}

function computedOffset(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map((it) => [it.type, Number(it.value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
    return format;
  } catch {
    throw new IntegrationError('timeZone must be an IANA time zone', { code: 'input-invalid', path: 'timeZone' });
  }
}
