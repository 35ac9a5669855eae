import { money, Product } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { one } from '../../src/testing/lightspeed/numbers.ts';
import { allCustomers, pricesIn } from '../../src/testing/lightspeed/price-books-api.ts';
import { chicago, newYork, openRetailer } from './support/open-retailer.ts';

const product = (over: object = {}): Product =>
  Product.parse({ sku: 'BOOT-1', name: 'Boot', state: 'active', barcodes: ['4012345678901'], ...over });

type Open = ReturnType<typeof openRetailer>;
const priceOf = (amount: string, over: object = {}) => ({
  sku: 'SHOE-42',
  refs: {},
  price: money(amount, 'USD'),
  taxIncluded: false,
  ...over,
});
const writesOf = ({ system }: Open): number => system.exchanges.filter((it) => it.method !== 'GET').length;
const booksAt = ({ retailer: { books } }: Open, outletId: string) =>
  books.priceBooks
    .values()
    .filter((it) => it.outletId === outletId)
    .map((it) => ({ ...it, prices: pricesIn(it.id, books).map((price) => price.price / one) }));

describe('a product', () => {
  test('that is published leaves the codes, the price and the stock that it has alone', async () => {
    const open = openRetailer();
    const codes = [{ type: 'CUSTOM', code: 'SHELF-7' }];
    open.retailer.seed({ sku: 'BOOT-1', price: 9900, stock: { [newYork]: 3 }, data: { codes, description: 'Brown' } });
    await open.system.call('publishProduct', product({ name: 'Boot, black' }));
    expect(open.retailer.books.productOf('BOOT-1')).toMatchObject({
      name: 'Boot, black',
      description: 'Brown',
      price: 99 * one,
      codes: [...codes, { type: 'EAN', code: '4012345678901' }],
    });
    expect(open.retailer.books.inStock('BOOT-1', newYork)).toBe(3 * one);
  });

  test('that is one of a family does not give the family its name', async () => {
    const open = openRetailer();
    open.retailer.seed({ sku: 'BOOT-1', name: 'Boots', siblings: ['BOOT-2'] });
    await open.system.call('publishProduct', product({ sku: 'BOOT-2', name: 'Boot 43', state: 'archived' }));
    const { books } = open.retailer;
    expect(books.productOf('BOOT-2')).toMatchObject({ name: 'Boots', active: false });
    expect(books.productOf('BOOT-1')).toMatchObject({ name: 'Boots', active: true, codes: [] });
  });

  test('that has not changed is not written', async () => {
    const open = openRetailer();
    await open.system.call('publishProduct', product());
    const before = writesOf(open);
    await open.system.call('publishProduct', product());
    expect([before, writesOf(open)]).toEqual([1, 1]);
  });

  test('whose SKU two products have is refused', async () => {
    const open = openRetailer();
    open.retailer.seed({ sku: 'BOOT-1' });
    open.retailer.seed({ sku: 'BOOT-1' });
    await expect(open.system.call('publishProduct', product())).rejects.toMatchObject({ code: 'conflict' });
    expect(writesOf(open)).toBe(0);
  });

  test('that was deleted is made anew', async () => {
    const open = openRetailer();
    const { books } = open.retailer;
    await open.system.call('publishProduct', product());
    const first = books.productOf('BOOT-1');
    if (!first) throw new Error('It was not published');
    books.putProduct({ ...first, deletedAt: books.instant(), version: books.nextVersion() });
    await open.system.call('publishProduct', product());
    expect(books.productOf('BOOT-1')?.id).not.toBe(first.id);
  });

  test('of a family is listed under it, with what tells it apart', async () => {
    const open = openRetailer();
    const { productIds } = open.retailer.seed({ sku: 'BOOT-1', siblings: ['BOOT-2'] });
    const { items } = await open.system.call('listProducts', {});
    expect(items.find((it) => it.sku === 'BOOT-2')).toMatchObject({
      parent: productIds[0],
      options: { Size: 'BOOT-2' },
    });
    expect(items.find((it) => it.sku === 'SHOE-42')?.parent).toBeUndefined();
  });
});

describe('a price', () => {
  test('of the product itself is written with tax or without, as it comes', async () => {
    const open = openRetailer();
    await open.system.call('publishPrice', priceOf('100'));
    expect(open.retailer.books.productOf('SHOE-42')?.price).toBe(100 * one);
    await open.system.call('publishPrice', priceOf('108.25', { taxIncluded: true }));
    expect(open.retailer.books.productOf('SHOE-42')?.price).toBe(100 * one);
  });

  test('of one store leaves that of another, and the books of others, alone', async () => {
    const open = openRetailer();
    const { books } = open.retailer;
    const others = books.priceBooks.put({
      id: books.nextId(),
      name: 'Black Friday',
      customerGroupId: allCustomers,
      outletId: newYork,
      createdAt: books.instant(),
      updatedAt: books.instant(),
      version: books.nextVersion(),
    });
    const productId = books.productOf('SHOE-42')?.id ?? '';
    const taxId = books.taxNamed('Sales tax').id;
    books.bookPrices.put({
      id: books.nextId(),
      priceBookId: others.id,
      productId,
      price: 50 * one,
      taxId,
      version: books.nextVersion(),
    });
    await open.system.call('publishPrice', priceOf('79.90', { location: 'store-1' }));
    await open.system.call('publishPrice', priceOf('74.90', { location: 'store-2' }));
    await open.system.call('publishPrice', { ...priceOf('6.33'), sku: 'SOCK-M', location: 'store-2' });
    await open.system.call('publishPrice', priceOf('69.90', { location: 'store-2' }));
    expect(booksAt(open, chicago).map((it) => it.prices)).toEqual([[79.9]]);
    expect(booksAt(open, newYork).map((it) => [it.name, it.prices.toSorted((a, b) => a - b)])).toEqual([
      ['Black Friday', [50]],
      ['crossdock store-2', [6.33, 69.9]],
    ]);
  });

  test('for many units at once is left to whoever made it', async () => {
    const open = openRetailer();
    await open.system.call('publishPrice', priceOf('79.90', { location: 'store-1' }));
    const { books } = open.retailer;
    const [own] = books.bookPrices.values();
    if (!own) throw new Error('There is no price');
    books.bookPrices.put({ ...own, id: books.nextId(), price: 70 * one, minUnits: 3, version: books.nextVersion() });
    await open.system.call('publishPrice', priceOf('75', { location: 'store-1' }));
    expect(pricesIn(own.priceBookId, books).map((it) => [it.minUnits, it.price / one])).toEqual([
      [3, 70],
      [undefined, 75],
    ]);
  });

  test('of a store is in one book, whichever process made it', async () => {
    const open = openRetailer();
    await open.system.call('publishPrice', priceOf('79.90', { location: 'store-1' }));
    await open.reconnect({}).call('publishPrice', { ...priceOf('6.33'), sku: 'SOCK-M', location: 'store-1' });
    expect(booksAt(open, chicago).map((it) => it.prices.length)).toEqual([2]);
  });

  test('that a store has already is not written again', async () => {
    const open = openRetailer();
    await open.system.call('publishPrice', priceOf('79.90', { location: 'store-1' }));
    const before = writesOf(open);
    await open.system.call('publishPrice', priceOf('79.9', { location: 'store-1' }));
    expect([before, writesOf(open)]).toEqual([2, 2]);
  });

  test('with tax is taken where the store shows prices with tax, and kept without', async () => {
    const open = openRetailer({ simulator: { displayPrices: 'inclusive' } });
    await open.system.call('publishPrice', priceOf('108.25', { location: 'store-1', taxIncluded: true }));
    expect(booksAt(open, chicago).map((it) => it.prices)).toEqual([[100]]);
  });

  test('of a book that somebody deleted goes into a new one', async () => {
    const open = openRetailer();
    await open.system.call('publishPrice', priceOf('79.90', { location: 'store-1' }));
    const { books } = open.retailer;
    const [first] = books.priceBooks.values();
    if (!first) throw new Error('There is no book');
    books.priceBooks.put({ ...first, deletedAt: books.instant(), version: books.nextVersion() });
    await open.system.call('publishPrice', priceOf('75', { location: 'store-1' }));
    const alive = booksAt(open, chicago).filter((it) => it.deletedAt === undefined);
    expect(alive.map((it) => it.prices)).toEqual([[75]]);
  });
});
