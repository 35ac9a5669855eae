import { type Implementation, parse, Price } from '@crossdock/core';
import type { z } from 'zod';
import { createCatalogReader } from '../environment/catalog-reader.ts';
import type { Rooms } from '../context.ts';
import { createItemNames, isSellable, keyOf } from '../lookups/item-names.ts';
import { isAhead, nextOf, told } from '../listing.ts';
import { itemOf, priceListOf, toAgreedPrice, toBasePrice } from '../mapping/price.ts';
import { createPriceReader, isAbout, isPriceOf } from '../environment/price-reader.ts';

type Needed = Pick<Rooms, 'client' | 'config' | 'clock' | 'system' | 'items'>;

/** A page of prices may ask for the variants of every item, so it is shorter. */
const mostPrices = 200;

/**
 * Reads prices: the base price of the released product, or those of a list from the trade agreements that hold now or will. Agreements for
 * more units than the list is about, or in another unit than the item is sold in, are other prices and are left out.
 */
export function getPrices(rooms: Needed): Implementation<'getPrices'> {
  const { client, config, system } = rooms;
  return {
    async run({ skus, list, currency }, { signal }) {
      const reader = createCatalogReader(client, config);
      const agreements = list === undefined ? undefined : { list, reader: createPriceReader(list, rooms) };
      const items = await rooms.items.bySku(skus, signal);
      const prices: Price[] = [];
      for (const sku of new Set(skus)) {
        const item = items.get(sku);
        const product = item && (await reader.product(item.ItemNumber, signal));
        if (!product || !isSellable(product, keyOf(item))) continue;
        if (!agreements) {
          prices.push(...proved(toBasePrice(sku, product, config, system), product.ItemNumber));
          continue;
        }
        const named = { sku, list: agreements.list };
        const rows = (await agreements.reader.of(product.ItemNumber, signal)).filter(
          (row) => isAbout(row, keyOf(item)) && isPriceOf(named.list, row, product.SalesUnitSymbol, rooms),
        );
        for (const row of rows) {
          prices.push(...proved([toAgreedPrice(named, row, config, system)], row.ItemNumber));
        }
      }
      return prices.filter((it) => currency === undefined || it.price.currency === currency);
    },
  };
}

/** Lists prices. The platform does not tell when one changed, so whatever span is asked for, all of them are listed. */
export function listPrices(rooms: Needed): Implementation<'listPrices'> {
  return {
    async run({ changedFrom, cursor: after, limit: most, list }, { signal }) {
      if (list !== undefined) priceListOf(list, rooms.config);
      if (isAhead(changedFrom, rooms.clock)) return { items: [], refused: [] };
      const next = { after, limit: Math.min(most, mostPrices) };
      return list === undefined ? basePrices(rooms, next, signal) : agreedPrices(rooms, list, next, signal);
    },
  };
}

interface Next {
  readonly after: string | undefined;
  readonly limit: number;
}

async function basePrices({ client, config, system }: Needed, next: Next, signal: AbortSignal) {
  const names = createItemNames(client, config);
  const rows = await createCatalogReader(client, config).products(next, signal);
  const page = await told(
    rows,
    (row) => [row.ItemNumber],
    async (row) => {
      const skus = await names.skusWithin(keyOf({ ItemNumber: row.ItemNumber }), row, signal);
      return proved(
        skus.flatMap((sku) => toBasePrice(sku, row, config, system)),
        row.ItemNumber,
      );
    },
  );
  return { ...page, ...nextOf(rows, next, (row) => row.ItemNumber) };
}

async function agreedPrices(rooms: Needed, list: string, next: Next, signal: AbortSignal) {
  const { client, config, system } = rooms;
  const names = createItemNames(client, config);
  const reader = createCatalogReader(client, config);
  const rows = await createPriceReader(list, rooms).page(next, signal);
  const page = await told(
    rows,
    (row) => [row.RecordId, row.ItemNumber].filter((it) => it !== ''),
    async (row) => {
      const product = await reader.product(row.ItemNumber, signal);
      if (!product || !isPriceOf(list, row, product.SalesUnitSymbol, rooms)) return [];
      const skus = await names.skusWithin(itemOf(row), product, signal);
      return proved(
        skus.map((sku) => toAgreedPrice({ sku, list }, row, config, system)),
        row.ItemNumber,
      );
    },
  );
  return { ...page, ...nextOf(rows, next, (row) => row.RecordId) };
}

function proved(prices: readonly z.input<typeof Price>[], itemNumber: string): readonly Price[] {
  const what = `A price of the item ${itemNumber}`;
  return prices.map((it) => parse(Price, it, { what, code: 'response-invalid' }));
}
