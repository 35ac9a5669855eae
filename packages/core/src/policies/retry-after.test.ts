import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 10, 24, 14, 0, 0);

it.each([
  ['120', 120_000],
  ['0', 0],
  ['2.5', 2_500],
  [' 3 ', 3_000],
  ['Tue, 24 Nov 2026 14:00:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 13:00:00 GMT', 0],
  ['172800', 172_800_000],
  ['999999999', 259_200_000],
  ['Fri, 27 Nov 2099 10:05:00 GMT', 259_200_000],
])('%j means %i ms', (value, expected) => {
  expect(parseRetryAfter(value, now)).toBe(expected);
});

it.each([null, undefined, '', 'soon', '-5', '5 minutes', '2026-11-24', 'Tue, 24 Foo 2026 14:00:30 GMT'])(
  '%j is not guessed at',
  (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  },
);
