import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `findCustomers` promises. Its valid input is an identity that somebody carries. */
export const findCustomersContract = defineContract('findCustomers', {
  'everybody who carries the identity is found, and nobody else': async ({ door, input, call }) => {
    const found = await call(input);
    const truth = await door.truth(input);
    expect(found).toHaveLength(truth.length);
    expect(found.length, 'customers who are found').toBeGreaterThan(0);
    for (const customer of truth) expect(found).toContainEqual(expect.objectContaining(customer));
  },
  'nobody found is an empty list': async ({ call }) => {
    expect(await call({ email: 'nobody.9999999@shoppers.example' })).toEqual([]);
  },
  'a part of an address is not the address': async ({ input, call }) => {
    if (input.email === undefined) return;
    expect(await call({ email: input.email.slice(0, input.email.indexOf('@')) })).toEqual([]);
  },
});
