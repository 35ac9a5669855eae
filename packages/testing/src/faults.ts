import { seededRandom } from '@crossdock/core';

/** Everything that a simulated platform, its network or its webhooks can be made to do wrong. */
export const faultNames = [
  'lost-reply',
  'error-before',
  'error-after',
  'error-beside-data',
  'timeout',
  'slow-reply',
  'throttle-storm',
  'concurrent-key',
  'outage',
  'token-expiry',
  'duplicate-webhook',
  'shuffled-webhook',
  'late-webhook',
  'missing-webhook',
  'closed-period',
] as const;

/**
 * A named fault.
 *
 * | name | what happens |
 * | --- | --- |
 * | `lost-reply` | the effect happens, the connection dies before the answer |
 * | `error-before` / `error-after` | a 5xx before / after the effect |
 * | `error-beside-data` | the effect happens, the answer carries an error beside what it returns |
 * | `timeout` | the effect happens, the answer never comes |
 * | `slow-reply` | the answer takes its time |
 * | `throttle-storm` | the platform asks to slow down |
 * | `concurrent-key` | the platform says that a request with this idempotency key is in progress |
 * | `outage` | the platform is away |
 * | `token-expiry` | the access token is not accepted any more |
 * | `…-webhook` | a webhook comes twice, out of order, late, or never |
 * | `closed-period` | the accounting period is closed |
 */
export type FaultName = (typeof faultNames)[number];

/** What {@link createFaults} takes. */
export interface FaultOptions {
  readonly seed: number | string;
  /**
   * Share of subjects that each fault strikes, from 0 to 1.
   *
   * @default no fault strikes
   */
  readonly rates?: Readonly<Partial<Record<FaultName, number>>>;
}

/** How an armed fault chooses. */
export interface ArmOptions {
  /**
   * How often it strikes.
   *
   * @default 1
   */
  readonly times?: number;
  /** @default every subject */
  readonly match?: (subject: string) => boolean;
}

/** A strike that happened. */
export interface FaultStrike {
  readonly fault: FaultName;
  readonly subject: string;
}

/** Decides where faults strike. */
export interface Faults {
  /**
   * Whether the fault strikes now. By rate, the decision depends on nothing but seed, fault and subject, and is made once for
   * each subject: the same seed tells the same story, in whatever order calls arrive.
   */
  strikes(fault: FaultName, subject: string): boolean;
  /** Makes the fault strike the next matching subjects, whatever the rates say. */
  arm(fault: FaultName, options?: ArmOptions): void;
  /** Disarms everything and ends all rates. */
  clear(): void;
  /** How often each fault struck. */
  readonly struck: Readonly<Record<FaultName, number>>;
  /** Every strike, in order. */
  readonly log: readonly FaultStrike[];
}

/**
 * Makes the faults of one simulator.
 *
 * @example
 * ```ts
 * import { createFaults } from '@crossdock/testing';
 *
 * const faults = createFaults({ seed: 1129, rates: { 'lost-reply': 0.05 } });
 * faults.arm('throttle-storm', { times: 3 });
 * ```
 */
export function createFaults({ seed, rates = {} }: FaultOptions): Faults {
  const struck = Object.fromEntries(faultNames.map((name) => [name, 0])) as Record<FaultName, number>;
  const log: FaultStrike[] = [];
  const decided = new Set<string>();
  const armed: { fault: FaultName; left: number; match: (subject: string) => boolean }[] = [];
  let over = false;

  const byRate = (fault: FaultName, subject: string): boolean => {
    const rate = rates[fault] ?? 0;
    const decision = `${fault}\n${subject}`;
    if (over || rate <= 0 || decided.has(decision)) return false;
    decided.add(decision);
    return seededRandom(`${seed}\n${decision}`)() < rate;
  };
  const byArm = (fault: FaultName, subject: string): boolean => {
    const arm = armed.find((it) => it.fault === fault && it.left > 0 && it.match(subject));
    if (arm) arm.left--;
    return arm !== undefined;
  };

  return {
    struck,
    log,
    strikes(fault, subject) {
      if (!byArm(fault, subject) && !byRate(fault, subject)) return false;
      struck[fault]++;
      log.push({ fault, subject });
      return true;
    },
    arm(fault, { times = 1, match = () => true } = {}) {
      armed.push({ fault, left: times, match });
    },
    clear() {
      over = true;
      armed.length = 0;
    },
  };
}
