import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `getOrder` promises. */
export const getOrderContract = defineContract('getOrder', {
  'the order is read as the platform has it': async ({ door, input, call }) => {
    const order = await call(input);
    expect(order).toMatchObject(await door.truth(input));
    expect(order.ref).toBe(input.orderRef);
  },
  'an order that is not there is not found': async ({ call }) => {
    const unknown = call({ orderRef: 'no-such-order-9999999' });
    await expect(unknown).rejects.toMatchObject({ code: 'not-found', disposition: 'reject' });
  },
});
