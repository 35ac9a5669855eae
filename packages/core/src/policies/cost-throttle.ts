import { IntegrationError, type Clock } from '../primitives/index.ts';
import { createBucket } from './bucket.ts';

export interface CostThrottleOptions {
  /** Points of a full bucket, until the platform reports its own. */
  readonly maximum: number;
  /** Points that come back per second, until the platform reports its own. */
  readonly restorePerSecond: number;
  /**
   * Share of the bucket that is left to other processes with the same credentials, between 0 and 1. A call dearer than
   * the rest may still have the whole bucket.
   *
   * @default 0.1
   */
  readonly headRoom?: number;
  readonly clock: Clock;
}

/** What a platform says about its bucket in an answer. */
export interface CostStatus {
  readonly available: number;
  readonly maximum?: number;
  readonly restorePerSecond?: number;
}

/** Points that were taken for one call. */
export interface CostLease {
  /** The call was answered. With the answer's status the local model is corrected by it. Further calls do nothing. */
  settle(status?: CostStatus): void;
}

/** Paces calls that cost different amounts of a shared bucket. */
export interface CostThrottle {
  /**
   * Resolves when the points are there; first come, first served. Throws `query-too-expensive` if they can never be,
   * `cancelled` when the signal is aborted first.
   */
  take(cost: number, signal?: AbortSignal): Promise<CostLease>;
  /** Points that a call could have now, head-room left aside. */
  readonly available: number;
  readonly waiting: number;
}

/**
 * A local model of a platform's cost bucket. It waits `max(cost − available, 0) / restoreRate` before a call, and
 * believes the platform: each answer's status replaces the model, less what other calls in flight have taken.
 */
export function createCostThrottle(options: CostThrottleOptions): CostThrottle {
  const { headRoom = 0.1, clock } = options;
  let maximum = options.maximum;
  /** What is left of the bucket for us. */
  const ours = (points: number): number => points - maximum * headRoom;
  const bucket = createBucket({
    capacity: ours(options.maximum),
    restorePerSecond: options.restorePerSecond,
    clock,
  });
  let inFlight = 0;

  const believe = (status: CostStatus): void => {
    maximum = status.maximum ?? maximum;
    bucket.correct({
      capacity: ours(maximum),
      available: ours(status.available) - inFlight,
      ...(status.restorePerSecond && { restorePerSecond: status.restorePerSecond }),
    });
  };

  return {
    async take(cost, signal) {
      if (cost > maximum) {
        throw new IntegrationError('The query costs more than the platform ever allows at once', {
          code: 'query-too-expensive',
          details: { cost, maximum },
        });
      }
      await bucket.take(cost, signal);
      inFlight += cost;
      let settled = false;
      return {
        settle(status) {
          if (settled) return;
          settled = true;
          inFlight -= cost;
          if (status) believe(status);
        },
      };
    },
    get available() {
      return bucket.level().available;
    },
    get waiting() {
      return bucket.waiting;
    },
  };
}
