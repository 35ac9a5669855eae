import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { withTimeout } from './timeout.ts';

const onTimeout = () => new Error('time is over');
const never = <T>() => new Promise<T>(() => undefined);

it('work that is done in time gives its result and leaves no timer behind', async () => {
  const clock = virtualClock();
  await expect(withTimeout(async () => 'done', { timeoutMs: 1_000, clock, onTimeout })).resolves.toBe('done');
  await clock.advance(5_000);
});

it('work that does not listen is left alone when time is over, and its signal is aborted', async () => {
  const clock = virtualClock();
  let heard: AbortSignal | undefined;
  const result = withTimeout(
    (signal) => {
      heard = signal;
      return never();
    },
    { timeoutMs: 1_000, clock, onTimeout },
  );
  await expect(clock.settle(result)).rejects.toThrow('time is over');
  expect(heard?.aborted).toBe(true);
});

it('a caller who gives up does not wait for the work', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const result = withTimeout(() => never(), { timeoutMs: 1_000, clock, signal: controller.signal, onTimeout });
  controller.abort();
  await expect(result).rejects.toMatchObject({ code: 'cancelled' });
});

it('a caller who gave up before does not start the work', async () => {
  const clock = virtualClock();
  let begun = false;
  const result = withTimeout(
    async () => {
      begun = true;
    },
    { timeoutMs: 1_000, clock, signal: AbortSignal.abort(), onTimeout },
  );
  await expect(result).rejects.toMatchObject({ code: 'cancelled', disposition: 'retry' });
  expect(begun).toBe(false);
});
