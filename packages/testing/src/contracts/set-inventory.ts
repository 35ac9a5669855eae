import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { plain, sorted } from './numbers.ts';

/** What `setInventory` promises. */
export const setInventoryContract = defineContract('setInventory', {
  'from then on the platform shows the levels': async ({ door, input, call }) => {
    await call(input);
    const levels = input.levels.map(({ sku, location, quantity }) => ({ sku, location, quantity: quantity.amount }));
    expect(sorted((await door.inspect(input.ref))?.levels)).toEqual(sorted(levels));
  },
  'a level that is not the expected one is refused': async ({ door, input, call }) => {
    const levels = input.levels.map((level) => ({ ...level, expected: { amount: '987654' } }));
    await expect(call({ ...input, levels })).rejects.toMatchObject({ code: 'conflict', disposition: 'reject' });
    expect(await door.count(input.ref), 'publications').toBe(0);
  },
  'a newer level replaces the one before it': async ({ door, input, call }) => {
    await call(input);
    const ref = `${input.ref}-next`;
    const levels = input.levels.map(({ sku, location, kind }) => ({ sku, location, kind, quantity: { amount: '3' } }));
    await call({ ...input, ref, levels });
    const shown = (await door.inspect(ref))?.levels ?? [];
    expect(new Set(shown.map((it) => plain(it.quantity)))).toEqual(new Set(['3']));
  },
});
