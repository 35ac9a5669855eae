import { describe, expect, it } from 'vitest';
import { type Duration, toMs } from './duration.ts';

describe('a duration', () => {
  it.each([
    [250, 250],
    ['250ms', 250],
    ['1.5s', 1_500],
    ['20m', 1_200_000],
    ['6h', 21_600_000],
    ['2d', 172_800_000],
    [0, 0],
  ] as const)('of %s is %d milliseconds', (duration, ms) => {
    expect(toMs(duration)).toBe(ms);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '5', '5 m', '-5m', '5w', 'm', ''])(
    'of %j is refused',
    (duration) => {
      expect(() => toMs(duration as Duration)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    },
  );
});
