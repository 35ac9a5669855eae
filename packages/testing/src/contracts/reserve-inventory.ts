import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { sorted } from './numbers.ts';

/** What `reserveInventory` promises. */
export const reserveInventoryContract = defineContract('reserveInventory', {
  'the units are held': async ({ door, input, call }) => {
    await call(input);
    const lines = input.lines.map(({ sku, location, quantity }) => ({ sku, location, quantity: quantity.amount }));
    expect(sorted((await door.inspect(input.ref))?.held)).toEqual(sorted(lines));
  },
  'if one line cannot be served, nothing is held': async ({ door, input, call }) => {
    const [first] = input.lines;
    const lines = [...input.lines, ...(first ? [{ ...first, quantity: { amount: '1000000' } }] : [])];
    await expect(call({ ...input, lines })).rejects.toMatchObject({ code: 'conflict', disposition: 'reject' });
    expect(await door.count(input.ref), 'reservations').toBe(0);
  },
});
