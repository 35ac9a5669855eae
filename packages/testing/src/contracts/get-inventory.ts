import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `getInventory` promises. */
export const getInventoryContract = defineContract('getInventory', {
  'levels are read as the platform has them': async ({ door, input, call }) => {
    const levels = await call(input);
    const truth = await door.truth(input);
    expect(levels).toHaveLength(truth.length);
    for (const level of truth) expect(levels).toContainEqual(expect.objectContaining(level));
  },
  'a SKU that it does not know is left out': async ({ input, call }) => {
    const levels = await call({ ...input, skus: [...input.skus, 'NO-SUCH-SKU-9999999'] });
    expect(new Set(levels.map((it) => it.sku))).toEqual(new Set((await call(input)).map((it) => it.sku)));
  },
});
