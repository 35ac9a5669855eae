import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `processReturn` promises. */
export const processReturnContract = defineContract('processReturn', {
  'the credit comes to what goes back, to the cent': async ({ door, input, call }) => {
    await call(input);
    expectSame((await door.inspect(input.ref))?.total, input.total, 'the credit');
  },
  'a return that does not add up is refused before anything is sent': async ({ door, input, call }) => {
    const total = { ...input.total, amount: `1${input.total.amount}` };
    await expect(call({ ...input, total })).rejects.toMatchObject({ code: 'unbalanced' });
    expect(door.system.exchanges).toEqual([]);
  },
});
