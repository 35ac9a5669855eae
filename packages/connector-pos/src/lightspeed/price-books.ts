import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import {
  BookPricesAnswer,
  PriceBookAnswer,
  WireBookPrice,
  WireCustomerGroup,
  WirePriceBook,
} from './api/price-books.ts';
import { WireOutlet } from './api/stores.ts';
import { type ConnectorContext } from './context.ts';
import { allRows } from './feed.ts';
import { api } from './options.ts';
import { type Store } from './stores.ts';

/** Prices of single stores: each store has a price book of ours, and what others keep there is left alone. */
export interface StorePrices {
  /**
   * Puts one price into the book of a store.
   *
   * @param price as the store shows it: with tax or without
   */
  put(
    store: Store,
    price: { readonly productId: string; readonly amount: number; readonly taxIncluded: boolean },
    signal: AbortSignal,
  ): Promise<string>;
}

const books = `${api}/price_books`;
/** The name that every account has for the group of everybody. */
const everybody = 'All Customers';

/** Makes the writer of prices of stores. No network here. */
export function createStorePrices({ client, config }: ConnectorContext): StorePrices {
  /** By outlet. */
  const known = new Map<string, string>();
  const { pageSize } = config;

  const bookOf = async (store: Store, signal: AbortSignal): Promise<string> => {
    const held = known.get(store.id);
    if (held !== undefined) return held;
    const name = `crossdock ${store.code}`;
    const there = await allRows(client, WirePriceBook, { path: books, pageSize, signal });
    // The platform keeps no name unique: the oldest is ours, in every process.
    const [own] = there
      .filter((it) => it.name === name && it.outlet_id === store.id && it.deleted_at === undefined)
      .toSorted((a, b) => (age(a) < age(b) ? -1 : 1));
    const id = own?.id ?? (await createBook(store, name, signal));
    known.set(store.id, id);
    return id;
  };

  /** The book of a store, and what it has of a product. A book that somebody deleted since is looked for again. */
  const pricesOf = async (
    store: Store,
    productId: string,
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly prices: readonly WireBookPrice[] }> => {
    const held = known.has(store.id);
    const id = await bookOf(store, signal);
    try {
      const { data } = await client.send('GET', `${books}/{id}/products`, {
        params: { id },
        query: { product_ids: productId },
        response: BookPricesAnswer,
        signal,
      });
      const prices = data.flatMap((it) => WireBookPrice.safeParse(it).data ?? []);
      return { id, prices: prices.filter((it) => it.product_id === productId && it.deleted_at === undefined) };
    } catch (error) {
      known.delete(store.id);
      if (!held || !isIntegrationError(error) || error.code !== 'not-found') throw error;
      return pricesOf(store, productId, signal);
    }
  };

  const createBook = async (store: Store, name: string, signal: AbortSignal): Promise<string> => {
    const groups = await allRows(client, WireCustomerGroup, { path: `${api}/customer_groups`, pageSize, signal });
    const group = groups.find((it) => it.name === everybody);
    if (!group) {
      throw new IntegrationError('The retailer has no group of all customers', { code: 'unmapped', path: 'location' });
    }
    const { data } = await client.send('POST', books, {
      json: { name, customer_group_id: group.id, outlet_id: store.id },
      response: PriceBookAnswer,
      signal,
    });
    return data.id;
  };

  const outletOf = async ({ id }: Store, signal: AbortSignal) => {
    const answer = await client.send('GET', `${api}/outlets/{id}`, {
      params: { id },
      response: z.object({ data: WireOutlet.extend({ default_tax_id: z.string().min(1) }) }),
      signal,
    });
    return answer.data;
  };

  return {
    async put(store, { productId, amount, taxIncluded }, signal) {
      const outlet = await outletOf(store, signal);
      if ((outlet.display_prices === 'inclusive') !== taxIncluded) {
        throw new IntegrationError(`The store takes prices ${taxIncluded ? 'without' : 'with'} tax`, {
          code: 'unsupported-document',
          path: 'taxIncluded',
        });
      }
      const { id, prices: own } = await pricesOf(store, productId, signal);
      const single = own.filter((it) => isOfOneUnit(it) && it.id !== undefined);
      // What is read is without tax, so only such a price can be compared.
      if (!taxIncluded && single.length === 1 && Number(single[0]?.price) === amount) return id;
      const tax = { tax_id: single[0]?.tax_id ?? outlet.default_tax_id };
      const price = { product_id: productId, price: amount, ...tax };
      await client.send(single.length === 0 ? 'POST' : 'PATCH', `${books}/{id}/products`, {
        params: { id },
        // A price that was put in twice by a lost answer is there twice, and both become this one.
        json: { data: single.length === 0 ? [price] : single.map((it) => ({ id: it.id, ...price })) },
        response: z.unknown(),
        signal,
      });
      return id;
    },
  };
}

/** Prices for many units at once are somebody else's. */
function isOfOneUnit({ min_units: least, max_units: most }: WireBookPrice): boolean {
  return (least === undefined || Number(least) <= 1) && most === undefined;
}

const age = ({ created_at: made = '9999', id }: WirePriceBook): string => `${made} ${id}`;
