import { manualClock } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { poolOf } from './account-pool.ts';
import { Concurrency } from './service-tier.ts';

const { signal } = new AbortController();

/** Starts so many pieces of work and tells how many were let in. */
async function letIn(pools: readonly ReturnType<typeof poolOf>[], each: number): Promise<number> {
  let running = 0;
  for (const pool of pools) {
    for (let piece = 0; piece < each; piece += 1)
      void pool.run(() => {
        running += 1;
        return new Promise<never>(() => {});
      }, signal);
  }
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return running;
}

test('two systems of one account share what it allows', async () => {
  const clock = manualClock();
  const pools = [poolOf('123_SB1', 3, clock), poolOf('123_SB1', 3, clock)];
  expect(await letIn(pools, 5)).toBe(3);
});

test('the smallest limit that anybody gives counts for all, whoever comes first', async () => {
  const [first, second] = [manualClock(), manualClock()];
  expect(await letIn([poolOf('1', 4, first), poolOf('1', 2, first)], 9)).toBe(2);
  expect(await letIn([poolOf('1', 2, second), poolOf('1', 4, second)], 9)).toBe(2);
});

test('another account has its own', async () => {
  const clock = manualClock();
  expect(await letIn([poolOf('1', 2, clock), poolOf('2', 2, clock)], 5)).toBe(4);
});

test('a service tier leaves one request of the account to others', () => {
  expect(['standard', 'premium', 'enterprise', 'ultimate', 7].map((it) => Concurrency.parse(it))).toEqual([
    4, 14, 19, 19, 7,
  ]);
});
