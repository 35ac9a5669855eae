import { type Implementation, parse, Price, Product } from '@crossdock/core';
import type { ItemRow } from '../api/item.ts';
import { itemIn, type ItemReader } from '../item-reader.ts';
import { levelOf, type ListName, toPrices } from '../mapping/price.ts';
import { toProduct } from '../mapping/product.ts';
import type { Rooms } from './context.ts';
import { listed } from './listing.ts';

/** What the reading of products and prices works with. */
export type ItemRooms = Pick<Rooms, 'config' | 'system'> & { readonly itemReader: ItemReader };

/** Names by which people know an item. */
const names = ['itemid'];

/** A page of prices asks the record of every item, so it is shorter. */
const mostPricedItems = 100;

export function productOf(row: ItemRow, { config, system }: ItemRooms): Product {
  return parse(Product, toProduct(row, config, system), { what: `The item ${row.id}`, code: 'response-invalid' });
}

export async function pricesOf(
  row: ItemRow,
  lists: readonly ListName[],
  rooms: ItemRooms,
  signal: AbortSignal,
): Promise<readonly Price[]> {
  const lines = await rooms.itemReader.pricesOf(row, signal);
  const prices = lists.flatMap((list) => toPrices(row, lines, list, rooms.config, rooms.system));
  return prices.map((it) => parse(Price, it, { what: `A price of the item ${row.id}`, code: 'response-invalid' }));
}

/** Lists items in the order of their last change. */
export function listProducts(rooms: ItemRooms): Implementation<'listProducts'> {
  return {
    run: ({ changedFrom: from, changedBefore: before, cursor, limit }, { signal }) =>
      listed({
        cursor,
        limit,
        names,
        read: (next) => rooms.itemReader.changed({ from, before }, next, signal),
        tell: async (row) => [productOf(itemIn(row), rooms)],
      }),
  };
}

export function getProducts(rooms: ItemRooms): Implementation<'getProducts'> {
  return {
    async run({ skus }, { signal }) {
      return (await rooms.itemReader.bySku(skus, signal)).map((row) => productOf(row, rooms));
    },
  };
}

/** Lists prices in the order in which their items changed. */
export function listPrices(rooms: ItemRooms): Implementation<'listPrices'> {
  return {
    async run({ changedFrom: from, changedBefore: before, cursor, limit, list }, { signal }) {
      levelOf(list, rooms.config);
      return listed({
        cursor,
        limit: Math.min(limit, mostPricedItems),
        names,
        read: (next) => rooms.itemReader.changed({ from, before }, next, signal),
        tell: (row) => pricesOf(itemIn(row), [list], rooms, signal),
      });
    },
  };
}

export function getPrices(rooms: ItemRooms): Implementation<'getPrices'> {
  return {
    async run({ skus, list, currency }, { signal }) {
      levelOf(list, rooms.config);
      const rows = await rooms.itemReader.bySku(skus, signal);
      const prices = await Promise.all(rows.map((row) => pricesOf(row, [list], rooms, signal)));
      return prices.flat().filter((it) => currency === undefined || it.price.currency === currency);
    },
  };
}
