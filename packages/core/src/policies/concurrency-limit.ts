import { isIntegrationError } from '../primitives/index.ts';
import { cancelled, throwIfCancelled } from './cancelled.ts';

export interface ConcurrencyLimitOptions {
  /** Most calls in flight at the same time. */
  readonly limit: number;
  /**
   * Halves the limit when the platform says `busy` or `throttled`, and lets it grow back by one for each full round of
   * successes. Helps where the platform's limit is shared with others and not told.
   *
   * @default true
   */
  readonly adaptive?: boolean;
}

/** Lets so many calls run at the same time; the others wait in line. */
export interface ConcurrencyLimit {
  /** First come, first served. Throws `cancelled` when the signal is aborted before the work began. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  readonly running: number;
  readonly waiting: number;
  /** Calls that may run at present. */
  readonly limit: number;
}

/** Lets so many calls run at the same time. The limit shrinks while the platform is busy and grows back. */
export function createConcurrencyLimit({ limit: most, adaptive = true }: ConcurrencyLimitOptions): ConcurrencyLimit {
  let limit = most;
  let running = 0;
  let line: (() => void)[] = [];
  /** Counts shrinkings, so that calls of one wave shrink the limit once. */
  let wave = 0;

  const admitNext = (): void => {
    while (running < Math.floor(limit)) {
      const next = line.shift();
      if (!next) return;
      running += 1;
      next();
    }
  };

  const enter = async (signal: AbortSignal | undefined): Promise<void> => {
    throwIfCancelled(signal);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      if (!signal || !line.includes(resolve)) return;
      line = line.filter((other) => other !== resolve);
      reject(cancelled(signal));
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    line.push(resolve);
    admitNext();
    try {
      await promise;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  };

  const learn = (outcome: 'success' | 'busy', begunInWave: number): void => {
    if (!adaptive) return;
    if (outcome === 'success') {
      limit = Math.min(most, limit + 1 / limit);
    } else if (begunInWave === wave) {
      wave += 1;
      limit = Math.max(1, Math.floor(limit / 2));
    }
  };

  return {
    async run(work, signal) {
      await enter(signal);
      const begunInWave = wave;
      try {
        const result = await work();
        learn('success', begunInWave);
        return result;
      } catch (error) {
        if (saysBusy(error)) learn('busy', begunInWave);
        throw error;
      } finally {
        running -= 1;
        admitNext();
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return line.length;
    },
    get limit() {
      return Math.floor(limit);
    },
  };
}

const saysBusy = (error: unknown): boolean =>
  isIntegrationError(error) && (error.code === 'busy' || error.code === 'throttled');
