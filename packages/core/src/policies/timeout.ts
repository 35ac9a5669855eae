import { type Clock } from '../primitives/index.ts';
import { cancelled, throwIfCancelled } from './cancelled.ts';

export interface TimeoutOptions {
  /** How long the work may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** The error when time is over. Only the caller knows whether the work may have had its effect by then. */
  readonly onTimeout: () => Error;
  /**
   * The error when the caller gave up while the work was under way.
   *
   * @default the code `cancelled`
   */
  readonly onCancel?: (signal: AbortSignal) => Error;
}

/** Nobody looks at it; an abort without a reason makes an exception with a stack, once for every call. */
const over = new Error('The work is over');

/**
 * Runs with a time limit. When time is over, or the caller gives up, the signal handed to the work is aborted and the
 * error is thrown at once, whether the work listens or not.
 */
export async function withTimeout<T>(run: (signal: AbortSignal) => Promise<T>, options: TimeoutOptions): Promise<T> {
  const { timeoutMs, clock, signal, onTimeout, onCancel = cancelled } = options;
  throwIfCancelled(signal);
  const work = new AbortController();
  const timer = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<T>();

  const stop = (error: Error): void => {
    work.abort(error);
    reject(error);
  };
  const giveUp = (): void => {
    if (signal) stop(onCancel(signal));
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  clock.sleep(timeoutMs, timer.signal).then(
    () => {
      if (!timer.signal.aborted) stop(onTimeout());
    },
    () => undefined,
  );
  run(work.signal).then(resolve, reject);

  try {
    return await promise;
  } finally {
    timer.abort(over);
    signal?.removeEventListener('abort', giveUp);
  }
}
