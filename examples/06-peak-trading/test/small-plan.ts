import { minuteMs, type Plan, planOf } from '../src/demo/plan.ts';

/** The same day with a handful of stores and things: a few seconds of work. */
export function smallPlan(changes: Partial<Plan> = {}): Plan {
  return {
    ...planOf({ seed: 1129, stores: 9, hours: 9, minutes: 2, kills: 0 }),
    skus: 60,
    storeSkus: 30,
    flashSkus: 5,
    ordersPerSecond: 1.2,
    flashMs: 2 * minuteMs,
    readsPerOrder: 20,
    quietOrdersPerHour: 2,
    ticketsPerHour: 0.15,
    lookEvery: '2m',
    offlineStores: 2,
    ...changes,
  };
}
