import { type Duration } from '../primitives/index.ts';

/** What an implementation is told about the call it serves. */
export interface Call {
  /** Stable idempotency key, the same on every repetition: `flow/version/key/step[/discriminator]`. */
  readonly key: string;
  /** The business transaction id. */
  readonly txn: string;
  /** 1 for the first attempt of this pipeline call. */
  readonly attempt: number;
  /** Aborted when the attempt runs out of time or the caller gives up. Hand it to every request. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds of the first time a request for this call may have left; absent if none ever did. */
  readonly firstSentAt?: number;
  /** Epoch milliseconds of the latest time a request for this call may have left, if it is known. */
  readonly lastSentAt?: number;
}

/** What a read outside any flow is told (decoding a webhook, a sweep). */
export interface ReadCall {
  readonly signal: AbortSignal;
}

/**
 * Looks for the effect of a write by its business reference. Returns what the write would have returned, or
 * `undefined` if the system has no trace of it. A look that fails throws; it never returns `undefined` for
 * "could not look".
 */
export interface CanProbe<I, O> {
  probe(input: I, call: Call): Promise<O | undefined>;
  /**
   * How long a write that did happen may stay invisible to the probe: a request that is still being worked on, a
   * search index that lags. Only a look after that time counts as "it did not happen".
   *
   * @default '10s'
   */
  readonly visibleWithin?: Duration;
}

/** The look of a write: see its strategy, which says how. */
export type Probe<I, O> = CanProbe<I, O>['probe'];

/** The platform takes an idempotency key: the same key again is answered with the first result. */
export interface OnceByKey<I, O> extends Partial<CanProbe<I, O>> {
  /** Name of the platform's idempotency field or header. */
  readonly key: string;
  /**
   * How long the platform remembers a key. After that a repetition would be a new write, so it is not made without a look.
   *
   * @default '24h'
   */
  readonly keptFor?: Duration;
  readonly reference?: never;
}

/** The platform upserts under an external id that we choose: the same write again changes nothing. */
export interface OnceByReference<I, O> extends Partial<CanProbe<I, O>> {
  /** Name of the external-id field that the platform upserts by. */
  readonly reference: string;
  readonly key?: never;
}

/** The platform has neither: we look before every sending, and again when an answer was lost. */
export interface OnceByProbe<I, O> extends CanProbe<I, O> {
  readonly key?: never;
  readonly reference?: never;
}

/** How a write stays once-only. A write cannot be declared without one of these. */
export type OnceOnly<I, O> = OnceByKey<I, O> | OnceByReference<I, O> | OnceByProbe<I, O>;
