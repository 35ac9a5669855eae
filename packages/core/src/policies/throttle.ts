import { type Clock } from '../primitives/index.ts';
import { createBucket } from './bucket.ts';

export interface ThrottleOptions {
  /** Calls per second on average. */
  readonly perSecond: number;
  /**
   * Calls that may follow each other at once after a pause.
   *
   * @default perSecond, at least 1
   */
  readonly burst?: number;
  readonly clock: Clock;
}

/** Paces calls to a rate. */
export interface Throttle {
  /** Resolves when the next call may leave; first come, first served. Throws `cancelled` when the signal is aborted first. */
  take(signal?: AbortSignal): Promise<void>;
  /** How many callers wait. */
  readonly waiting: number;
}

/** Paces calls to so many per second, with a burst after a pause. */
export function createThrottle({ perSecond, burst = Math.max(1, perSecond), clock }: ThrottleOptions): Throttle {
  const bucket = createBucket({ capacity: Math.max(1, burst), restorePerSecond: perSecond, clock });
  return {
    take: (signal) => bucket.take(1, signal),
    get waiting() {
      return bucket.waiting;
    },
  };
}
