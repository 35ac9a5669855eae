import { type Clock, createThrottle, IntegrationError } from '@crossdock/core';

/** How long a budget of requests lasts, in seconds. */
const spanSeconds = 300;

/** What a retailer with this many registers may ask within five minutes. */
function budgetOf(registers: number): number {
  return 300 * registers + 50;
}

/** Keeps to the retailer's budget of requests, which grows with its registers. */
export interface Pace {
  /** Resolves when the next request may leave. Throws `throttled` while the platform told us to wait. */
  take(signal: AbortSignal): Promise<void>;
  /** Learns the budget from an answer, and waits where it is used up. */
  note(headers: Headers): void;
  /** Nothing leaves before then: the platform said so. */
  hold(ms: number): void;
}

/**
 * Makes a pace. It begins with the budget of one register, and learns the retailer's own from the first answer. A fifth may follow
 * at once after a pause and the rest comes evenly, so that no five minutes hold more than the budget.
 */
export function createPace(clock: Clock): Pace {
  let budget = 0;
  let throttle: ReturnType<typeof createThrottle>;
  let heldUntil = Number.NEGATIVE_INFINITY;
  const learn = (limit: number): void => {
    if (limit === budget) return;
    budget = limit;
    throttle = createThrottle({ perSecond: (limit * 0.8) / spanSeconds, burst: Math.max(1, limit * 0.2), clock });
  };
  /** Whoever asked waits as it suits him: a request of his own may take five minutes to leave. */
  const refuseWhileHeld = (): void => {
    const retryAfterMs = heldUntil - clock.now();
    if (retryAfterMs <= 0) return;
    throw new IntegrationError('Lightspeed asked us to slow down', { code: 'throttled', retryAfterMs });
  };
  learn(budgetOf(1));
  return {
    async take(signal) {
      refuseWhileHeld();
      await throttle.take(signal);
      refuseWhileHeld();
    },
    note(headers) {
      const limit = Number(headers.get('x-ratelimit-limit') ?? Number.NaN);
      if (Number.isSafeInteger(limit) && limit > 0 && limit <= 10_000_000) learn(limit);
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
    },
  };
}
