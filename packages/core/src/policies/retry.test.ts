import { expect, it, vi } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { IntegrationError } from '../primitives/index.ts';
import { retry } from './retry.ts';

const throttled = (retryAfterMs?: number) => new IntegrationError('Slow down', { code: 'throttled', retryAfterMs });

it('a failure that says retry is tried again after the waits of the backoff', async () => {
  const clock = virtualClock();
  const run = vi.fn(async (attempt: number) => {
    if (attempt < 3) throw throttled();
    return 'done';
  });
  await expect(clock.settle(retry(run, { backoff: [100, 200], clock }))).resolves.toBe('done');
  expect(clock.sleeps).toEqual([100, 200]);
});

it('the next attempt is never sooner than the platform told', async () => {
  const clock = virtualClock(0);
  const attempts: number[] = [];
  const run = async (): Promise<string> => {
    attempts.push(clock.now());
    if (attempts.length === 1) throw throttled(7_000);
    return 'done';
  };
  await clock.settle(retry(run, { backoff: [100], clock }));
  expect(attempts).toEqual([0, 7_000]);
});

it('a wait longer than the patience is not begun; the error keeps its retryAfterMs', async () => {
  const clock = virtualClock();
  const run = vi.fn(async () => {
    throw throttled(60_000);
  });
  await expect(retry(run, { backoff: [100], clock, maxElapsedMs: 30_000 })).rejects.toMatchObject({
    code: 'throttled',
    retryAfterMs: 60_000,
  });
  expect(run).toHaveBeenCalledTimes(1);
  expect(clock.sleeps).toEqual([]);
});

it.each(['reject', 'unknown'] as const)('a failure that says %s is not tried again', async (disposition) => {
  const clock = virtualClock();
  const run = vi.fn(async () => {
    throw new IntegrationError('No', { code: 'conflict', disposition });
  });
  await expect(retry(run, { backoff: [1, 1], clock })).rejects.toMatchObject({ code: 'conflict' });
  expect(run).toHaveBeenCalledTimes(1);
});

it('the last error is thrown when the waits are used up', async () => {
  const clock = virtualClock();
  const run = vi.fn(async (attempt: number) => {
    throw new IntegrationError(`Attempt ${attempt}`, { code: 'busy' });
  });
  await expect(clock.settle(retry(run, { backoff: [1, 1], clock }))).rejects.toThrow('Attempt 3');
});

it('a foreign error comes out as internal and is not tried again', async () => {
  const clock = virtualClock();
  const run = vi.fn(async () => {
    throw new TypeError('customer Jane Doe');
  });
  await expect(retry(run, { backoff: [1], clock })).rejects.toMatchObject({ code: 'internal' });
  expect(run).toHaveBeenCalledTimes(1);
});

it('a wait ends when the caller gives up', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const result = retry(
    async () => {
      throw throttled();
    },
    { backoff: [1_000], clock, signal: controller.signal },
  );
  const ended = expect(result).rejects.toMatchObject({ code: 'cancelled', disposition: 'retry' });
  await clock.advance(10);
  controller.abort();
  await ended;
});

it('a cancellation does not hide that the last attempt may have happened', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const result = retry(
    async () => {
      controller.abort();
      throw new IntegrationError('Lost', { code: 'connection-lost' });
    },
    { backoff: [1_000], clock, signal: controller.signal },
  );
  await expect(result).rejects.toMatchObject({ code: 'connection-lost', disposition: 'unknown' });
});
