import { type Limits, type MaintenanceWindow } from '../capabilities/index.ts';
import { type Clock } from '../primitives/index.ts';
import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts';
import { createConcurrencyLimit, type ConcurrencyLimit } from './concurrency-limit.ts';
import { createGate, type Gate } from './gate.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import { type Barriers } from './trip.ts';

/** The barriers of one system, made from what its connector declares. */
export interface SystemBarriers extends Barriers {
  readonly gate: Gate;
  readonly breaker: CircuitBreaker;
  readonly concurrency?: ConcurrencyLimit;
  readonly throttle?: Throttle;
}

/** Makes the barriers of one system. Make them once per system: limits only hold where all calls share them. */
export function createBarriers(options: {
  readonly limits: Limits;
  readonly windows?: readonly MaintenanceWindow[];
  readonly clock: Clock;
}): SystemBarriers {
  const { limits, windows = [], clock } = options;
  const { concurrency, perSecond, burst, attemptTimeoutMs } = limits;
  const breaker = createCircuitBreaker({ clock });
  return {
    breaker,
    gate: createGate({ clock, windows, breaker }),
    ...(concurrency !== undefined && { concurrency: createConcurrencyLimit({ limit: concurrency }) }),
    ...(perSecond !== undefined && {
      throttle: createThrottle({ perSecond, clock, ...(burst !== undefined && { burst }) }),
    }),
    ...(attemptTimeoutMs !== undefined && { attemptTimeoutMs }),
  };
}
