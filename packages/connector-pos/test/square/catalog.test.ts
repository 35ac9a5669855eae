import { money, Product } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openSeller } from './support/open-seller.ts';

const product = (over: object = {}): Product =>
  Product.parse({ sku: 'BOOT-1', name: 'Boot', state: 'active', barcodes: ['4012345678901'], ...over });

type Open = ReturnType<typeof openSeller>;
const dataOf = ({ seller }: Open, id: string | undefined) =>
  seller.books.catalog.get(id ?? '')?.['item_variation_data'] as Record<string, unknown>;

describe('a product', () => {
  test('that is published leaves its siblings, prices and everything else of its item alone', async () => {
    const open = openSeller();
    const { itemId, variationIds } = open.seller.seed({
      sku: 'BOOT-1',
      siblings: ['BOOT-2', 'BOOT-3'],
      price: 9900,
      data: { inventory_alert_threshold: 3, location_overrides: [{ location_id: 'LNEWYORK2', sold_out: true }] },
    });
    const item = open.seller.books.catalog.get(itemId);
    if (item)
      open.seller.books.catalog.set(itemId, {
        ...item,
        item_data: { ...(item['item_data'] as object), tax_ids: ['TAX1'] },
      });
    await open.system.call('publishProduct', product({ name: 'Boot, black' }));
    expect(open.seller.books.variations().map((it) => it.id)).toEqual(expect.arrayContaining([...variationIds]));
    expect(open.seller.books.catalog.get(itemId)).toMatchObject({ item_data: { name: 'BOOT-1', tax_ids: ['TAX1'] } });
    expect(dataOf(open, variationIds[0])).toMatchObject({
      name: 'Boot, black',
      upc: '4012345678901',
      price_money: { amount: 9900 },
      inventory_alert_threshold: 3,
      location_overrides: [{ location_id: 'LNEWYORK2', sold_out: true }],
    });
  });

  test('that changed at Square while it was written is read again', async () => {
    const open = openSeller();
    const { itemId } = open.seller.seed({ sku: 'BOOT-1' });
    open.system.interfere({
      request: 2,
      with: () => {
        const item = open.seller.books.catalog.get(itemId);
        const data = { ...(item?.['item_data'] as object), label_color: '00FF00' };
        if (item) open.seller.books.catalog.set(itemId, { ...item, version: item.version + 1, item_data: data });
      },
    });
    await open.system.call('publishProduct', product());
    expect(open.seller.books.catalog.get(itemId)).toMatchObject({ item_data: { name: 'Boot', label_color: '00FF00' } });
    expect(open.system.exchanges.map((it) => it.status)).toContain(409);
  });

  test('that has not changed is not written', async () => {
    const open = openSeller();
    await open.system.call('publishProduct', product());
    const writes = () => open.system.exchanges.filter((it) => it.path.endsWith('/batch-upsert')).length;
    const before = writes();
    await open.system.call('publishProduct', product());
    expect([before, writes()]).toEqual([1, 1]);
  });

  test('one of twenty at once is written after the other, since the platform takes no two', async () => {
    const open = openSeller();
    const skus = Array.from({ length: 20 }, (_, index) => `SKU-${index}`);
    await Promise.all(skus.map((sku) => open.system.call('publishProduct', product({ sku }))));
    expect(open.system.exchanges.filter((it) => it.status === 429)).toEqual([]);
    expect(open.seller.books.variations()).toHaveLength(22);
  });
});

describe('a price', () => {
  const price = (amount: string, location?: string) => ({
    sku: 'BOOT-1',
    refs: {},
    price: money(amount, 'USD'),
    taxIncluded: false,
    ...(location !== undefined && { location }),
  });

  test('of one store leaves those of the others and the base alone', async () => {
    const open = openSeller();
    const overrides = [
      { location_id: 'LCHICAGO1', price_money: { amount: 8000, currency: 'USD' }, pricing_type: 'FIXED_PRICING' },
      { location_id: 'LNEWYORK2', track_inventory: false },
    ];
    const { variationIds } = open.seller.seed({ sku: 'BOOT-1', price: 9900, data: { location_overrides: overrides } });
    await open.system.call('publishPrice', price('75.50', 'store-2'));
    expect(dataOf(open, variationIds[0])).toMatchObject({
      price_money: { amount: 9900 },
      location_overrides: [
        { location_id: 'LCHICAGO1', price_money: { amount: 8000 } },
        { location_id: 'LNEWYORK2', price_money: { amount: 7550 }, track_inventory: false },
      ],
    });
  });

  test('without a store is the base price', async () => {
    const open = openSeller();
    const { variationIds } = open.seller.seed({ sku: 'BOOT-1', price: 9900 });
    await open.system.call('publishPrice', price('80'));
    expect(dataOf(open, variationIds[0])).toMatchObject({ price_money: { amount: 8000, currency: 'USD' } });
  });

  test('finer than a cent is refused', async () => {
    const open = openSeller();
    open.seller.seed({ sku: 'BOOT-1' });
    await expect(open.system.call('publishPrice', price('1.005'))).rejects.toMatchObject({ code: 'money-invalid' });
  });
});
