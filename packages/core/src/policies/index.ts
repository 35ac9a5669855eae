export { exponentialBackoff, type BackoffOptions } from './backoff.ts';
export { createBarriers, type SystemBarriers } from './barriers.ts';
export { checkAnswer } from './check-answer.ts';
export { type CircuitBreaker, type CircuitBreakerOptions, type CircuitState } from './circuit-breaker.ts';
export { createConcurrencyLimit, type ConcurrencyLimit, type ConcurrencyLimitOptions } from './concurrency-limit.ts';
export {
  createCostThrottle,
  type CostLease,
  type CostStatus,
  type CostThrottle,
  type CostThrottleOptions,
} from './cost-throttle.ts';
export { toFailure } from './failure.ts';
export { type Gate, type GateClosing, type GateOptions, type GateState } from './gate.ts';
export { type Owners } from './ownership.ts';
export {
  createPipeline,
  type CallContext,
  type CallRecord,
  type Pipeline,
  type PipelineOptions,
  type Served,
} from './pipeline.ts';
export { parseRetryAfter } from './retry-after.ts';
export { retry, type RetryOptions } from './retry.ts';
export { createThrottle, type Throttle, type ThrottleOptions } from './throttle.ts';
export { withTimeout, type TimeoutOptions } from './timeout.ts';
export { type Barriers } from './trip.ts';
