import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `getPostingPeriods` promises. */
export const getPostingPeriodsContract = defineContract('getPostingPeriods', {
  'every period that touches the span is told with its state': async ({ door, input, call }) => {
    const periods = await call(input);
    const truth = await door.truth(input);
    expect(truth.length, 'periods').toBeGreaterThan(0);
    expect(periods).toHaveLength(truth.length);
    for (const period of truth) expect(periods).toContainEqual(expect.objectContaining(period));
  },
  'a period that ends before the span is left out': async ({ input, call }) => {
    for (const { from, to } of await call(input)) {
      expect(from <= input.to, 'begins within or before the span').toBe(true);
      expect(to >= input.from, 'ends within or after the span').toBe(true);
    }
  },
});
