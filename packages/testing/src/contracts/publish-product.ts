import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `publishProduct` promises. */
export const publishProductContract = defineContract('publishProduct', {
  'the platform has the product': async ({ door, input, call }) => {
    await call(input);
    expect(await door.inspect(input.sku)).toMatchObject({ name: input.name });
  },
  'a product that changed is the same product': async ({ door, input, call }) => {
    await call(input);
    await call({ ...input, name: `${input.name} II` });
    expect(await door.inspect(input.sku)).toMatchObject({ name: `${input.name} II` });
    expect(await door.count(input.sku), 'products').toBe(1);
  },
});
