import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { IntegrationError, type ErrorCode } from '../primitives/index.ts';
import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts';

async function fail(breaker: CircuitBreaker, code: ErrorCode = 'system-unavailable', times = 1): Promise<void> {
  for (let call = 0; call < times; call += 1) {
    await breaker.run(async () => Promise.reject(new IntegrationError('down', { code }))).catch(() => undefined);
  }
}

it('outages in a row open the circuit, and calls are refused without being made', async () => {
  const breaker = createCircuitBreaker({ clock: virtualClock(), failures: 3, openMs: 5_000 });
  await fail(breaker, 'system-unavailable', 3);
  let made = false;
  await expect(breaker.run(async () => void (made = true))).rejects.toMatchObject({
    code: 'circuit-open',
    disposition: 'retry',
    retryAfterMs: 5_000,
  });
  expect(made).toBe(false);
});

it.each(['input-invalid', 'not-found', 'throttled', 'busy'] as const)(
  '%s is an answer, so it closes the row',
  async (code) => {
    const breaker = createCircuitBreaker({ clock: virtualClock(), failures: 3 });
    await fail(breaker, 'timeout', 2);
    await fail(breaker, code);
    await fail(breaker, 'timeout', 2);
    expect(breaker.check().state).toBe('closed');
  },
);

it('when time is over one call may try, and the others wait', async () => {
  const clock = virtualClock();
  const breaker = createCircuitBreaker({ clock, failures: 1, openMs: 5_000 });
  await fail(breaker);
  await clock.advance(5_000);
  const { promise, resolve } = Promise.withResolvers<string>();
  const trial = breaker.run(() => promise);
  await expect(breaker.run(async () => 'second')).rejects.toMatchObject({ code: 'circuit-open' });
  resolve('back');
  await expect(trial).resolves.toBe('back');
  expect(breaker.check().state).toBe('closed');
});

it('a try that fails keeps the circuit open for twice as long, up to the longest time', async () => {
  const clock = virtualClock();
  const breaker = createCircuitBreaker({ clock, failures: 1, openMs: 5_000, maxOpenMs: 12_000 });
  await fail(breaker);
  await clock.advance(5_000);
  await fail(breaker);
  expect(breaker.check()).toEqual({ state: 'open', retryAfterMs: 10_000 });
  await clock.advance(10_000);
  await fail(breaker);
  expect(breaker.check()).toEqual({ state: 'open', retryAfterMs: 12_000 });
});

it('a try that is cancelled lets the next call try', async () => {
  const clock = virtualClock();
  const breaker = createCircuitBreaker({ clock, failures: 1, openMs: 5_000 });
  await fail(breaker);
  await clock.advance(5_000);
  await fail(breaker, 'cancelled');
  expect(breaker.check().state).toBe('half-open');
});

it('the circuit stays open at least as long as the system asked for', async () => {
  const breaker = createCircuitBreaker({ clock: virtualClock(), failures: 1, openMs: 5_000 });
  const error = new IntegrationError('down', { code: 'system-unavailable', retryAfterMs: 90_000 });
  await breaker.run(async () => Promise.reject(error)).catch(() => undefined);
  expect(breaker.check()).toEqual({ state: 'open', retryAfterMs: 90_000 });
});
