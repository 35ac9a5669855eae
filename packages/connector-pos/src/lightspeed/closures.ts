import { type DrawerCount } from '@crossdock/core';

/** The closing of one register, as its webhook told it. */
export interface Closure {
  /** Of the closure at Lightspeed. */
  readonly id: string;
  readonly outletId: string;
  /** ISO instant at which the register was opened. */
  readonly openedAt: string;
  /** ISO instant at which it was closed and counted. */
  readonly closedAt: string;
  readonly count: DrawerCount;
}

/** Keeps closings of registers: the platform tells each once and has no list of them. */
export interface ClosureStore {
  /** Resolves when it would survive a crash. The same closure again replaces the one that is kept. */
  keep(closure: Closure): Promise<void>;
  /** Those of an outlet whose register was opened within a span of epoch milliseconds, the end left out. */
  openedWithin(outletId: string, span: { readonly from: number; readonly to: number }): Promise<readonly Closure[]>;
}

/** Keeps closures for as long as the process lives. */
export function memoryClosures(): ClosureStore {
  const kept = new Map<string, Closure>();
  return {
    keep: async (closure) => {
      kept.set(closure.id, closure);
    },
    openedWithin: async (outletId, { from, to }) =>
      [...kept.values()].filter((it) => {
        const at = Date.parse(it.openedAt);
        return it.outletId === outletId && at >= from && at < to;
      }),
  };
}
