import { maxQueryCost } from './query-cost.ts';

/** The plans whose budgets are documented. */
export type Plan = 'standard' | 'advanced' | 'plus' | 'enterprise';

/** How much a store may ask for. */
const budgets: Readonly<Record<Plan, { readonly maximumAvailable: number; readonly restoreRate: number }>> = {
  standard: { maximumAvailable: 2000, restoreRate: 100 },
  advanced: { maximumAvailable: 4000, restoreRate: 200 },
  plus: { maximumAvailable: 20_000, restoreRate: 1000 },
  enterprise: { maximumAvailable: 40_000, restoreRate: 2000 },
};

/** What every answer tells about the budget. */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

/** A bucket of points that refills with time: one for each app and store. */
export class CostBucket {
  readonly #plan: Plan;
  readonly #now: () => number;
  #available: number;
  #asOf: number;

  constructor(plan: Plan, now: () => number) {
    this.#plan = plan;
    this.#now = now;
    this.#available = budgets[plan].maximumAvailable;
    this.#asOf = now();
  }

  /** The budget as of now. */
  status(): ThrottleStatus {
    this.#refill();
    return { ...budgets[this.#plan], currentlyAvailable: Math.floor(this.#available) };
  }

  /** Takes the points, or says that there are too few. */
  take(points: number): 'taken' | 'throttled' | 'too-expensive' {
    this.#refill();
    if (points > maxQueryCost) return 'too-expensive';
    if (points > this.#available) return 'throttled';
    this.#available -= points;
    return 'taken';
  }

  /** Gives back what a query asked for and did not use. */
  giveBack(points: number): void {
    this.#available = Math.min(budgets[this.#plan].maximumAvailable, this.#available + points);
  }

  /** Empties the bucket, as other workers of the same app would. */
  drain(): void {
    this.#refill();
    this.#available = 0;
  }

  #refill(): void {
    const now = this.#now();
    const { maximumAvailable, restoreRate } = budgets[this.#plan];
    this.#available = Math.min(maximumAvailable, this.#available + ((now - this.#asOf) / 1000) * restoreRate);
    this.#asOf = now;
  }
}
