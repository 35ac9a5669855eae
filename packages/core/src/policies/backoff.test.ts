import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../primitives/index.ts';
import { exponentialBackoff } from './backoff.ts';

it('a backoff is a sequence of numbers that can be printed', () => {
  expect([...exponentialBackoff({ jitter: 'none' })]).toEqual([1_000, 2_000, 4_000, 8_000]);
});

it('no wait is longer than the longest one', () => {
  expect([...exponentialBackoff({ jitter: 'none', retries: 6, maxDelayMs: 5_000 })].slice(-2)).toEqual([5_000, 5_000]);
});

it('the same sequence can be walked again', () => {
  const backoff = exponentialBackoff({ jitter: 'none' });
  expect([...backoff]).toEqual([...backoff]);
});

it('full jitter draws every wait between nothing and its upper bound', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 0, max: 20 }),
      (seed, firstDelayMs, retries) => {
        const shape = { firstDelayMs, retries };
        const bounds = [...exponentialBackoff({ ...shape, jitter: 'none' })];
        const waits = [...exponentialBackoff({ ...shape, random: seededRandom(seed) })];
        expect(waits).toHaveLength(bounds.length);
        waits.forEach((wait, index) => {
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(bounds[index] ?? 0);
        });
      },
    ),
  );
});
