import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { plain } from './numbers.ts';

/** What `recordFulfillment` promises. Its valid input names the SKU of each line. */
export const recordFulfillmentContract = defineContract('recordFulfillment', {
  'what left is booked, and nothing else of the order': async ({ door, input, call }) => {
    await call(input);
    const booked = await door.inspect(input.ref);
    const units = (lines: readonly { readonly sku?: string | undefined; readonly quantity: string }[] = []) =>
      lines.map(({ sku, quantity }) => `${sku}: ${plain(quantity)}`).toSorted();
    expect(units(booked?.lines)).toEqual(
      units(input.lines.map(({ sku, quantity }) => ({ sku, quantity: quantity.amount }))),
    );
  },
  'more than is open is refused': async ({ door, input, call }) => {
    const lines = input.lines.map((line) => ({ ...line, quantity: { ...line.quantity, amount: '1000000' } }));
    await expect(call({ ...input, lines })).rejects.toMatchObject({ code: 'conflict', disposition: 'reject' });
    expect(await door.count(input.ref), 'shipments').toBe(0);
  },
});
