import { describe, expect, test } from 'vitest';
import { instantOf, wallTimeOf } from './wall-time.ts';

describe('a clock on a wall', () => {
  test.each([
    ['UTC', '2026-11-27T12:00:00Z', '2026-11-27 12:00:00'],
    ['America/Los_Angeles', '2026-11-27T12:00:00Z', '2026-11-27 04:00:00'],
    ['America/Los_Angeles', '2026-07-01T00:30:00Z', '2026-06-30 17:30:00'],
    ['Asia/Kolkata', '2026-12-31T18:30:00Z', '2027-01-01 00:00:00'],
  ])('in %s shows at %s: %s, and back', (zone, instant, wall) => {
    expect(wallTimeOf(Date.parse(instant), zone)).toBe(wall);
    expect(instantOf(wall, zone)).toBe(instant);
    expect(instantOf(wall.replace(' ', 'T'), zone)).toBe(instant);
  });

  test('shows an hour twice when summer time ends, and leaves one out when it begins', () => {
    expect(instantOf('2026-11-01 01:30:00', 'America/New_York')).toBe('2026-11-01T06:30:00Z');
    expect(() => instantOf('2026-03-08 02:30:00', 'America/New_York')).not.toThrow();
  });

  test.each(['', '11/27/2026', '2026-13-40 99:99:99', '2026-11-27'])('does not show %j', (text) => {
    expect(() => instantOf(text, 'UTC')).toThrow(expect.objectContaining({ code: 'response-invalid' }));
  });
});
