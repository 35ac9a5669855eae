import { describe, test } from 'vitest';

/** One fact that a suite checks. */
export interface Fact {
  /** The fact, as a test's name. */
  readonly says: string;
  /** Whether it needs faults that only a simulator has. */
  readonly needsSimulator?: boolean;
  /** Rejects when it is not so. */
  check(): Promise<void>;
}

/** Declares the facts of a suite as tests. */
export function declareSuite(name: string, facts: readonly Fact[], options: { readonly timeout?: number } = {}): void {
  describe.for([[name]])('%s', () => {
    test.for(facts.map(({ says, check }) => [says, check] as const))('%s', options, ([, check]) => check());
  });
}
