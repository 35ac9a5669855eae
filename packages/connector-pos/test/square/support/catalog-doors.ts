import { money, type Price } from '@crossdock/core';
import { generatePrice, generateProduct } from '@crossdock/testing';
import { arrange, type Door } from './door.ts';
import { type OpenSellerOptions } from './open-seller.ts';

interface Variation {
  readonly id: string;
  readonly item_variation_data: {
    readonly sku: string;
    readonly item_id: string;
    readonly price_money?: { readonly amount: number };
    readonly location_overrides?: readonly {
      readonly location_id: string;
      readonly price_money: { readonly amount: number };
    }[];
  };
}

const variationsOf = ({ seller }: Door, sku: string): readonly Variation[] =>
  (seller.books.variations() as unknown as readonly Variation[]).filter((it) => it.item_variation_data.sku === sku);

const itemNameOf = ({ seller }: Door, sku: string): string => {
  const [found] = variationsOf({ seller } as Door, sku);
  const item = seller.books.catalog.get(found?.item_variation_data.item_id ?? '');
  return String((item?.['item_data'] as { name: string } | undefined)?.name);
};

/** What a till of store 2 asks for. */
function priceAt(door: Door, reference: string) {
  const [sku = '', location, more] = reference.replace('/USD', '').split('/');
  if (more !== undefined) return undefined;
  const { price_money, location_overrides = [] } = variationsOf(door, sku)[0]?.item_variation_data ?? {};
  const override = location === 'store-2' ? location_overrides.find((it) => it.location_id === 'LNEWYORK2') : undefined;
  const minor = (override?.price_money ?? (location === 'store-2' ? undefined : price_money))?.amount;
  return minor === undefined ? undefined : money((minor / 100).toFixed(2), 'USD');
}

/** The side doors of articles and prices. */
export function catalogDoors(options: OpenSellerOptions = {}) {
  return {
    publishProduct: arrange<'publishProduct'>(options, (door) => ({
      input: () => generateProduct(door.random),
      count: (reference) => variationsOf(door, reference).length,
      inspect: (reference) => ({ name: itemNameOf(door, reference) }),
      refused: () => [
        {
          what: 'a gift card',
          input: { ...generateProduct(door.random), kind: 'gift-card' },
          code: 'unsupported-document',
        },
      ],
    })),
    listProducts: arrange<'listProducts'>(options, ({ seller }) => ({
      input: () => {
        const { variationIds } = seller.seed({ sku: '' });
        nameless.set(seller, variationIds[0] ?? '');
        return {};
      },
      truth: () => ({
        items: [
          { sku: 'SHOE-42', name: 'SHOE-42', state: 'active' },
          { sku: 'SOCK-M', name: 'SOCK-M' },
        ],
        refused: [{ identifiers: [nameless.get(seller) ?? ''], code: 'unmapped' }],
      }),
    })),
    publishPrice: arrange<'publishPrice'>(options, (door) => {
      const priced = (): Price => {
        const price = generatePrice(door.random);
        door.seller.seed({ sku: price.sku, price: 1 });
        return price;
      };
      return {
        input: () => ({ ...priced(), location: 'store-2' }),
        count: (reference) => Number(priceAt(door, reference) !== undefined),
        inspect: (reference) => {
          const price = priceAt(door, reference);
          return price && { price };
        },
        refused: () => [
          {
            what: 'a price list',
            input: { ...priced(), location: 'store-2', list: 'vip' },
            code: 'unsupported-document',
          },
          {
            what: 'a price of tomorrow',
            input: { ...priced(), location: 'store-2', effectiveFrom: '2026-11-25T00:00:00Z' },
            code: 'unsupported-document',
          },
          {
            what: 'a price in another currency',
            input: { ...priced(), location: 'store-2', price: money('1', 'EUR') },
            code: 'currency-mismatch',
          },
          {
            what: 'a price of an unknown article',
            input: { ...generatePrice(door.random, { sku: 'UNKNOWN' }), location: 'store-2' },
            code: 'unmapped',
          },
        ],
      };
    }),
  };
}

const nameless = new WeakMap<object, string>();
