import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `releaseInventory` promises. Its valid input is a reservation that is held. */
export const releaseInventoryContract = defineContract('releaseInventory', {
  'nothing is held any more': async ({ door, input, call }) => {
    expect((await door.inspect(input.ref))?.held, 'what is held before').not.toEqual([]);
    await call(input);
    expect(await door.inspect(input.ref)).toMatchObject({ held: [] });
  },
  'a reservation that is released already counts as released': async ({ door, input, call }) => {
    await call(input);
    await call(input);
    expect(await door.count(input.ref), 'releases').toBe(1);
  },
});
