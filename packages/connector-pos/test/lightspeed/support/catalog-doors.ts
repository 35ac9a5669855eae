import { money, type Price } from '@crossdock/core';
import { generatePrice, generateProduct } from '@crossdock/testing';
import { one } from '../../../src/testing/lightspeed/numbers.ts';
import { pricesIn } from '../../../src/testing/lightspeed/price-books-api.ts';
import { arrange, type Door } from './door.ts';
import { newYork, type OpenRetailerOptions } from './open-retailer.ts';

const productsWith = ({ retailer }: Door, sku: string) =>
  retailer.books.products.values().filter((it) => it.sku === sku && it.deletedAt === undefined);

/** What a till of store 2 asks for. */
function priceAt(door: Door, reference: string) {
  const [sku = '', location, more] = reference.replace('/USD', '').split('/');
  if (location !== 'store-2' || more !== undefined) return undefined;
  const { books } = door.retailer;
  const product = books.productOf(sku);
  const own = books.priceBooks
    .values()
    .filter((it) => it.outletId === newYork)
    .flatMap((it) => pricesIn(it.id, books))
    .filter((it) => it.productId === product?.id);
  // Two prices of one product in the books of one store contradict each other.
  const [price] = own;
  return price && { count: own.length, price: money(String(price.price / one), 'USD') };
}

/** The side doors of products and prices. */
export function catalogDoors(options: OpenRetailerOptions = {}) {
  return {
    publishProduct: arrange<'publishProduct'>(options, (door) => ({
      input: () => generateProduct(door.random),
      count: (reference) => productsWith(door, reference).length,
      inspect: (reference) => ({ name: productsWith(door, reference)[0]?.name ?? '' }),
      refused: () => [
        {
          what: 'a gift card',
          input: { ...generateProduct(door.random), kind: 'gift-card' },
          code: 'unsupported-document',
        },
        {
          what: 'a product that is weighed',
          input: { ...generateProduct(door.random), unit: 'KGM' },
          code: 'unsupported-document',
        },
      ],
    })),
    listProducts: arrange<'listProducts'>(options, ({ retailer }) => ({
      input: () => {
        const { productIds } = retailer.seed({ sku: '' });
        nameless.set(retailer, productIds[0] ?? '');
        return {};
      },
      truth: () => ({
        items: [
          { sku: 'SHOE-42', name: 'SHOE-42', state: 'active' },
          { sku: 'SOCK-M', name: 'SOCK-M' },
        ],
        refused: [{ identifiers: [nameless.get(retailer) ?? ''], code: 'unmapped' }],
      }),
    })),
    publishPrice: arrange<'publishPrice'>(options, (door) => {
      const priced = (): Price => {
        const price = { ...generatePrice(door.random), taxIncluded: false };
        door.retailer.seed({ sku: price.sku, price: 1 });
        return price;
      };
      const inStore = (over: object = {}): Price => ({ ...priced(), location: 'store-2', ...over });
      return {
        input: () => inStore(),
        count: (reference) => priceAt(door, reference)?.count ?? 0,
        inspect: (reference) => {
          const found = priceAt(door, reference);
          return found && { price: found.price };
        },
        refused: () => [
          { what: 'a price list', input: inStore({ list: 'vip' }), code: 'unsupported-document' },
          {
            what: 'a price of tomorrow',
            input: inStore({ effectiveFrom: '2026-11-25T00:00:00Z' }),
            code: 'unsupported-document',
          },
          {
            what: 'a price with tax at a store that shows them without',
            input: inStore({ taxIncluded: true }),
            code: 'unsupported-document',
          },
          {
            what: 'a price in another currency',
            input: inStore({ price: money('1', 'EUR') }),
            code: 'currency-mismatch',
          },
          { what: 'a price of an unknown product', input: inStore({ sku: 'UNKNOWN' }), code: 'unmapped' },
          {
            what: 'a price finer than five places',
            input: inStore({ price: money('1.234567', 'USD') }),
            code: 'input-invalid',
          },
        ],
      };
    }),
  };
}

const nameless = new WeakMap<object, string>();
