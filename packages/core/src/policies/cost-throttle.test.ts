import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { createCostThrottle } from './cost-throttle.ts';

const bucket = { maximum: 1_000, restorePerSecond: 50, headRoom: 0 };

it('a call waits (cost - available) / restore rate', async () => {
  const clock = virtualClock(0);
  const throttle = createCostThrottle({ ...bucket, clock });
  await throttle.take(900);
  await clock.settle(throttle.take(300));
  expect(clock.now()).toBe(((300 - 100) / 50) * 1000);
});

it('an expensive call is not starved by cheap ones that come after it', async () => {
  const clock = virtualClock(0);
  const throttle = createCostThrottle({ ...bucket, clock });
  await throttle.take(1_000);
  const served: string[] = [];
  const expensive = throttle.take(800).then(() => served.push('expensive'));
  const cheap = [1, 2, 3].map((name) => throttle.take(10).then(() => served.push(`cheap ${name}`)));
  await clock.settle(Promise.all([expensive, ...cheap]));
  expect(served[0]).toBe('expensive');
});

it('the platform is believed: what it says is there replaces the model, less what is in flight', async () => {
  const clock = virtualClock(0);
  const throttle = createCostThrottle({ ...bucket, clock });
  const first = await throttle.take(100);
  await throttle.take(200);
  first.settle({ available: 500, maximum: 2_000, restorePerSecond: 100 });
  expect(throttle.available).toBe(300);
  await clock.settle(throttle.take(1_000));
  expect(clock.now()).toBe(7_000);
});

it('a caller who waits is let through as soon as the platform reports more', async () => {
  const clock = virtualClock(0);
  const throttle = createCostThrottle({ ...bucket, clock });
  const first = await throttle.take(1_000);
  const waiting = throttle.take(500);
  await clock.advance(10);
  first.settle({ available: 900 });
  await waiting;
  expect(clock.now()).toBe(10);
});

it('head-room is left to other processes', async () => {
  const clock = virtualClock(0);
  const throttle = createCostThrottle({ ...bucket, headRoom: 0.2, clock });
  expect(throttle.available).toBe(800);
});

it('a call dearer than our share may have the whole bucket, once it is full', async () => {
  const clock = virtualClock(0);
  const throttle = createCostThrottle({ ...bucket, headRoom: 0.2, clock });
  await throttle.take(950);
  expect(throttle.available).toBe(-150);
});

it('a call that costs more than the bucket holds is refused at once', async () => {
  const throttle = createCostThrottle({ ...bucket, clock: virtualClock() });
  await expect(throttle.take(1_001)).rejects.toMatchObject({ code: 'query-too-expensive', disposition: 'reject' });
});
