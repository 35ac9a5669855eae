import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `recordPayment` promises. */
export const recordPaymentContract = defineContract('recordPayment', {
  'what came in is booked, to the cent': async ({ door, input, call }) => {
    await call(input);
    expectSame((await door.inspect(input.ref))?.total, input.tender.amount, 'the payment');
  },
  'two payments of one amount are two payments': async ({ door, input, call }) => {
    await call(input);
    const ref = `${input.ref}-2`;
    const booked = await call({ ...input, ref }).catch((error: unknown) => error);
    // A bill that is paid in full takes no more; whatever takes it books it again.
    if (booked instanceof Error) expect(booked).toMatchObject({ disposition: 'reject' });
    else expect(await door.count(ref), 'effects of the second payment').toBe(1);
  },
});
