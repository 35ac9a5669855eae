import { defineFlow, IntegrationError, type Product } from '@crossdock/core';
import { productDifferences } from './difference.ts';

/** Waits out maintenance windows and outages, without a person. */
const patiently = { hold: 'until-open' } as const;

/** From which ISO instant on a product is sold, by its parent or SKU. What is not named is sold as soon as it is there. */
export type Releases = Readonly<Record<string, string>>;

/** The shop's search may not know the newest yet, and a product waits as a draft for its price. */
const looks = 10;

/**
 * Whoever says that a product changed, its owner is asked what it is, the shop is made to show that, and is read back.
 *
 * A change in the ERP is a release. A change in the shop is a drift, which is healed the same way.
 */
export const publishProduct = (releases: Releases) =>
  defineFlow({
    name: 'publish-product',
    version: 1,
    on: 'product.changed',
    // Only the newest state of a SKU matters.
    kind: 'level',
    key: ({ sku }) => sku,
    needs: { erp: ['getProducts'], shop: ['publishProduct', 'getProducts'] },
    async run({ sku }, { erp, shop, sleep, log }) {
      const [owned] = await erp.getProducts({ skus: [sku] }, patiently);
      if (!owned) {
        log('The ERP does not have this product: the shop keeps it as it is');
        return;
      }
      await shop.publishProduct(asReleased(owned, releases), patiently);
      for (let look = 1; ; look++) {
        const [shown] = await shop.getProducts({ skus: [sku] }, { ...patiently, as: String(look) });
        const differences = productDifferences(owned, shown);
        if (differences.length === 0) return;
        if (look === looks) throw notShown(sku, differences);
        await sleep('1m');
      }
    },
  });

/** A product with the day from which it is sold. */
export function asReleased(product: Product, releases: Releases): Product {
  const effectiveFrom = releases[product.parent ?? product.sku];
  return effectiveFrom === undefined ? product : { ...product, effectiveFrom };
}

/** What was published does not show. */
export function notShown(sku: string, differences: readonly string[]): IntegrationError {
  return new IntegrationError(`The shop shows something else of ${sku}: ${differences.join(', ')}`, {
    code: 'conflict',
    path: differences[0],
  });
}
