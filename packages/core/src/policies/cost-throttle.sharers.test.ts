import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { seededRandom } from '../primitives/index.ts';
import { createCostThrottle } from './cost-throttle.ts';

/** What the calls of a mixed day cost; what they really used is found out afterwards. */
const costs = [1, 13, 25, 64, 64, 64, 83, 150, 583];

interface Outcome {
  /** Points that were used, of all there were. */
  readonly usedShare: number;
  /** Calls that the platform sent back, once every process had seen the others. */
  readonly sentBack: number;
  /** The share of each process. */
  readonly shares: readonly number[];
}

/** Drains calls through one bucket by processes that know of each other only what the platform's answers say. */
async function drain(
  processes: number,
  calls: number,
  seed: number,
  costOf: (process: number, chance: number) => number = (_, chance) => costs[Math.floor(chance * costs.length)] ?? 1,
): Promise<Outcome> {
  const clock = virtualClock(0);
  const random = seededRandom(seed);
  const platform = { maximum: 2_000, restorePerSecond: 100 };
  const bucket = { level: platform.maximum, asOf: 0 };
  const report = () => {
    const restored = ((clock.now() - bucket.asOf) / 1000) * platform.restorePerSecond;
    bucket.level = Math.min(platform.maximum, bucket.level + restored);
    bucket.asOf = clock.now();
    return { ...platform, available: Math.floor(bucket.level) };
  };
  const road = () => clock.sleep(Math.ceil(25 + random() * 175));
  const used = Array.from({ length: processes }, () => 0);
  let [left, done, sentBack] = [calls, 0, 0];

  const call = async (throttle: ReturnType<typeof createCostThrottle>, cost: number, process: number) => {
    for (;;) {
      const lease = await throttle.take(cost);
      await road();
      if (report().available < cost) {
        if (done > calls / 20) sentBack += 1;
        const status = report();
        await road();
        lease.settle(status);
        await clock.sleep(Math.ceil(((cost - status.available) / platform.restorePerSecond) * 1000));
        continue;
      }
      bucket.level -= cost;
      const actual = Math.ceil(cost * (0.3 + 0.7 * random()));
      await road();
      report();
      bucket.level = Math.min(platform.maximum, bucket.level + cost - actual);
      const status = report();
      await road();
      lease.settle(status);
      used[process] = (used[process] ?? 0) + actual;
      done += 1;
      return;
    }
  };
  const lane = async (throttle: ReturnType<typeof createCostThrottle>, process: number) => {
    while (left > 0) {
      left -= 1;
      await call(throttle, costOf(process, random()), process);
    }
  };
  const work = Array.from({ length: processes }, (_, process) => {
    const throttle = createCostThrottle({ ...platform, clock });
    return Array.from({ length: 8 }, () => lane(throttle, process));
  });
  await clock.settle(Promise.all(work.flat()));
  const total = used.reduce((sum, it) => sum + it, 0);
  return {
    usedShare: total / (platform.maximum + (clock.now() / 1000) * platform.restorePerSecond),
    sentBack,
    shares: used.map((it) => it / total),
  };
}

it.each([1, 2, 3])('%i processes use up one bucket, and none of their calls is sent back', async (processes) => {
  const { usedShare, sentBack, shares } = await drain(processes, 2_000, 1129);
  expect(sentBack).toBe(0);
  expect(usedShare).toBeGreaterThan(0.97);
  for (const share of shares) expect(share).toBeGreaterThan(0.8 / processes);
});

it('dear calls of one process are not starved by the cheap ones of others', async () => {
  const { shares } = await drain(3, 2_000, 1129, (process) => (process === 0 ? 900 : 20));
  expect(shares[0]).toBeGreaterThan(1 / 3);
});
