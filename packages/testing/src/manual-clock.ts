import { type Clock } from '@crossdock/core';
import { nativeWork, watchNativeWork } from './native-work.ts';

/** A clock that only moves when it is told to. */
export interface ManualClock extends Clock {
  /** Moves time on and wakes every sleeper that is due, in order, letting each do its work first. */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from sleeper to sleeper until nobody sleeps any more, `until` says so, or `maxMs` of virtual time have passed.
   *
   * @returns the virtual milliseconds that passed
   */
  runToIdle(options?: { readonly maxMs?: number; readonly until?: () => boolean }): Promise<number>;
  /**
   * Lets as much time pass as the promise needs, and gives its result.
   *
   * @throws Error when it is not settled although nobody sleeps any more, or `maxMs` of virtual time have passed.
   */
  settle<T>(promise: Promise<T>, options?: { readonly maxMs?: number }): Promise<T>;
  /** How many sleep now. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Rounds of the event loop in which woken work may come to rest before time moves on. */
const restingRounds = 20;

/** Rounds after which native work is not waited for any longer. */
const patientRounds = 1_000_000;

/**
 * A virtual clock: six hours pass in milliseconds, and the same way every time.
 *
 * @example
 * ```ts
 * import { manualClock } from '@crossdock/testing';
 *
 * const clock = manualClock({ now: '2026-11-27T00:00:00Z' });
 * const waiting = clock.sleep(3_600_000);
 * await clock.advance(3_600_000);
 * await waiting;
 * ```
 */
export function manualClock(options: { readonly now?: number | string } = {}): ManualClock {
  let now = typeof options.now === 'string' ? Date.parse(options.now) : (options.now ?? Date.UTC(2026, 0, 1));
  let sleepers: Sleeper[] = [];
  watchNativeWork();

  const nextDue = (limit: number): Sleeper | undefined => {
    const next = sleepers[0];
    return next && next.at <= limit ? next : undefined;
  };
  const wakeUntil = async (limit: number, until: () => boolean): Promise<void> => {
    await comeToRest();
    for (let next = nextDue(limit); next && !until(); next = nextDue(limit)) {
      sleepers.shift();
      now = Math.max(now, next.at);
      next.wake();
      await comeToRest();
    }
  };

  const runToIdle: ManualClock['runToIdle'] = async ({ maxMs = 86_400_000, until = () => false } = {}) => {
    const start = now;
    await wakeUntil(start + maxMs, until);
    return now - start;
  };

  return {
    now: () => now,
    get sleepers() {
      return sleepers.length;
    },
    sleep(ms, signal) {
      return new Promise<void>((resolve, reject) => {
        const abort = () => {
          sleepers = sleepers.filter((it) => it !== sleeper);
          reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        const wake = () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        const sleeper: Sleeper = { at: now + Math.max(0, ms), wake };
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort, { once: true });
        const behind = sleepers.findIndex((it) => it.at > sleeper.at);
        sleepers.splice(behind === -1 ? sleepers.length : behind, 0, sleeper);
      });
    },
    async advance(ms) {
      const end = now + ms;
      await wakeUntil(end, () => false);
      now = Math.max(now, end);
      await comeToRest();
    },
    runToIdle,
    async settle(promise, { maxMs } = {}) {
      let settled = false;
      const done = () => {
        settled = true;
      };
      promise.then(done, done);
      const passedMs = await runToIdle({ ...(maxMs !== undefined && { maxMs }), until: () => settled });
      if (settled) return promise;
      const rest = sleepers.length === 0 ? 'nobody sleeps any more' : `${sleepers.length} still sleep`;
      throw new Error(`Not settled after ${passedMs} ms of virtual time, and ${rest}`);
    },
  };
}

/** Turns the event loop until nothing has been going on for some rounds. */
async function comeToRest(): Promise<void> {
  for (let round = 0, calm = 0; calm < restingRounds && round < patientRounds; round++) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    calm = nativeWork() > 0 ? 0 : calm + 1;
  }
}
