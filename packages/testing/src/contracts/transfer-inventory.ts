import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { opposite, sorted } from './numbers.ts';

/** What `transferInventory` promises. */
export const transferInventoryContract = defineContract('transferInventory', {
  'what leaves here arrives there, in one document': async ({ door, input, call }) => {
    await call(input);
    const changes = input.lines.flatMap(({ sku, quantity: { amount } }) => [
      { sku, location: input.from, quantity: opposite(amount) },
      { sku, location: input.to, quantity: amount },
    ]);
    expect(sorted((await door.inspect(input.ref))?.changes)).toEqual(sorted(changes));
  },
});
