import { expect } from 'vitest';
import { defineContract } from './contract.ts';
import { expectSame } from './numbers.ts';

/** What `getPrices` promises. Its valid input asks for SKUs that have a price. */
export const getPricesContract = defineContract('getPrices', {
  'prices are read as the platform has them': async ({ door, input, call }) => {
    const prices = await call(input);
    const truth = await door.truth(input);
    expect(truth.length, 'prices').toBeGreaterThan(0);
    expect(prices).toHaveLength(truth.length);
    for (const { sku, price } of truth)
      expectSame(prices.find((it) => it.sku === sku)?.price, price as never, 'the price');
  },
  'a SKU that it does not know is left out': async ({ input, call }) => {
    const prices = await call({ ...input, skus: [...input.skus, 'NO-SUCH-SKU-9999999'] });
    expect(new Set(prices.map((it) => it.sku))).toEqual(new Set(input.skus));
  },
});
