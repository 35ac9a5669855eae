import {
  type Clock,
  createConcurrencyLimit,
  createCostThrottle,
  IntegrationError,
  isIntegrationError,
  seededRandom,
} from '@crossdock/core';
import { shopifySimulator } from '@crossdock/connector-shopify/testing';
import { type ManualClock, manualClock } from '@crossdock/testing';
import { compared, type Row } from './measure.ts';

const calls = 10_000;

/** What queries of a mixed day ask for: a header, a page of lines, an order, a page of stock, a page of changed orders. */
const costs = [1, 13, 25, 64, 64, 64, 83, 150, 583];

/** Requests that an account may have in flight. */
const concurrency = 15;

/** Calls that one process makes at the same time. */
const lanes = 8;

/**
 * How much of what a platform allows is used when more is asked for than there is, on a virtual clock: the points of a Shopify
 * shop, for one process and for three that know of each other only what the answers say, and the places of a NetSuite account.
 */
export default async function throttleBench(): Promise<readonly Row[]> {
  return [
    ...(await pointsRows(1, `Shopify, ${calls} mixed calls`)),
    ...(await pointsRows(3, 'the same by three processes with one bucket')),
    ...(await placesRows()),
  ];
}

async function pointsRows(processes: number, name: string): Promise<readonly Row[]> {
  const clock = manualClock({ now: 0 });
  const { bucket } = shopifySimulator({ clock });
  const random = seededRandom(1129);
  const { maximumAvailable, restoreRate } = bucket.status();
  let [left, done, used, sentBack] = [calls, 0, 0, 0];
  const call = async (throttle: ReturnType<typeof createCostThrottle>) => {
    const cost = costs[Math.floor(random() * costs.length)] ?? 1;
    for (;;) {
      const lease = await throttle.take(cost);
      await road(clock, random());
      if (bucket.take(cost) === 'taken') {
        const actual = Math.ceil(cost * (0.3 + 0.7 * random()));
        await road(clock, random());
        bucket.giveBack(cost - actual);
        const { currentlyAvailable } = bucket.status();
        await road(clock, random());
        lease.settle({ available: currentlyAvailable, maximum: maximumAvailable, restorePerSecond: restoreRate });
        used += actual;
        done += 1;
        return;
      }
      // The beginning is not held against anybody: nobody has seen the others yet.
      if (done > calls / 20) sentBack += 1;
      const { currentlyAvailable } = bucket.status();
      await road(clock, random());
      lease.settle({ available: currentlyAvailable, maximum: maximumAvailable, restorePerSecond: restoreRate });
      await clock.sleep(Math.ceil(((cost - currentlyAvailable) / restoreRate) * 1000));
    }
  };
  const work = Array.from({ length: processes }, () => {
    const throttle = createCostThrottle({ maximum: maximumAvailable, restorePerSecond: restoreRate, clock });
    return Array.from({ length: lanes }, async () => {
      while (left-- > 0) await call(throttle);
    });
  });
  await clock.settle(Promise.all(work.flat()));
  const allowed = maximumAvailable + (clock.now() / 1000) * restoreRate;
  return [
    compared(`${name}: used, of the points that were allowed`, used, 'points', allowed),
    { name: '  of them sent back', value: sentBack, unit: 'calls' },
  ];
}

async function placesRows(): Promise<readonly Row[]> {
  const clock = manualClock({ now: 0 });
  const random = seededRandom(1129);
  const pool = createConcurrencyLimit({ limit: concurrency });
  let [left, inFlight, busyMs, sentBack] = [calls, 0, 0, 0];
  const request = async () => {
    if (inFlight >= concurrency) {
      sentBack += 1;
      throw new IntegrationError('Too many requests at once', { code: 'busy' });
    }
    inFlight += 1;
    const begunAt = clock.now();
    await clock.sleep(Math.ceil(200 + random() * 1_300));
    busyMs += clock.now() - begunAt;
    inFlight -= 1;
  };
  const lane = async () => {
    while (left-- > 0) await untilTaken(() => pool.run(request), clock);
  };
  await clock.settle(Promise.all(Array.from({ length: 4 * concurrency }, lane)));
  return [
    compared(
      `NetSuite, ${calls} calls, ${concurrency} at once: used, of the time that was allowed`,
      busyMs / 1000,
      's',
      (clock.now() / 1000) * concurrency,
    ),
    { name: '  of them sent back', value: sentBack, unit: 'calls' },
  ];
}

async function untilTaken(work: () => Promise<void>, clock: Clock): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isIntegrationError(error) || error.code !== 'busy') throw error;
      await clock.sleep(1_000);
    }
  }
}

/** A part of the way of a request. */
function road(clock: ManualClock, chance: number): Promise<void> {
  return clock.sleep(Math.ceil(25 + chance * 175));
}
