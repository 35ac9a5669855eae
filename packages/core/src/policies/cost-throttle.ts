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
   * @default 0.1; while others are seen to take from the bucket, calls wait until it is 85 % full
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

/** Left to others as long as nobody shows. */
const aloneHeadRoom = 0.1;

/** How full the bucket has to be before a call, whatever it costs, while others take from it. */
const sharedLevel = 0.85;

/** Less than this share of the bucket may be missing for other reasons: an answer that was under way for long. */
const unexplainedShare = 0.05;

/** For so long others are remembered. */
const memoryMs = 120_000;

/** What the platform's bucket holds if nobody but us takes from it. */
interface Expected {
  readonly level: number;
  readonly asOf: number;
}

/**
 * A local model of a platform's cost bucket. It waits `max(cost − available, 0) / restoreRate` before a call, and
 * believes the platform: each answer's status replaces the model, less what other calls in flight have taken.
 *
 * Other processes show only in that: there is less than there should be. Then everybody waits for the same level before each
 * call. That leaves room for calls of all of them at once, gives a dear call the same chance as a cheap one, and costs none of
 * the points: a bucket refills at the same rate whatever level it is kept at.
 */
export function createCostThrottle(options: CostThrottleOptions): CostThrottle {
  const { clock } = options;
  let maximum = options.maximum;
  let othersSeenAt = Number.NEGATIVE_INFINITY;
  const bucket = createBucket({ capacity: maximum, restorePerSecond: options.restorePerSecond, clock });
  /** Calls in flight, in the order in which they left. */
  const inFlight = new Set<{ readonly cost: number }>();
  let expected: Expected = { level: maximum, asOf: clock.now() };

  const headRoom = (): number => maximum * (options.headRoom ?? aloneHeadRoom);
  const isShared = (): boolean => options.headRoom === undefined && clock.now() - othersSeenAt < memoryMs;
  const levelFor = (cost: number): number => (isShared() ? Math.max(maximum * sharedLevel, cost) : cost + headRoom());

  const expectedLevel = (): number => {
    const { restorePerSecond } = bucket.level();
    return Math.min(maximum, expected.level + ((clock.now() - expected.asOf) * restorePerSecond) / 1000);
  };

  /** What left before the answered call is in its status already; what left after it may not be. */
  const believe = (status: CostStatus, leftLater: number): void => {
    maximum = status.maximum ?? maximum;
    if (expectedLevel() - status.available > maximum * unexplainedShare) othersSeenAt = clock.now();
    expected = { level: status.available - leftLater, asOf: clock.now() };
    bucket.correct({
      capacity: maximum,
      available: status.available - sumOf(inFlight),
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
      await bucket.take(cost, signal, () => levelFor(cost));
      const call = { cost };
      inFlight.add(call);
      expected = { level: expectedLevel() - cost, asOf: clock.now() };
      return {
        settle(status) {
          if (!inFlight.has(call)) return;
          const calls = [...inFlight];
          inFlight.delete(call);
          if (status) believe(status, sumOf(calls.slice(calls.indexOf(call) + 1)));
        },
      };
    },
    get available() {
      return bucket.level().available - headRoom();
    },
    get waiting() {
      return bucket.waiting;
    },
  };
}

function sumOf(calls: Iterable<{ readonly cost: number }>): number {
  let sum = 0;
  for (const { cost } of calls) sum += cost;
  return sum;
}
