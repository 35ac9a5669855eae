import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { sorted } from './numbers.ts';

/** What `adjustInventory` promises. */
export const adjustInventoryContract = defineContract('adjustInventory', {
  'the change is booked as it is': async ({ door, input, call }) => {
    await call(input);
    const changes = input.changes.map(({ sku, location, delta }) => ({ sku, location, quantity: delta.amount }));
    expect(sorted((await door.inspect(input.ref))?.changes)).toEqual(sorted(changes));
  },
  'the same change of another business fact counts again': async ({ door, input, call }) => {
    const ref = `${input.ref}-next`;
    await call(input);
    await call({ ...input, ref });
    expect([await door.count(input.ref), await door.count(ref)], 'effects').toEqual([1, 1]);
  },
});
