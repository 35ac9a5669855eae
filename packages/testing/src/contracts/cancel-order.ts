import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `cancelOrder` promises. */
export const cancelOrderContract = defineContract('cancelOrder', {
  'the order is cancelled': async ({ door, input, call }) => {
    await call(input);
    expect(await door.inspect(input.orderRef)).toMatchObject({ cancelled: true });
  },
  'an order that is cancelled already counts as cancelled': async ({ door, input, call }) => {
    await call(input);
    await call(input);
    expect(await door.count(input.orderRef), 'cancellations').toBe(1);
  },
  'an order that is not there is not found': async ({ input, call }) => {
    const { order: _, ...rest } = input;
    const unknown = call({ ...rest, orderRef: 'no-such-order-9999999' });
    await expect(unknown).rejects.toMatchObject({ code: 'not-found', disposition: 'reject' });
  },
});
