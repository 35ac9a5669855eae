import { AsyncLocalStorage } from 'node:async_hooks';

/** What runs inside a step: capability calls made there belong to that step and are not journaled on their own. */
export interface UnitScope {
  readonly key: string;
  readonly name: string;
}

const storage = new AsyncLocalStorage<UnitScope>();

export function insideUnit<T>(scope: UnitScope, run: () => T): T {
  return storage.run(scope, run);
}

/** Runs what belongs to no step, whoever started it. */
export function outsideUnits<T>(run: () => T): T {
  return storage.exit(run);
}

export function currentUnit(): UnitScope | undefined {
  return storage.getStore();
}
