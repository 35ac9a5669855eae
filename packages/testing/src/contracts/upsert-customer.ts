import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `upsertCustomer` promises. */
export const upsertCustomerContract = defineContract('upsertCustomer', {
  'the platform has the customer': async ({ door, input, call }) => {
    await call(input);
    expect(await door.inspect(input.ref)).toMatchObject({ lastName: input.lastName });
  },
  'a customer who changed is the same customer': async ({ door, input, call }) => {
    await call(input);
    await call({ ...input, lastName: 'Newname' });
    expect(await door.inspect(input.ref)).toMatchObject({ lastName: 'Newname' });
    expect(await door.count(input.ref), 'customers').toBe(1);
  },
  'what is absent stays as it is': async ({ door, input, call }) => {
    // Of this customer alone, also where earlier runs left theirs.
    const email = `kept-${input.ref}@shoppers.example`;
    await call({ ...input, email });
    const { email: _, ...rest } = input;
    await call({ ...rest, lastName: 'Newname' });
    expect(await door.inspect(input.ref)).toMatchObject({ email });
  },
});
