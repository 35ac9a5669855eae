import pRetry from 'p-retry';
import { toIntegrationError, type Clock, type IntegrationError } from '../primitives/index.ts';
import { cancelled } from './cancelled.ts';

export interface RetryOptions {
  /** The waits between attempts, in milliseconds; when they are used up, the last error is thrown. */
  readonly backoff: Iterable<number>;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /**
   * No attempt begins later than this after the first one, in milliseconds. A wait that would end later is not begun:
   * the error is thrown at once, with its `retryAfterMs`, for somebody with more patience.
   *
   * @default 30_000
   */
  readonly maxElapsedMs?: number;
  /**
   * Which failures are worth another attempt.
   *
   * @default those of disposition `retry`
   */
  readonly retryable?: (error: IntegrationError) => boolean;
}

/**
 * Runs until it succeeds, fails for good, or patience is used up. `retryAfterMs` of a failure is obeyed: the next
 * attempt is never sooner.
 *
 * Every failure comes out as an `IntegrationError`.
 */
export async function retry<T>(run: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { backoff, clock, signal, maxElapsedMs = 30_000, retryable = saysRetry } = options;
  const waits = backoff[Symbol.iterator]();
  const startedAt = clock.now();
  let last: IntegrationError | undefined;

  /** Waits for the next attempt; false if there is none. */
  const waitAfter = async (error: IntegrationError): Promise<boolean> => {
    if (!retryable(error)) return false;
    const wait = waits.next();
    if (wait.done) return false;
    const waitMs = Math.max(wait.value, error.retryAfterMs ?? 0);
    if (clock.now() + waitMs - startedAt > maxElapsedMs) return false;
    await clock.sleep(waitMs, signal);
    return true;
  };

  try {
    return await pRetry(
      async (attempt) => {
        try {
          return await run(attempt);
        } catch (error) {
          last = toIntegrationError(error);
          throw last;
        }
      },
      {
        // The sequence decides how often, our clock how long: p-retry only runs.
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        shouldRetry: ({ error }) => waitAfter(toIntegrationError(error)),
        ...(signal && { signal }),
      },
    );
  } catch (error) {
    // A cancellation must not hide that the last attempt may have had its effect.
    if (signal?.aborted) throw last?.disposition === 'unknown' ? last : cancelled(signal);
    throw toIntegrationError(error);
  }
}

const saysRetry = (error: IntegrationError): boolean => error.disposition === 'retry';
