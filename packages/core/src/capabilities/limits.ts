import { type CapabilityName } from './capabilities.ts';

/** What a platform bears, as data, so that callers batch and wait instead of catching. */
export interface Limits {
  /** Calls in flight at the same time. Absent: as many as there are. */
  readonly concurrency?: number;
  /** Calls per second on average. Absent: not limited. */
  readonly perSecond?: number;
  /**
   * Calls that may follow each other at once after a pause.
   *
   * @default perSecond, at least 1
   */
  readonly burst?: number;
  /** Longest time one attempt may take, in milliseconds, its own waiting included. */
  readonly attemptTimeoutMs?: number;
  /** Most entries of one call, for capabilities that take a list. */
  readonly batchSizes?: Readonly<Partial<Record<CapabilityName, number>>>;
}
