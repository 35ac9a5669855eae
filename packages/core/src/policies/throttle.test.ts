import fc from 'fast-check';
import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { createThrottle } from './throttle.ts';

it('calls beyond the burst are paced to the rate, first come, first served', async () => {
  const clock = virtualClock(0);
  const throttle = createThrottle({ perSecond: 2, burst: 2, clock });
  const left: [number, number][] = [];
  const calls = [0, 1, 2, 3, 4].map(async (call) => {
    await throttle.take();
    left.push([call, clock.now()]);
  });
  await clock.settle(Promise.all(calls));
  expect(left).toEqual([
    [0, 0],
    [1, 0],
    [2, 500],
    [3, 1_000],
    [4, 1_500],
  ]);
});

it('a caller who gives up leaves the line, and the others move up', async () => {
  const clock = virtualClock(0);
  const throttle = createThrottle({ perSecond: 1, burst: 1, clock });
  const controller = new AbortController();
  await throttle.take();
  const second = expect(throttle.take(controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  const third = throttle.take();
  controller.abort();
  await second;
  await clock.settle(third);
  expect(clock.now()).toBe(1_000);
});

it('no span of time sees more calls than burst plus rate times its length', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 25 }),
      async (perSecond, burst, pauses) => {
        const clock = virtualClock(0);
        const throttle = createThrottle({ perSecond, burst, clock });
        const left: number[] = [];
        const calls: Promise<void>[] = [];
        for (const pause of pauses) {
          await clock.advance(pause);
          calls.push(throttle.take().then(() => void left.push(clock.now())));
        }
        await clock.settle(Promise.all(calls));
        for (const [from, start] of left.entries()) {
          for (const [to, end] of left.entries()) {
            if (to >= from)
              expect(to - from + 1).toBeLessThanOrEqual(burst + ((end - start) * perSecond) / 1000 + 1e-6);
          }
        }
      },
    ),
    { numRuns: 25 },
  );
});
