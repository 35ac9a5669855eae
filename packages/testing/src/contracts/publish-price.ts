import { add, money } from '@crossdock/core';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';
import { referenceOf } from './subject.ts';

/** What `publishPrice` promises. */
export const publishPriceContract = defineContract('publishPrice', {
  'the platform asks for the price': async ({ door, input, call }) => {
    await call(input);
    expectSame((await door.inspect(referenceOf('publishPrice', input)))?.price, input.price, 'the price');
  },
  'a newer price replaces the one before it': async ({ door, input, call }) => {
    const price = add(input.price, money('1', input.price.currency));
    await call(input);
    await call({ ...input, price });
    expectSame((await door.inspect(referenceOf('publishPrice', input)))?.price, price, 'the price');
  },
});
