import type { Domain, ShopContext } from '../domain.ts';
import { productView, variantView } from '../order-view.ts';
import { numberOf } from '../platform-formats.ts';

/** Products and variants: the fields of the root that read them. */
export function catalogDomain({ books, shopCurrency }: ShopContext): Domain {
  return {
    queries: {
      product: ({ id }: { id: string }) => {
        const item = books.catalogue.find(({ productId }) => productId === numberOf(id, 'Product'));
        return item ? productView(item) : null;
      },
      productVariant: ({ id }: { id: string }) => {
        const item = books.catalogue.find(({ variantId }) => variantId === numberOf(id, 'ProductVariant'));
        return item ? variantView(item, { shop: shopCurrency, presentment: shopCurrency }) : null;
      },
    },
  };
}
