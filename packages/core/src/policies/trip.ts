import { type Call, type Effect } from '../capabilities/index.ts';
import { IntegrationError, type Clock } from '../primitives/index.ts';
import { type CircuitBreaker } from './circuit-breaker.ts';
import { type ConcurrencyLimit } from './concurrency-limit.ts';
import { toFailure } from './failure.ts';
import { type Gate } from './gate.ts';
import { type Throttle } from './throttle.ts';
import { withTimeout } from './timeout.ts';

/** What stands between us and a system. Whatever is absent does not hold anybody back. */
export interface Barriers {
  readonly gate?: Pick<Gate, 'pass' | 'close'>;
  readonly concurrency?: Pick<ConcurrencyLimit, 'run'>;
  readonly throttle?: Pick<Throttle, 'take'>;
  readonly breaker?: Pick<CircuitBreaker, 'run'>;
  /**
   * Longest time one attempt may take, in milliseconds, a connector's own waiting included.
   *
   * @default 120_000
   */
  readonly attemptTimeoutMs?: number;
}

/** One way to the system and back: a write, a read, or a look. */
export interface Trip<T> {
  readonly effect: Effect;
  readonly call: Call;
  work(call: Call): Promise<T>;
  /** Resolves when the request may leave. */
  leave?(): Promise<void>;
}

/** How long a system that says it is in maintenance, but not until when, is left alone. */
const maintenancePauseMs = 60_000;

/** Makes the way from the gate to the error table. */
export function createTrips(options: Barriers & { readonly system: string; readonly clock: Clock }) {
  const { system, clock, gate, concurrency, throttle, breaker, attemptTimeoutMs = 120_000 } = options;

  const attempt = async <T>({ effect, call, work }: Trip<T>): Promise<T> => {
    try {
      return await withTimeout((signal) => work({ ...call, signal }), {
        timeoutMs: attemptTimeoutMs,
        clock,
        signal: call.signal,
        onTimeout: () => endedEarly('timeout', 'The system did not answer in time', effect),
        onCancel: () => endedEarly('cancelled', 'The call was cancelled while it was under way', effect),
      });
    } catch (error) {
      throw toFailure(error, { system, effect });
    }
  };

  /** A platform that says it is in maintenance closes the gate for all calls. */
  const observe = (failure: IntegrationError): void => {
    if (failure.code !== 'maintenance' || !gate) return;
    const reopenAt = clock.now() + (failure.retryAfterMs ?? maintenancePauseMs);
    gate.close({ code: 'maintenance', reason: failure.message, reopenAt });
  };

  return async <T>(trip: Trip<T>): Promise<T> => {
    const { signal } = trip.call;
    const inTurn = async (): Promise<T> => {
      await throttle?.take(signal);
      // The wait may have been long: what closed meanwhile is closed.
      gate?.pass();
      const go = async (): Promise<T> => {
        await trip.leave?.();
        return attempt(trip);
      };
      return breaker ? breaker.run(go) : go();
    };
    gate?.pass();
    try {
      return await (concurrency ? concurrency.run(inTurn, signal) : inTurn());
    } catch (error) {
      const failure = toFailure(error, { system, effect: trip.effect });
      observe(failure);
      throw failure;
    }
  };
}

/** An attempt that ended without an answer: a read may simply be repeated, a write may have happened. */
function endedEarly(code: 'timeout' | 'cancelled', message: string, effect: Effect): IntegrationError {
  return new IntegrationError(message, { code, disposition: effect === 'write' ? 'unknown' : 'retry' });
}
