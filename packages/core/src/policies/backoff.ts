import { systemRandom, type Random } from '../primitives/index.ts';

export interface BackoffOptions {
  /**
   * How many waits the sequence has: one less than the attempts it serves.
   *
   * @default 4
   */
  readonly retries?: number;
  /**
   * Upper bound of the first wait, in milliseconds.
   *
   * @default 1_000
   */
  readonly firstDelayMs?: number;
  /**
   * Upper bound of every wait, in milliseconds.
   *
   * @default 16_000
   */
  readonly maxDelayMs?: number;
  /**
   * How much the upper bound grows from one wait to the next.
   *
   * @default 2
   */
  readonly factor?: number;
  /**
   * `full` draws each wait between nothing and its upper bound, so that many callers do not come back at the same
   * instant. `none` takes the upper bound.
   *
   * @default 'full'
   */
  readonly jitter?: 'full' | 'none';
  readonly random?: Random;
}

/**
 * How long to wait between attempts, in milliseconds: a sequence that ends.
 *
 * @example
 * ```ts
 * import { exponentialBackoff } from '@crossdock/core';
 *
 * console.log([...exponentialBackoff({ jitter: 'none' })]); // [1000, 2000, 4000, 8000]
 * ```
 */
export function exponentialBackoff(options: BackoffOptions = {}): Iterable<number> {
  const { retries = 4, firstDelayMs = 1_000, maxDelayMs = 16_000, factor = 2 } = options;
  const { jitter = 'full', random = systemRandom } = options;
  return {
    *[Symbol.iterator]() {
      for (let retry = 0; retry < retries; retry += 1) {
        const longestMs = Math.min(maxDelayMs, firstDelayMs * factor ** retry);
        yield jitter === 'full' ? Math.round(random() * longestMs) : longestMs;
      }
    },
  };
}
