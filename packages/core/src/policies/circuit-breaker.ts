import { IntegrationError, isIntegrationError, type Clock, type ErrorCode } from '../primitives/index.ts';

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /**
   * Outages in a row that open the circuit.
   *
   * @default 5
   */
  readonly failures?: number;
  /**
   * How long the circuit stays open before one call may try, in milliseconds. Doubles with every try that fails.
   *
   * @default 15_000
   */
  readonly openMs?: number;
  /**
   * Longest time the circuit stays open, in milliseconds.
   *
   * @default 300_000
   */
  readonly maxOpenMs?: number;
}

/** `half-open`: time is over, and one call may try. */
export type CircuitState =
  | { readonly state: 'closed' }
  | { readonly state: 'half-open' }
  | { readonly state: 'open'; readonly retryAfterMs: number };

/** Stops calling a system that is down, and finds out with one call when it is back. */
export interface CircuitBreaker {
  /** Runs, or throws `circuit-open` without running. */
  run<T>(work: () => Promise<T>): Promise<T>;
  check(): CircuitState;
}

/** Failures that say nothing about one call and everything about the system. */
const outages: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['timeout', 'connection-lost', 'system-unavailable']);

/** How long the others wait while one call tries whether the system is back. */
const trialWaitMs = 1_000;

/** A circuit breaker: closed, open after outages in a row, half-open for one call at a time. One per system. */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { clock, failures = 5, openMs = 15_000, maxOpenMs = 300_000 } = options;
  let inARow = 0;
  let opened: { readonly until: number; readonly forMs: number } | undefined;
  let trying = false;

  const check = (): CircuitState => {
    if (!opened) return { state: 'closed' };
    const retryAfterMs = opened.until - clock.now();
    if (retryAfterMs > 0) return { state: 'open', retryAfterMs };
    return trying ? { state: 'open', retryAfterMs: trialWaitMs } : { state: 'half-open' };
  };

  const answered = (): void => {
    inARow = 0;
    opened = undefined;
  };

  const failed = (error: IntegrationError): void => {
    inARow += 1;
    if (!opened && inARow < failures) return;
    const forMs = opened ? Math.min(maxOpenMs, opened.forMs * 2) : openMs;
    opened = { until: clock.now() + Math.max(forMs, error.retryAfterMs ?? 0), forMs };
  };

  return {
    check,
    async run(work) {
      const before = check();
      if (before.state === 'open') {
        throw new IntegrationError('The system does not answer; calls to it are held back for a while', {
          code: 'circuit-open',
          retryAfterMs: before.retryAfterMs,
        });
      }
      const trial = before.state === 'half-open';
      if (trial) trying = true;
      try {
        const result = await work();
        answered();
        return result;
      } catch (error) {
        const judged = verdict(error);
        // A call that began before the circuit opened must not open it for longer.
        if (judged === 'outage' && (trial || !opened)) failed(error as IntegrationError);
        if (judged === 'answered') answered();
        throw error;
      } finally {
        if (trial) trying = false;
      }
    },
  };
}

/** A refusal is an answer too: the system lives. A call that was cancelled says nothing. */
function verdict(error: unknown): 'outage' | 'answered' | 'nothing' {
  if (!isIntegrationError(error)) return 'nothing';
  if (outages.has(error.code)) return 'outage';
  return error.code === 'cancelled' || error.code === 'internal' ? 'nothing' : 'answered';
}
