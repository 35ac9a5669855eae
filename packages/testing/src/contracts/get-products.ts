import { expect } from 'vitest';
import { defineContract } from './contract.ts';

/** What `getProducts` promises. */
export const getProductsContract = defineContract('getProducts', {
  'products are read as the platform has them': async ({ door, input, call }) => {
    const products = await call(input);
    const truth = await door.truth(input);
    expect(truth.length, 'products').toBeGreaterThan(0);
    expect(products).toHaveLength(truth.length);
    for (const product of truth) expect(products).toContainEqual(expect.objectContaining(product));
  },
  'a SKU that it does not know is left out': async ({ input, call }) => {
    const products = await call({ ...input, skus: [...input.skus, 'NO-SUCH-SKU-9999999'] });
    expect(new Set(products.map((it) => it.sku))).toEqual(new Set(input.skus));
  },
});
