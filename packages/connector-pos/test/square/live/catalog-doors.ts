import { money, type Price } from '@crossdock/core';
import { generateProduct } from '@crossdock/testing';
import { type LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { type LiveSeller, Variation } from './seller.ts';

const Item = z.object({
  id: z.string(),
  is_deleted: z.boolean().optional(),
  item_data: z.object({ name: z.string().optional(), variations: z.array(Variation).default([]) }),
});
const Locations = z.object({ locations: z.array(z.object({ id: z.string(), currency: z.string() })) });

/** Products and prices. Every fact leaves a product behind. */
export function catalogDoors({ ask, rows, random, settings, open, another, variationsOf, since }: LiveSeller) {
  const fresh = () => ({ ...generateProduct(random), sku: another('product').toUpperCase() });
  const published = async (): Promise<string> => {
    const product = fresh();
    await open().system.call('publishProduct', product);
    return product.sku;
  };

  const publishProduct: LiveArrange<'publishProduct'> = () => ({
    ...open(),
    input: fresh,
    count: async (sku) => (await variationsOf(sku)).length,
    inspect: async (sku) => {
      const [found] = await variationsOf(sku);
      if (!found) return undefined;
      const answer = z.object({ objects: z.array(Item) });
      const ids = [found.item_variation_data.item_id];
      const { objects } = await ask('POST', '/v2/catalog/batch-retrieve', answer, { object_ids: ids });
      return { name: objects[0]?.item_data.name ?? '' };
    },
    refused: () => [{ what: 'a gift card', input: { ...fresh(), kind: 'gift-card' }, code: 'unsupported-document' }],
  });

  const overridesOf = async (reference: string): Promise<readonly number[]> => {
    const [variation] = await variationsOf(reference.split('/')[0] ?? '');
    const overrides = variation?.item_variation_data.location_overrides ?? [];
    return overrides.flatMap((it) => (it.location_id === settings.locations[1] ? (it.price_money?.amount ?? []) : []));
  };
  const currencyThere = async (): Promise<string> => {
    const { locations } = await ask('GET', '/v2/locations', Locations);
    return locations.find((it) => it.id === settings.locations[1])?.currency ?? '';
  };
  const publishPrice: LiveArrange<'publishPrice'> = () => {
    const priced = async (): Promise<Price> => ({
      sku: await published(),
      refs: {},
      location: 'store-2',
      price: money(`${10 + Math.floor(random() * 80)}.50`, await currencyThere()),
      taxIncluded: false,
    });
    return {
      ...open(),
      input: priced,
      count: async (reference) => (await overridesOf(reference)).length,
      inspect: async (reference) => {
        const [minor] = await overridesOf(reference);
        return minor === undefined ? undefined : { price: money((minor / 100).toFixed(2), await currencyThere()) };
      },
      refused: async () => [
        { what: 'a price list', input: { ...(await priced()), list: 'vip' }, code: 'unsupported-document' },
      ],
    };
  };

  const listProducts: LiveArrange<'listProducts'> = () => ({
    ...open(),
    input: async () => ({
      changedFrom: await since('products', async () => {
        await published();
        await published();
      }),
    }),
    truth: async ({ changedFrom = '' }) => {
      const begin = new Date(Date.parse(changedFrom) - 1).toISOString();
      const items = await rows('/v2/catalog/search', 'objects', Item, { object_types: ['ITEM'], begin_time: begin });
      const variations = items.flatMap((it) => (it.is_deleted === true ? [] : it.item_data.variations));
      const skus = variations.map((it) => it.item_variation_data.sku);
      return {
        items: skus.flatMap((sku) => (sku === undefined ? [] : [{ sku }])),
        refused: variations.flatMap(({ id }, index) => (skus[index] === undefined ? [{ identifiers: [id] }] : [])),
      };
    },
  });

  return { publishProduct, publishPrice, listProducts };
}
