import { createConcurrencyLimit } from '@crossdock/core';

/** Runs work of the same key one after the other; different keys do not wait for each other. */
export type OneAtATime = <T>(key: string, work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Two bills of one order that are made at the same moment would both take its charges and its odd cents. */
export function oneAtATime(): OneAtATime {
  const lanes = new Map<string, ReturnType<typeof createConcurrencyLimit>>();
  return async (key, work, signal) => {
    const lane = lanes.get(key) ?? createConcurrencyLimit({ limit: 1, adaptive: false });
    lanes.set(key, lane);
    try {
      return await lane.run(work, signal);
    } finally {
      if (lane.running === 0 && lane.waiting === 0) lanes.delete(key);
    }
  };
}
