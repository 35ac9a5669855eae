import { type Clock } from '../primitives/index.ts';
import { cancelled, throwIfCancelled } from './cancelled.ts';

interface Waiter {
  readonly cost: number;
  readonly signal: AbortSignal | undefined;
  /** What the bucket has to hold before the points are taken. */
  readonly level: () => number;
  admit(): void;
}

interface BucketOptions {
  readonly capacity: number;
  readonly restorePerSecond: number;
  readonly clock: Clock;
}

/** What a bucket is believed to hold. */
export interface BucketLevel {
  readonly available: number;
  readonly capacity: number;
  readonly restorePerSecond: number;
}

/**
 * A bucket of points that refills over time. Takers are served strictly in the order they came, so that a dear call is
 * not starved by cheap ones behind it. The base of the rate throttle and the cost throttle.
 */
export interface Bucket {
  /**
   * Resolves when the points are taken. Throws `cancelled` when the signal is aborted first.
   *
   * @param level what the bucket has to hold before; by default as much as is taken
   */
  take(cost: number, signal?: AbortSignal, level?: () => number): Promise<void>;
  /** Replaces what the bucket is believed to hold. */
  correct(level: Partial<BucketLevel>): void;
  level(): BucketLevel;
  readonly waiting: number;
}

export function createBucket(options: BucketOptions): Bucket {
  const { clock } = options;
  let { capacity, restorePerSecond } = options;
  let available = capacity;
  let asOf = clock.now();
  let waiters: Waiter[] = [];
  let serving = false;
  /** Ends the current wait, because the level or the queue changed. */
  let wake = new AbortController();

  const refill = (): void => {
    const now = clock.now();
    available = Math.min(capacity, available + (Math.max(0, now - asOf) * restorePerSecond) / 1000);
    asOf = now;
  };

  const rewait = (): void => {
    wake.abort();
    wake = new AbortController();
  };

  /** One loop serves all waiters, head first; it ends when nobody waits. */
  const serve = async (): Promise<void> => {
    for (let head = waiters[0]; head; head = waiters[0]) {
      refill();
      const missing = Math.min(head.level(), capacity) - available;
      if (missing <= 0) {
        available -= head.cost;
        waiters.shift();
        head.admit();
        continue;
      }
      // Rounded up: a fraction of a millisecond too few would spin. A minute at most: the rate may be corrected.
      const waitMs = Math.min(60_000, Math.ceil((missing / restorePerSecond) * 1000));
      await clock.sleep(waitMs, wake.signal).catch(() => undefined);
    }
    serving = false;
  };

  return {
    async take(cost, signal, level = () => cost) {
      throwIfCancelled(signal);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiter: Waiter = { cost, signal, level, admit: resolve };
      const giveUp = (): void => {
        if (!signal) return;
        waiters = waiters.filter((other) => other !== waiter);
        reject(cancelled(signal));
        rewait();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      waiters.push(waiter);
      if (!serving) {
        serving = true;
        void serve();
      }
      try {
        await promise;
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    },
    correct(level) {
      refill();
      capacity = level.capacity ?? capacity;
      restorePerSecond = level.restorePerSecond ?? restorePerSecond;
      available = Math.min(capacity, level.available ?? available);
      rewait();
    },
    level() {
      refill();
      return { available, capacity, restorePerSecond };
    },
    get waiting() {
      return waiters.length;
    },
  };
}
