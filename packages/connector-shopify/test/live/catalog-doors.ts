import { money } from '@crossdock/core';
import type { LiveArrange } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { quoted } from './admin.ts';
import type { LiveStore } from './live-door.ts';

const Variant = z.object({
  id: z.string(),
  sku: z.string().nullable(),
  price: z.string(),
  product: z.object({ id: z.string(), title: z.string(), vendor: z.string() }),
});
const Variants = z.object({ productVariants: z.object({ nodes: z.array(Variant) }) });
const Changed = z.object({
  products: z.object({
    nodes: z.array(z.object({ updatedAt: z.string(), variants: z.object({ nodes: z.array(Variant) }) })),
  }),
});
const fields = 'id sku price product { id title vendor }';

/** Prices that take turns, so that a run never finds its own already there. */
const prices = ['21.50', '23.75'] as const;

/** The side doors of everything about products and prices. */
export function catalogDoors(store: LiveStore) {
  const { admin, open, once, seen, sku, terms, variant } = store;

  const bySku = async (wanted: string) => {
    const text = `query LiveSku($query: String!) { productVariants(first: 20, query: $query) { nodes { ${fields} } } }`;
    const { productVariants } = await admin.ask(text, Variants, { query: `sku:${quoted(wanted)}` });
    return productVariants.nodes.filter((it) => it.sku === wanted);
  };
  const known = async (wanted: string) => {
    const { id } = await variant(wanted);
    const text = `query LiveVariantState($id: ID!) { productVariant(id: $id) { ${fields} } }`;
    return (await admin.ask(text, z.object({ productVariant: Variant }), { id })).productVariant;
  };

  const publishProduct: LiveArrange<'publishProduct'> = () => {
    const door = open();
    let facts = 0;
    const base = { name: 'Live refused', state: 'draft' as const };
    return {
      ...door,
      input: () => {
        facts++;
        return {
          sku: `LIVE-${door.run}-${facts}`,
          parent: `live-${door.run}`,
          name: `Live boot ${door.run}`,
          description: '<p>Warm.</p>',
          state: 'draft',
          brand: 'Acme',
          category: 'Boots',
          options: { size: `${40 + facts}` },
          weightGrams: '850',
          originCountry: 'PT',
        };
      },
      count: async (wanted) => (await seen(() => bySku(wanted))).length,
      async inspect(wanted) {
        const [found] = await seen(() => bySku(wanted));
        return found && { name: found.product.title };
      },
      refused: () => [
        {
          what: 'a bundle',
          input: { ...base, sku: `LIVE-${door.run}-bundle`, kind: 'bundle' },
          code: 'unsupported-document',
        },
      ],
    };
  };

  const publishPrice: LiveArrange<'publishPrice'> = () => {
    const wanted = new Map<string, string>();
    // The reference of a price is the SKU, with the list behind it.
    const skuOf = (reference: string) =>
      [...wanted.keys()].find((it) => reference === it || reference.startsWith(`${it}/`));
    return {
      ...open(),
      async input() {
        const { currency, taxIncluded } = await terms();
        const next = sku(wanted.size);
        const before = Number((await known(next)).price);
        const price = before === Number(prices[0]) ? prices[1] : prices[0];
        wanted.set(next, price);
        return { sku: next, price: money(price, currency), taxIncluded };
      },
      async count(reference) {
        const asked = skuOf(reference);
        if (asked === undefined) return 0;
        return Number((await known(asked)).price) === Number(wanted.get(asked)) ? 1 : 0;
      },
      async inspect(reference) {
        const asked = skuOf(reference);
        return asked === undefined ? undefined : { price: money((await known(asked)).price, (await terms()).currency) };
      },
      refused: async () => {
        const { currency, taxIncluded } = await terms();
        const input = { sku: 'NO-SUCH-SKU-9999999', price: money('10', currency), taxIncluded };
        return [{ what: 'an unknown SKU', input, code: 'unmapped' }];
      },
    };
  };

  const both = async () => [await known(sku(0)), await known(sku(1))];
  const priced = async (it: z.output<typeof Variant>) => ({
    sku: it.sku ?? '',
    price: money(it.price, (await terms()).currency),
  });
  const named = (it: z.output<typeof Variant>) => ({
    sku: it.sku ?? '',
    name: it.product.title,
    brand: it.product.vendor,
  });

  const getProducts: LiveArrange<'getProducts'> = () => ({
    ...open(),
    input: () => ({ skus: [sku(0), sku(1)] }),
    truth: async () => (await both()).map((it) => named(it)),
  });

  const getPrices: LiveArrange<'getPrices'> = () => ({
    ...open(),
    input: () => ({ skus: [sku(0), sku(1)] }),
    truth: async () => Promise.all((await both()).map((it) => priced(it))),
  });

  const changedSince = async (changedFrom: string) => {
    const text = `query LiveChanged($query: String!) {
      products(first: 10, sortKey: UPDATED_AT, query: $query) {
        nodes { updatedAt variants(first: 10) { nodes { ${fields} } } }
      }
    }`;
    const { products } = await admin.ask(text, Changed, { query: `updated_at:>=${quoted(changedFrom)}` });
    return products.nodes.flatMap((it) => it.variants.nodes);
  };
  /** Two products of the run, entered once; the listings begin with them. */
  const entered = () =>
    once('listed products', async () => {
      const { run } = open();
      const first = await enterProduct(store, `LIVE-${run}-listed-1`);
      await enterProduct(store, `LIVE-${run}-listed-2`);
      await seen(() => changedSince(first), 2);
      return first;
    });

  const listProducts: LiveArrange<'listProducts'> = async () => {
    const changedFrom = await entered();
    return {
      ...open(),
      input: () => ({ changedFrom }),
      truth: async () => ({ items: (await changedSince(changedFrom)).map((it) => named(it)), refused: [] }),
    };
  };

  const listPrices: LiveArrange<'listPrices'> = async () => {
    const changedFrom = await entered();
    return {
      ...open(),
      input: () => ({ changedFrom }),
      truth: async () => ({
        items: await Promise.all((await changedSince(changedFrom)).map((it) => priced(it))),
        refused: [],
      }),
    };
  };

  return { publishProduct, publishPrice, getProducts, getPrices, listProducts, listPrices };
}

const Entered = z.object({
  productCreate: z.object({
    product: z.object({
      id: z.string(),
      updatedAt: z.string(),
      variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
    }),
  }),
});

/** Enters a product of one variant, and tells when the store dates it. */
async function enterProduct({ admin, clock }: LiveStore, sku: string): Promise<string> {
  await clock.advance(2_000);
  const create = `mutation LiveProduct($product: ProductCreateInput!) {
    productCreate(product: $product) { product { id updatedAt variants(first: 1) { nodes { id } } } userErrors { message } }
  }`;
  const product = { title: sku, vendor: 'Acme', status: 'DRAFT' };
  const { id, updatedAt, variants } = (await admin.ask(create, Entered, { product })).productCreate.product;
  const update = `mutation LiveSkuOf($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants) { userErrors { message } }
  }`;
  const own = variants.nodes.map((it) => ({ id: it.id, price: '12.50', inventoryItem: { sku, tracked: true } }));
  await admin.ask(update, z.unknown(), { productId: id, variants: own });
  return updatedAt;
}
