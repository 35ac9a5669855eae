import { money } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import type { ShopifySimulator } from '../src/testing/index.ts';
import { openShop, type OpenShopOptions } from './support/open-shop.ts';
import { failureOf } from './support/read.ts';

const boot = (size: string) => ({
  sku: `BOOT-${size}`,
  parent: 'boot',
  name: 'Boot',
  state: 'active' as const,
  options: { size },
});
const price = (sku: string, amount = '89.00') => ({ sku, price: money(amount, 'USD'), taxIncluded: false });

function open(options: OpenShopOptions = {}) {
  const opened = openShop(options);
  const { shop } = opened;
  const found = (sku: string) => {
    const [it] = shop.catalog.bySku(sku);
    if (!it) throw new Error(`There is no ${sku}`);
    return it;
  };
  return { ...opened, found };
}

/** The search index knows nothing yet. */
function blindSearch(shop: ShopifySimulator): typeof fetch {
  const reach = simulatorFetch(shop);
  return async (input, init) => {
    const request = new Request(input, init);
    const { operationName } = (await request.clone().json()) as { readonly operationName: string };
    if (operationName !== 'VariantsOfSkus') return reach(request);
    const pageInfo = { hasNextPage: false, endCursor: null };
    return Response.json({ data: { productVariants: { pageInfo, nodes: [] } } });
  };
}

describe('variants of one product', () => {
  test('SKUs with the same parent become variants of one product', async () => {
    const { system, found, shop } = open();
    await system.call('publishProduct', boot('40'));
    await system.call('publishProduct', boot('41'));
    expect(found('BOOT-41').product).toBe(found('BOOT-40').product);
    expect(shop.catalog.products).toHaveLength(1);
    const [read] = await system.call('getProducts', { skus: ['BOOT-41'] });
    expect(read).toMatchObject({ sku: 'BOOT-41', parent: 'boot', name: 'Boot', options: { size: '41' } });
  });

  test('a variant that we do not know stays, and so do its fields', async () => {
    const { system, shop, found } = open();
    shop.addProduct({
      title: 'Trail shoe',
      variants: ['42', '43'].map((size) => ({
        sku: `TRAIL-${size}`,
        price: '129.00',
        barcode: size,
        options: { size },
      })),
    });
    await system.call('publishProduct', { sku: 'TRAIL-42', parent: 'trail', name: 'Trail shoe II', state: 'active' });
    await system.call('publishProduct', { ...boot('44'), sku: 'TRAIL-44', parent: 'trail', name: 'Trail shoe II' });
    const { product } = found('TRAIL-42');
    expect(product.title).toBe('Trail shoe II');
    expect(product.variants.map(({ sku, barcode, price: amount }) => [sku, barcode, amount])).toEqual([
      ['TRAIL-42', '42', '129.00'],
      ['TRAIL-43', '43', '129.00'],
      ['TRAIL-44', null, '0.00'],
    ]);
  });

  test('only the fields that the product carries are written', async () => {
    const { system, shop, found } = open();
    shop.addProduct({ title: 'Lamp', vendor: 'Acme', type: 'Lamps', variants: [{ sku: 'LAMP', barcode: '123' }] });
    shop.editProduct('LAMP', { descriptionHtml: '<p>Bright.</p>' });
    await system.call('publishProduct', { sku: 'LAMP', name: 'Lamp', state: 'active', weightGrams: '500' });
    const { product, variant } = found('LAMP');
    expect(product).toMatchObject({ vendor: 'Acme', productType: 'Lamps', descriptionHtml: '<p>Bright.</p>' });
    expect(variant).toMatchObject({ barcode: '123', weight: { value: 500, unit: 'GRAMS' } });
  });

  test('what did not change is not written again', async () => {
    const { system, shop } = open();
    await system.call('publishProduct', boot('40'));
    const told = shop.catalog.products[0]?.updatedAt;
    const before = system.exchanges.length;
    await system.clock.advance(5_000);
    await system.call('publishProduct', boot('40'));
    expect(shop.catalog.products[0]?.updatedAt).toBe(told);
    expect(system.exchanges.length - before).toBe(1);
  });

  test('a variant without options is refused beside others, and so are options that another SKU has', async () => {
    const { system } = open();
    await system.call('publishProduct', boot('40'));
    const bare = { ...boot('41'), options: {} };
    expect(await failureOf(() => system.call('publishProduct', bare))).toMatchObject({
      code: 'conflict',
      path: 'options',
    });
    const same = { ...boot('40'), sku: 'BOOT-40-B' };
    expect(await failureOf(() => system.call('publishProduct', same))).toMatchObject({
      code: 'conflict',
      path: 'options',
    });
  });

  test('a SKU of another parent is refused by name', async () => {
    const { system } = open();
    await system.call('publishProduct', boot('40'));
    const moved = { ...boot('40'), parent: 'shoe' };
    expect(await failureOf(() => system.call('publishProduct', moved))).toMatchObject({
      code: 'conflict',
      path: 'parent',
    });
  });

  test('a product ends with the last of its variants', async () => {
    const { system, found } = open();
    for (const size of ['40', '41']) {
      await system.call('publishProduct', boot(size));
      await system.call('publishPrice', price(`BOOT-${size}`));
    }
    await system.call('publishProduct', { ...boot('40'), state: 'archived' });
    expect(found('BOOT-40').product.status).toBe('ACTIVE');
    await system.call('publishProduct', { ...boot('41'), state: 'archived' });
    expect(found('BOOT-40').product.status).toBe('ARCHIVED');
  });

  test('a SKU that search does not find yet is published once', async () => {
    const { system, shop } = open({ fetch: blindSearch });
    await system.call('publishProduct', boot('40'));
    // Another process, which remembers nothing.
    await system.restart().call('publishProduct', { ...boot('40'), name: 'Boot II' });
    expect(shop.catalog.bySku('BOOT-40').map(({ product }) => product.title)).toEqual(['Boot II']);
  });

  test('a price finds the SKU that was just published, though search does not', async () => {
    const { system, found } = open({ fetch: blindSearch });
    await system.call('publishProduct', boot('40'));
    await system.call('publishPrice', price('BOOT-40'));
    expect(found('BOOT-40').variant.price).toBe('89.00');
  });

  test('two processes that add the same variant at once make one, and both are done', async () => {
    const { system, shop } = open();
    await system.call('publishProduct', boot('40'));
    const other = system.restart();
    const [one, two] = await Promise.all([
      system.call('publishProduct', boot('41')),
      other.call('publishProduct', boot('41')),
    ]);
    expect(one.id).toBe(two.id);
    expect(shop.catalog.bySku('BOOT-41')).toHaveLength(1);
  });

  test('two processes that enter the siblings of a new product at once make one product', async () => {
    const { system, shop } = open();
    const other = system.restart();
    await Promise.all([system.call('publishProduct', boot('40')), other.call('publishProduct', boot('41'))]);
    expect(shop.catalog.products).toHaveLength(1);
    expect(shop.catalog.products[0]?.variants.map(({ sku }) => sku).toSorted()).toEqual(['BOOT-40', 'BOOT-41']);
  });
});

describe('a price', () => {
  test('an active product without one waits as a draft, and is active with its first', async () => {
    const { system, found } = open();
    expect(await system.call('publishProduct', boot('40'))).toMatchObject({ state: 'DRAFT' });
    expect(found('BOOT-40').product.status).toBe('DRAFT');
    await system.call('publishPrice', price('BOOT-40'));
    expect(found('BOOT-40')).toMatchObject({ product: { status: 'ACTIVE' }, variant: { price: '89.00' } });
  });

  test('a product waits until the last of its variants has one: none is sold for nothing', async () => {
    const { system, found } = open();
    for (const size of ['40', '41']) await system.call('publishProduct', boot(size));
    await system.call('publishPrice', price('BOOT-40'));
    expect(found('BOOT-40').product.status).toBe('DRAFT');
    await system.call('publishProduct', boot('40'));
    expect(found('BOOT-40').product.status).toBe('DRAFT');
    await system.call('publishPrice', price('BOOT-41'));
    expect(found('BOOT-40').product.status).toBe('ACTIVE');
  });

  test('a draft stays one when it is priced', async () => {
    const { system, found } = open();
    await system.call('publishProduct', { ...boot('40'), state: 'draft' });
    await system.call('publishPrice', price('BOOT-40'));
    expect(found('BOOT-40').product.status).toBe('DRAFT');
  });

  test('replaces the one before it as a whole: without a price to compare with there is none', async () => {
    const { system, shop, found } = open();
    shop.addProduct({ title: 'Lamp', variants: [{ sku: 'LAMP', price: '10.00', compareAtPrice: '15.00' }] });
    await system.call('publishPrice', price('LAMP', '12.00'));
    expect(found('LAMP').variant).toMatchObject({ price: '12.00', compareAtPrice: null });
    const [read] = await system.call('getPrices', { skus: ['LAMP'] });
    expect(read).toMatchObject({ price: money('12', 'USD'), taxIncluded: false });
    expect(read).not.toHaveProperty('compareAt');
  });

  test('of a list is a fixed price of it, in its currency, and leaves the base price alone', async () => {
    const { system, shop, found } = open();
    shop.addPriceList('Europe', 'EUR');
    shop.addProduct({ title: 'Lamp', variants: [{ sku: 'LAMP', price: '10.00' }] });
    const euro = { sku: 'LAMP', list: 'Europe', price: money('9.50', 'EUR'), taxIncluded: true };
    expect(await system.call('publishPrice', euro)).toMatchObject({ type: 'priceListPrice' });
    expect(found('LAMP').variant.price).toBe('10.00');
    const listed = await system.call('getPrices', { skus: ['LAMP'], list: 'Europe' });
    expect(listed).toMatchObject([{ sku: 'LAMP', list: 'Europe', price: money('9.50', 'EUR') }]);
    expect((await system.call('listPrices', { list: 'Europe' })).items).toMatchObject([{ list: 'Europe' }]);
    const dollars = { ...euro, price: money('9.50', 'USD') };
    expect(await failureOf(() => system.call('publishPrice', dollars))).toMatchObject({ code: 'currency-mismatch' });
    const since = { list: 'Europe', changedFrom: '2026-11-24T00:00:00Z' };
    expect(await failureOf(() => system.call('listPrices', since))).toMatchObject({ code: 'input-invalid' });
  });
});

describe('channels', () => {
  const channels = { options: { publications: ['Online Store'] } };

  test('an active product is published to the channels that the options name, once', async () => {
    const { system, found, shop } = open(channels);
    await system.call('publishProduct', boot('40'));
    const [online] = shop.catalog.publications;
    expect([...found('BOOT-40').product.publications.keys()]).toEqual([online?.id]);
  });

  test('a draft is published nowhere', async () => {
    const { system, found } = open(channels);
    await system.call('publishProduct', { ...boot('40'), state: 'draft' });
    expect(found('BOOT-40').product.publications.size).toBe(0);
  });

  test('the day from which it is sold is the day from which it is published, and can be moved', async () => {
    const { system, found } = open(channels);
    const from = async (effectiveFrom: string): Promise<number[]> => {
      await system.call('publishProduct', { ...boot('40'), effectiveFrom });
      return [...found('BOOT-40').product.publications.values()];
    };
    expect(await from('2026-12-01T08:00:00Z')).toEqual([Date.parse('2026-12-01T08:00:00Z')]);
    expect(await from('2026-12-03T08:00:00Z')).toEqual([Date.parse('2026-12-03T08:00:00Z')]);
  });

  test('a day that the shop could not keep is refused', async () => {
    const later = { ...boot('40'), effectiveFrom: '2026-12-01T08:00:00Z' };
    const refusal = { code: 'unsupported-document', path: 'effectiveFrom' };
    expect(await failureOf(() => open().system.call('publishProduct', later))).toMatchObject(refusal);
    const tills = open({ options: { publications: ['Point of Sale'] } });
    expect(await failureOf(() => tills.system.call('publishProduct', later))).toMatchObject(refusal);
    expect(tills.shop.catalog.products).toEqual([]);
  });

  test('the check at the start names channels and locations that there are not', async () => {
    const { system } = open({
      simulator: {
        locations: [
          { id: '1', name: 'One' },
          { id: '2', name: 'Two' },
        ],
      },
      options: { publications: ['Online Store', 'Moon'], locations: { '1': 'one', '9': 'nine' } },
    });
    const findings = await system.clock.settle(
      system.connection.check?.(new AbortController().signal) ?? Promise.resolve([]),
    );
    expect(findings.filter(({ path }) => /^(?:publications|locations)/.test(path ?? ''))).toMatchObject([
      { severity: 'error', path: 'locations.9' },
      { severity: 'warning', path: 'locations' },
      { severity: 'error', path: 'publications.1' },
    ]);
  });
});

describe('kinds and images', () => {
  test('a gift card is one from the beginning, and nothing becomes one', async () => {
    const { system, found } = open();
    const card = { sku: 'GIFT', name: 'Card', state: 'active' as const, kind: 'gift-card' as const };
    await system.call('publishProduct', card);
    expect(found('GIFT').product.giftCard).toBe(true);
    const goods = { ...card, kind: 'goods' as const };
    expect(await failureOf(() => system.call('publishProduct', goods))).toMatchObject({
      code: 'conflict',
      path: 'kind',
    });
  });

  test('an image is handed over once, and those of the shop stay', async () => {
    const { system, found } = open();
    const image = (file: string) => `https://images.example/${file}`;
    await system.call('publishProduct', { ...boot('40'), images: [image('a.jpg')] });
    await system.call('publishProduct', { ...boot('40'), images: [image('a.jpg'), image('b.jpg')] });
    expect(found('BOOT-40').product.media.map(({ url }) => url)).toEqual([image('a.jpg'), image('b.jpg')]);
  });

  test('weights in every unit are told in grams', async () => {
    const { system, shop, found } = open();
    shop.addProduct({ title: 'Lamp', variants: [{ sku: 'LAMP' }] });
    const weigh = async (value: number, unit: string): Promise<string | undefined> => {
      found('LAMP').variant.weight = { value, unit };
      const [read] = await system.call('getProducts', { skus: ['LAMP'] });
      return read?.weightGrams;
    };
    expect([await weigh(1.25, 'KILOGRAMS'), await weigh(2, 'POUNDS'), await weigh(0, 'GRAMS')]).toEqual([
      '1250',
      '907.185',
      undefined,
    ]);
  });
});
