import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What became of a promise so far. */
function watch(promise: Promise<unknown>) {
  const seen = { state: 'pending' as 'pending' | 'done' | 'failed', reason: undefined as unknown };
  promise.then(
    () => (seen.state = 'done'),
    (reason: unknown) => Object.assign(seen, { state: 'failed', reason }),
  );
  return seen;
}

describe("the machine's clock", () => {
  it('tells epoch milliseconds', () => {
    expect(systemClock.now()).toBe(1_000);
  });

  it('wakes a sleeper when the time has come, not sooner', async () => {
    const seen = watch(systemClock.sleep(500));
    await vi.advanceTimersByTimeAsync(499);
    expect(seen.state).toBe('pending');
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.state).toBe('done');
  });

  it('sleeps for forty days, although a timer holds only twenty-four', async () => {
    const days = (count: number) => count * 86_400_000;
    const seen = watch(systemClock.sleep(days(40)));
    await vi.advanceTimersByTimeAsync(days(39));
    expect(seen.state).toBe('pending');
    await vi.advanceTimersByTimeAsync(days(1));
    expect(seen.state).toBe('done');
  });

  it("rejects with the signal's reason, at once, and leaves no timer behind", async () => {
    const stop = new AbortController();
    const seen = watch(systemClock.sleep(500, stop.signal));
    const reason = new Error('the dock stops');
    stop.abort(reason);
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual({ state: 'failed', reason });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin to sleep when it was called off before', async () => {
    const seen = watch(systemClock.sleep(500, AbortSignal.abort('enough')));
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toMatchObject({ state: 'failed', reason: { code: 'cancelled' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no listener on a signal that outlives many sleeps', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const seen = watch(systemClock.sleep(1, signal));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.state).toBe('done');
    expect(removed).toHaveBeenCalledTimes(1);
  });
});
