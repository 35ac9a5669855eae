import { money, type Price } from '@crossdock/core';
import { generateProduct } from '@crossdock/testing';
import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { isSince, type LiveRetailer } from './retailer.ts';

const Product = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  name: z.string().nullish(),
  updated_at: z.string().nullish(),
  deleted_at: z.string().nullish(),
});
const PriceBook = z.object({ id: z.string(), outlet_id: z.string().nullish(), deleted_at: z.string().nullish() });
const BookPrice = z.object({ product_id: z.string(), price: z.coerce.number() });

/** Products and prices. Every fact leaves a product behind. */
export function catalogDoors(retailer: LiveRetailer) {
  const { office, random, settings, open, another, outletAt, productsWith, productOf, since } = retailer;
  const fresh = () => ({ ...generateProduct(random), sku: another('product').toUpperCase() });
  const published = async (): Promise<string> => {
    const product = fresh();
    await (await open()).system.call('publishProduct', product);
    return product.sku;
  };

  const publishProduct: LiveArrange<'publishProduct'> = async () => ({
    ...(await open()),
    input: fresh,
    count: async (sku) => (await productsWith(sku)).length,
    inspect: async (sku) => {
      const [found] = await productsWith(sku);
      return found && { name: found.name ?? '' };
    },
    refused: () => [
      { what: 'a product that is weighed', input: { ...fresh(), unit: 'KGM' }, code: 'unsupported-document' },
    ],
  });

  /** The prices of a product in the books of the second outlet. */
  const pricesOf = async (reference: string): Promise<readonly number[]> => {
    const productId = await productOf(reference.split('/')[0] ?? '');
    const books = (await office.rows('/api/2.0/price_books', PriceBook)).filter(
      (it) => it.outlet_id === settings.outlets[1] && it.deleted_at == null,
    );
    const prices: number[] = [];
    for (const id of new Set(books.map((it) => it.id))) {
      const rows = await office.rows(`/api/2.0/price_books/${id}/products`, BookPrice);
      prices.push(...rows.flatMap((it) => (it.product_id === productId ? [it.price] : [])));
    }
    return prices;
  };
  const publishPrice: LiveArrange<'publishPrice'> = async () => {
    const priced = async (): Promise<Price> => {
      const { currency, display_prices: shown } = await outletAt(1);
      const amount = `${10 + Math.floor(random() * 80)}.50`;
      const taxIncluded = shown === 'inclusive';
      return { sku: await published(), refs: {}, location: 'store-2', price: money(amount, currency), taxIncluded };
    };
    return {
      ...(await open()),
      input: priced,
      count: async (reference) => (await pricesOf(reference)).length,
      inspect: async (reference) => {
        const [price] = await pricesOf(reference);
        const { currency } = await outletAt(1);
        return price === undefined ? undefined : { price: money(price.toFixed(2), currency) };
      },
      refused: async () => [
        { what: 'a price list', input: { ...(await priced()), list: 'vip' }, code: 'unsupported-document' },
      ],
    };
  };

  const listProducts: LiveArrange<'listProducts'> = async () => ({
    ...(await open()),
    input: async () => ({
      changedFrom: await since('products', async () => {
        await published();
        await published();
      }),
    }),
    truth: async ({ changedFrom }) => {
      const rows = await office.rows('/api/2.0/products', Product);
      const latest = [...new Map(rows.map((it) => [it.id, it])).values()];
      const listed = latest.filter((it) => it.deleted_at == null && isSince(it.updated_at, changedFrom));
      return {
        items: listed.flatMap(({ sku, name }) => (sku ? [{ sku, name: name ?? '' }] : [])),
        refused: listed.flatMap(({ id, sku }) => (sku ? [] : [{ identifiers: [id] }])),
      };
    },
  });

  return { publishProduct, publishPrice, listProducts };
}
