import { type Money, money } from '@crossdock/core';
import { BasePrice, PriceLine, recordTypesOf } from '../../src/api/item.ts';
import { literal, literals, type QueryRow } from '../../src/api/query.ts';
import { instantOf } from '../../src/wall-time.ts';
import { type LiveBooks, skuIn } from './books.ts';
import type { Arranger } from './door.ts';

/** Of a large account only what changed last is listed: so many items, and those that changed at the same time. */
const newest = 3;

const timeFormat = `'YYYY-MM-DD"T"HH24:MI:SS'`;

/** Items that somebody can buy, and that a further condition fits. */
async function items({ rows, config }: LiveBooks, condition: string): Promise<readonly QueryRow[]> {
  const { itemTypes, unit } = config.products;
  const found = await rows(`SELECT i.id, i.itemid, i.externalid, i.itemtype, i.subtype, i.isinactive, i.matrixtype,
      TO_CHAR(i.lastmodifieddate, ${timeFormat}) AS modified${unit === undefined ? '' : `, i.${unit} AS unit`}
    FROM item i WHERE i.itemtype IN (${literals(Object.keys(itemTypes))}) AND ${condition}`);
  return found.filter(({ matrixtype }) => matrixtype !== 'PARENT');
}

/** Items of SKUs. */
export async function itemsOf(books: LiveBooks, skus: readonly string[]): Promise<readonly QueryRow[]> {
  const { by, externalIdPrefix, overrides } = books.config.items;
  const ids = literals(skus.flatMap((sku) => overrides[sku] ?? []));
  const named =
    by === 'itemId'
      ? `i.itemid IN (${literals(skus)})`
      : `i.externalid IN (${literals(skus.map((it) => `${externalIdPrefix}${it}`))})`;
  const found = await items(books, ids === '' ? named : `(${named} OR i.id IN (${ids}))`);
  return found.filter((row) => skus.includes(skuIn(row, books.config)));
}

async function changedFrom({ rows, config }: LiveBooks): Promise<string> {
  const times = await rows(`SELECT TO_CHAR(i.lastmodifieddate, ${timeFormat}) AS modified FROM item i
    WHERE i.itemtype IN (${literals(Object.keys(config.products.itemTypes))})
    ORDER BY i.lastmodifieddate DESC FETCH FIRST ${String(newest)} ROWS ONLY`);
  return instantOf(times.at(-1)?.['modified'] ?? '', config.changes.timeZone);
}

/** What changed since then, by comparing the times here. */
async function changed(books: LiveBooks, since = ''): Promise<readonly QueryRow[]> {
  // A day earlier than any zone could make it; the rest is compared exactly.
  const day = new Date(Date.parse(since) - 86_400_000).toISOString().slice(0, 10);
  const found = await items(books, `i.lastmodifieddate >= TO_DATE(${literal(day)}, 'YYYY-MM-DD')`);
  return found.filter(({ modified = '' }) => instantOf(modified, books.config.changes.timeZone) >= since);
}

/** The base prices of an item in the currencies that the connector knows, from its record. */
async function pricesOf({ client, config }: LiveBooks, row: QueryRow): Promise<readonly Money[]> {
  const { signal } = new AbortController();
  const { base, from } = config.prices;
  for (const type of recordTypesOf({ itemtype: row['itemtype'] ?? '', subtype: row['subtype'] })) {
    if (from === 'base-price') {
      const found = await client.readRecord(type, { id: row['id'] ?? '' }, BasePrice, signal);
      if (found?.basePrice !== undefined) return [money(found.basePrice, config.baseCurrency)];
    }
    const lines = from === 'matrix' && (await client.readSublist(type, row['id'] ?? '', 'price', PriceLine, signal));
    if (!lines) continue;
    return lines.flatMap(({ priceLevel, quantity, price, currencyPage }) => {
      const page = currencyPage?.id ?? config.currencies[config.baseCurrency];
      const code = Object.entries(config.currencies).find(([, id]) => id === page)?.[0];
      const fits = priceLevel.id === base.level && Number(quantity?.value ?? 0) === base.quantity;
      return !fits || code === undefined || price === undefined ? [] : [money(price, code)];
    });
  }
  return [];
}

/** Products and prices as they are; nothing is written. */
export function liveProducts(arrange: Arranger) {
  const isTold = (row: QueryRow, { config }: LiveBooks): boolean =>
    skuIn(row, config) !== '' && (row['unit'] === undefined || Object.values(config.units).includes(row['unit']));
  const productOf = (row: QueryRow, { config }: LiveBooks) => ({
    sku: skuIn(row, config),
    refs: { erp: row['id'] ?? '' },
    state: row['isinactive'] === 'T' ? ('archived' as const) : ('active' as const),
  });
  const priced = async (books: LiveBooks, rows: readonly QueryRow[]) => {
    const prices = await Promise.all(rows.map(async (row) => ({ row, prices: await pricesOf(books, row) })));
    return prices.flatMap(({ row, prices: all }) =>
      all.map((price) => ({ row, sku: skuIn(row, books.config), price })),
    );
  };
  const refusedOf = (row: QueryRow) => ({ identifiers: [row['id'] ?? '', row['itemid'] ?? ''], code: 'unmapped' });
  return {
    getProducts: arrange<'getProducts'>(({ books, settings }) => ({
      input: () => ({ skus: settings.skus.slice(0, 2) }),
      truth: async ({ skus }) => (await itemsOf(books, skus)).map((row) => productOf(row, books)),
    })),
    listProducts: arrange<'listProducts'>(({ books }) => ({
      input: async () => ({ changedFrom: await changedFrom(books) }),
      async truth({ changedFrom: since }) {
        const rows = await changed(books, since);
        const told = rows.filter((row) => isTold(row, books));
        const refused = rows.filter((row) => !isTold(row, books)).map(refusedOf);
        return { items: told.map((row) => productOf(row, books)), refused };
      },
    })),
    getPrices: arrange<'getPrices'>(({ books, settings, currency }) => ({
      input: () => ({ skus: settings.skus.slice(0, 2), currency }),
      async truth({ skus }) {
        const all = await priced(books, await itemsOf(books, skus));
        return all.flatMap(({ sku, price }) => (price.currency === currency ? [{ sku, price }] : []));
      },
      refused: () => [
        {
          what: 'a price list that is unknown',
          input: { skus: settings.skus.slice(0, 1), list: 'nothing-99' },
          code: 'unmapped',
        },
      ],
    })),
    listPrices: arrange<'listPrices'>(({ books }) => ({
      input: async () => ({ changedFrom: await changedFrom(books) }),
      async truth({ changedFrom: since }) {
        const all = await priced(books, await changed(books, since));
        const told = all.flatMap(({ sku, price }) => (sku === '' ? [] : [{ sku, price }]));
        const nameless = all.filter(({ sku }) => sku === '').map(({ row }) => row);
        return { items: told, refused: [...new Set(nameless)].map(refusedOf) };
      },
    })),
  };
}
