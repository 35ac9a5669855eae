import { type Clock, type ConcurrencyLimit, createConcurrencyLimit } from '@crossdock/core';

/** The requests that one account has in flight, whoever sends them. */
export interface AccountPool {
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  readonly running: number;
}

interface Pool extends AccountPool {
  join(limit: number): void;
}

/** Pools of a process, by account. A process has one clock; a test has its own, and so its own accounts. */
const pools = new WeakMap<Clock, Map<string, Pool>>();

/**
 * The pool of an account: systems that are wired to the same account share it, because the platform counts all their
 * requests together. When they give different limits, the smallest counts.
 */
export function poolOf(accountId: string, limit: number, clock: Clock): AccountPool {
  const byAccount = pools.get(clock) ?? new Map<string, Pool>();
  pools.set(clock, byAccount);
  const pool = byAccount.get(accountId) ?? createPool();
  byAccount.set(accountId, pool);
  pool.join(limit);
  return pool;
}

function createPool(): Pool {
  // A limit cannot be changed, so a smaller one is put before the others.
  const limits: ConcurrencyLimit[] = [];
  let smallest = Number.POSITIVE_INFINITY;
  let running = 0;
  return {
    join(limit) {
      if (limit >= smallest) return;
      smallest = limit;
      limits.push(createConcurrencyLimit({ limit }));
    },
    run(work, signal) {
      const counted = async () => {
        running += 1;
        try {
          return await work();
        } finally {
          running -= 1;
        }
      };
      return limits.reduce((inner, it) => () => it.run(inner, signal), counted)();
    },
    get running() {
      return running;
    },
  };
}
