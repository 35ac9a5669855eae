import { isIntegrationError } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

const { signal } = new AbortController();
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'left',
    (error: unknown) => (isIntegrationError(error) ? error.code : 'another'),
  );

test('nothing leaves while the platform told us to wait, and it is said for how long', async () => {
  const clock = manualClock();
  const pace = createPace(clock);
  pace.hold(90_000);
  await clock.advance(30_000);
  await expect(pace.take(signal)).rejects.toMatchObject({ code: 'throttled', retryAfterMs: 60_000 });
  await clock.advance(60_000);
  expect(await codeOf(pace.take(signal))).toBe('left');
});

test('a shorter wait does not end a longer one', async () => {
  const clock = manualClock();
  const pace = createPace(clock);
  pace.hold(90_000);
  pace.hold(1_000);
  await clock.advance(2_000);
  expect(await codeOf(pace.take(signal))).toBe('throttled');
});

test('what is refused while it waits takes nothing of the budget', async () => {
  const clock = manualClock();
  const pace = createPace(clock);
  pace.hold(1_000);
  // A fifth of the budget of one register may leave at once.
  for (let count = 0; count < 70; count++) expect(await codeOf(pace.take(signal))).toBe('throttled');
  await clock.advance(1_000);
  const begun = clock.now();
  for (let count = 0; count < 70; count++) expect(await codeOf(pace.take(signal))).toBe('left');
  expect(clock.now()).toBe(begun);
});

test('what waits for its turn does not leave when the platform says meanwhile that it is too much', async () => {
  const clock = manualClock();
  const pace = createPace(clock);
  for (let count = 0; count < 70; count++) await pace.take(signal);
  const waiting = codeOf(pace.take(signal));
  await clock.advance(0);
  pace.hold(600_000);
  await clock.advance(60_000);
  expect(await waiting).toBe('throttled');
});
