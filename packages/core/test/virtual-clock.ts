import { setImmediate } from 'node:timers/promises';
import { type Clock } from '../src/primitives/index.ts';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock for tests that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  /** Lets so much time pass, waking sleepers in order. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until the promise is settled. Fails if nobody sleeps any more and it is not. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** How long the sleeps were, in the order they began. */
  readonly sleeps: readonly number[];
}

export function virtualClock(start = 1_000_000): VirtualClock {
  let now = start;
  let sleepers: Sleeper[] = [];
  const sleeps: number[] = [];

  /** Lets everything run that does not wait for time. */
  const quiet = async (): Promise<void> => {
    for (let round = 0; round < 5; round += 1) await setImmediate();
  };

  const wakeNext = (until: number): boolean => {
    const next = sleepers.toSorted((a, b) => a.at - b.at)[0];
    if (!next || next.at > until) return false;
    sleepers = sleepers.filter((other) => other !== next);
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };

  return {
    now: () => now,
    sleep(ms, signal) {
      sleeps.push(ms);
      return new Promise((resolve, reject) => {
        const sleeper: Sleeper = { at: now + ms, wake: resolve };
        const abort = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal?.reason as Error);
        };
        if (signal?.aborted) {
          abort();
          return;
        }
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.push(sleeper);
      });
    },
    async advance(ms) {
      const until = now + ms;
      await quiet();
      while (wakeNext(until)) await quiet();
      now = until;
    },
    async settle(promise) {
      let settled = false;
      const done = (): void => {
        settled = true;
      };
      promise.then(done, done);
      await quiet();
      while (!settled) {
        if (!wakeNext(Number.POSITIVE_INFINITY)) throw new Error('Nobody sleeps, and it is not settled');
        await quiet();
      }
      return promise;
    },
    sleeps,
  };
}
