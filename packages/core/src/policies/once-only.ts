import { type OnceOnly } from '../capabilities/index.ts';
import { IntegrationError, isIntegrationError, toMs, type Clock } from '../primitives/index.ts';
import { isWorthRepeating } from './repeatable.ts';
import { retry, type RetryOptions } from './retry.ts';

/**
 * Makes one write have one effect, by the strategy that its capability declares.
 *
 * The question behind all of it is: may an earlier sending have happened? As long as it may, a write is repeated only
 *
 * - under its idempotency key, while the platform still remembers the key;
 * - under its external id, because then the repetition is an upsert;
 * - after a look that found nothing, made late enough that a write which did happen would have been visible.
 *
 * Otherwise it ends as `outcome-unknown`. An outcome that became unknown stays so: a later failure that by itself would
 * say "nothing happened" is reported as unknown, because the earlier sending still may have.
 *
 * An `outcome-unknown` with `retryAfterMs` can still be found out: the same call again looks first, or repeats what is
 * harmless to repeat. Without it nobody but a person can tell.
 *
 * @module
 */

/** What an attempt is told about the sendings before it. */
export interface SendingHistory {
  readonly attempt: number;
  readonly firstSentAt?: number;
  readonly lastSentAt?: number;
}

export interface OnceOnlyOptions<T> {
  readonly once: OnceOnly<never, unknown>;
  /** Epoch milliseconds of the first time this write may have left, in this process or an earlier one. */
  readonly firstSentAt?: number | undefined;
  /** Of the latest time. Without it, an earlier sending is taken to have left just now. */
  readonly lastSentAt?: number | undefined;
  /**
   * Whether an earlier sending ended unknown, or was never heard of again. `false` says that all of them are known to
   * have had no effect.
   *
   * @default unknown: an earlier sending may have happened
   */
  readonly unresolved?: boolean | undefined;
  /** Sends once. Calls `leaving` right before the request leaves. */
  send(history: SendingHistory, leaving: () => void): Promise<T>;
  /** Looks for the effect. Absent if the strategy has no probe. */
  readonly look?: ((history: SendingHistory) => Promise<T | undefined>) | undefined;
  readonly retry: Omit<RetryOptions, 'retryable'>;
}

/** Runs one write under its strategy, with quick repetitions. Throws `outcome-unknown` if it may have happened and cannot be told. */
export async function executeOnce<T>(options: OnceOnlyOptions<T>): Promise<T> {
  const { once, send, look, retry: patience } = options;
  const { clock } = patience;
  const doubt = createDoubt(options, clock);
  const visibleWithinMs = toMs(once.visibleWithin ?? '10s');
  const keptForMs = once.key === undefined ? undefined : toMs(once.keptFor ?? '24h');

  /** Whether the strategy makes a repetition harmless by itself, at this moment. */
  const harmless = (): boolean => {
    if (once.reference !== undefined) return true;
    if (keptForMs === undefined) return false;
    // Where every earlier sending is known to have had no effect, there is nothing to remember.
    return !doubt.exists || doubt.firstSentAt === undefined || clock.now() - doubt.firstSentAt < keptForMs;
  };

  /** Looks, and if there is nothing, makes sure that nothing can still turn up. */
  const lookBeforeSending = async (attempt: number): Promise<T | undefined> => {
    if (!look) {
      throw new IntegrationError('It may have happened, and the key that protected it is too old', {
        code: 'outcome-unknown',
      });
    }
    const lookedAt = clock.now();
    const found = await look(doubt.history(attempt));
    if (found !== undefined) return found;
    const remainingMs = doubt.exists ? doubt.lastSentAt + visibleWithinMs - lookedAt : 0;
    if (remainingMs > 0) {
      throw new IntegrationError('It may have happened and is not visible yet', {
        code: 'outcome-unknown',
        retryAfterMs: remainingMs,
      });
    }
    doubt.clear();
    return undefined;
  };

  const attemptOnce = async (attempt: number): Promise<T> => {
    if (!harmless()) {
      const found = await lookBeforeSending(attempt);
      if (found !== undefined) return found;
    }
    try {
      return await send(doubt.history(attempt), doubt.leaving);
    } catch (error) {
      if (!isIntegrationError(error)) throw error;
      if (error.disposition === 'unknown') doubt.raise();
      const landed = error.disposition === 'unknown' || error.code === 'duplicate';
      // A look that fails changes nothing here: the next attempt looks again, or repeats harmlessly.
      const found = landed && look ? await look(doubt.history(attempt)).catch(() => undefined) : undefined;
      if (found !== undefined) return found;
      throw error;
    }
  };

  /** Only a wait for visibility is worth staying for among the unknown ends. */
  const retryable = (error: IntegrationError): boolean =>
    isWorthRepeating(error) || (error.code === 'outcome-unknown' && error.retryAfterMs !== undefined);

  try {
    return await retry(attemptOnce, { ...patience, retryable });
  } catch (error) {
    if (!doubt.raised || !isIntegrationError(error)) throw error;
    const canBeFoundOut = error.disposition !== 'reject' && (look !== undefined || harmless());
    throw unresolved(error, canBeFoundOut);
  }
}

interface Doubt {
  /** An earlier sending may have happened, here or in an earlier process. */
  readonly exists: boolean;
  /** A sending of this call ended unknown. */
  readonly raised: boolean;
  readonly firstSentAt: number | undefined;
  readonly lastSentAt: number;
  raise(): void;
  clear(): void;
  leaving(): void;
  history(attempt: number): SendingHistory;
}

/** Remembers when the write was sent and whether it may have happened. */
function createDoubt(options: OnceOnlyOptions<unknown>, clock: Clock): Doubt {
  let firstSentAt = options.firstSentAt;
  let lastSentAt = firstSentAt === undefined ? undefined : (options.lastSentAt ?? clock.now());
  let exists = options.unresolved ?? firstSentAt !== undefined;
  let raised = options.unresolved ?? false;
  return {
    get exists() {
      return exists;
    },
    get raised() {
      return raised;
    },
    get firstSentAt() {
      return firstSentAt;
    },
    get lastSentAt() {
      return lastSentAt ?? 0;
    },
    raise() {
      exists = true;
      raised = true;
      // Counted from the end of the attempt: the request may have been under way all the time.
      lastSentAt = clock.now();
    },
    clear() {
      exists = false;
      raised = false;
      firstSentAt = undefined;
    },
    leaving() {
      lastSentAt = clock.now();
      firstSentAt ??= lastSentAt;
    },
    history: (attempt) => ({
      attempt,
      ...(firstSentAt !== undefined && { firstSentAt }),
      ...(lastSentAt !== undefined && { lastSentAt }),
    }),
  };
}

function unresolved(error: IntegrationError, canBeFoundOut: boolean): IntegrationError {
  if (error.code === 'outcome-unknown') return error;
  return new IntegrationError(`It may have happened, and we could not find out: ${error.message}`, {
    code: 'outcome-unknown',
    disposition: 'unknown',
    details: { ...error.details, lastCode: error.code },
    retryAfterMs: error.retryAfterMs ?? (canBeFoundOut ? 0 : undefined),
    path: error.path,
    system: error.system,
    cause: error,
  });
}
