import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `createOrder` promises. */
export const createOrderContract = defineContract('createOrder', {
  'the order is booked with its total, to the cent': async ({ door, input, call }) => {
    await call(input);
    const booked = await door.inspect(input.ref);
    expectSame(booked?.total, input.total, 'the booked total');
  },
  'no line is dropped': async ({ door, input, call }) => {
    await call(input);
    const booked = await door.inspect(input.ref);
    expect(booked?.skus).toEqual(expect.arrayContaining(input.lines.map((line) => line.sku)));
  },
  'an order that does not add up is refused before anything is sent': async ({ door, input, call }) => {
    const total = { ...input.total, amount: `1${input.total.amount}` };
    await expect(call({ ...input, total })).rejects.toMatchObject({ code: 'unbalanced' });
    expect(door.system.exchanges).toEqual([]);
  },
});
