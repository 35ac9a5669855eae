import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `postInvoice` promises. */
export const postInvoiceContract = defineContract('postInvoice', {
  'the invoice comes to what it bills, to the cent': async ({ door, input, call }) => {
    await call(input);
    const booked = await door.inspect(input.ref);
    if (!booked) throw new Error(`There is no invoice ${input.ref} in the books`);
    expectSame(booked.total, booked.orderTotal, 'the invoiced total');
  },
});
