import { defineFlow } from '@crossdock/core';
import { priceDifferences } from './difference.ts';
import { notShown } from './publish-product.ts';

/** Waits out maintenance windows and outages, without a person. */
const patiently = { hold: 'until-open' } as const;

/** A price may be told before its product: then the shop does not know the SKU yet. */
const looks = 10;

/** The price of a SKU in the shop's currency, by its owner, whoever says that it changed. It is read back. */
export const publishPrice = (currency: string) =>
  defineFlow({
    name: 'publish-price',
    version: 1,
    on: 'price.changed',
    kind: 'level',
    key: ({ sku }) => sku,
    needs: { erp: ['getPrices'], shop: ['getProducts', 'publishPrice', 'getPrices'] },
    async run({ sku }, { erp, shop, sleep, log }) {
      const [owned] = await erp.getPrices({ skus: [sku], currency }, patiently);
      if (!owned) {
        log('The ERP has no such price: the shop keeps its own');
        return;
      }
      for (let look = 1; look < looks; look++) {
        const known = await shop.getProducts({ skus: [sku] }, { ...patiently, as: String(look) });
        if (known.length > 0) break;
        await sleep('1m', { as: `for the product ${look}` });
      }
      await shop.publishPrice(owned, patiently);
      const [shown] = await shop.getPrices({ skus: [sku] }, patiently);
      const differences = priceDifferences(owned, shown);
      if (differences.length > 0) throw notShown(sku, differences);
    },
  });
