import { describe, expect, test } from 'vitest';
import { instantOfWallClock, isTimeZone, wallClock } from './wall-clock.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const shown = (at: string, zone: string) => new Date(wallClock(utc(at), zone)).toISOString().slice(0, 23);
const instant = (wall: string, zone: string, which: 'first' | 'last' = 'first') =>
  new Date(instantOfWallClock(utc(wall), zone, which)).toISOString().slice(0, 19);

describe('a clock on a wall', () => {
  test.each([
    ['2026-11-28T06:00:00.123', 'Pacific/Honolulu', '2026-11-27T20:00:00.123'],
    ['2026-07-01T00:00:00.000', 'Asia/Kathmandu', '2026-07-01T05:45:00.000'],
    ['2026-11-01T05:59:59.999', 'America/New_York', '2026-11-01T01:59:59.999'],
    ['2026-11-01T06:00:00.000', 'America/New_York', '2026-11-01T01:00:00.000'],
    ['1969-12-31T23:59:59.001', 'UTC', '1969-12-31T23:59:59.001'],
  ])('at %s in %s shows %s', (at, zone, wall) => {
    expect(shown(at, zone)).toBe(wall);
  });

  test('that is put back shows an hour twice', () => {
    expect(instant('2026-11-01T01:30:00', 'America/New_York', 'first')).toBe('2026-11-01T05:30:00');
    expect(instant('2026-11-01T01:30:00', 'America/New_York', 'last')).toBe('2026-11-01T06:30:00');
  });

  test('that is put forward is taken as it would have gone on', () => {
    expect(instant('2026-03-08T02:30:00', 'America/New_York')).toBe('2026-03-08T07:30:00');
    expect(instant('2026-03-08T02:30:00', 'America/New_York', 'last')).toBe('2026-03-08T07:30:00');
  });

  test.each(['Pacific/Kiritimati', 'Pacific/Niue', 'Asia/Kathmandu', 'Europe/Berlin', 'Australia/Lord_Howe'])(
    'in %s is read back, through the year',
    (zone) => {
      for (let at = utc('2026-01-01T00:00:00'); at < utc('2027-01-01T00:00:00'); at += 13 * 3_600_000) {
        const wall = wallClock(at, zone);
        expect([instantOfWallClock(wall, zone, 'first'), instantOfWallClock(wall, zone, 'last')]).toContain(at);
      }
    },
  );

  test('is in a zone that exists', () => {
    expect(() => wallClock(0, 'Mars/Olympus')).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'timeZone' }),
    );
  });
});

test('a time zone is one that this runtime knows', () => {
  expect(['UTC', 'Pacific/Honolulu', 'Europe/Springfield', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
