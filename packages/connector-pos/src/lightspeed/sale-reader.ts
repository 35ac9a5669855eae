import { type Clock, IntegrationError, isIntegrationError } from '@crossdock/core';
import { SaleAnswer, SaleHead, SaleState, WireSale } from './api/sales.ts';
import { RetailerAnswer } from './api/stores.ts';
import { type LightspeedClient } from './client.ts';
import { feed, type FeedPage, feedPage } from './feed.ts';
import { type ReadSale } from './mapping/sale-facts.ts';
import { api } from './options.ts';
import { type Products } from './products.ts';
import { type Stores } from './stores.ts';
import { createTaxes } from './taxes.ts';

/** A sale that cannot be told, by what is known of it. */
export interface RefusedSale {
  readonly id: string;
  /** Where, if it tells. */
  readonly outletId?: string | undefined;
  readonly refused: IntegrationError;
}

/** A page of sales, whole or refused each by itself. */
export interface SalePage {
  readonly read: readonly ReadSale[];
  readonly refused: readonly RefusedSale[];
  /** Version to go on from. */
  readonly next: string;
}

/** Reads sales with everything that they are told with. */
export interface SaleReader {
  /** Throws `not-found`. Sales of outlets that are left alone are not found either. */
  byId(id: string, signal: AbortSignal): Promise<ReadSale>;
  /** Id and status of a sale, whatever else it holds; nothing where it is not there. Throws `not-found` too. */
  head(id: string, signal: AbortSignal): Promise<{ readonly id: string; readonly status: string } | undefined>;
  /** One page above a version; nothing at the end of the feed. */
  page(after: string, limit: number, signal: AbortSignal): Promise<SalePage | undefined>;
  /** Every page above a version. */
  pages(after: string, signal: AbortSignal): AsyncIterable<SalePage>;
}

/** The platform gives no more rows of sales than that, whatever is asked for. */
const mostSales = 500;
const path = `${api}/sales`;

/** What the reader of sales works with. */
export interface SaleReaderPorts {
  readonly client: LightspeedClient;
  readonly stores: Stores;
  readonly products: Products;
  readonly clock: Clock;
  readonly pageSize: number;
}

/** Makes a reader. No network here. */
export function createSaleReader({ client, stores, products, clock, pageSize }: SaleReaderPorts): SaleReader {
  const taxes = createTaxes(client, pageSize, clock);
  let retailer: { readonly discountProduct: string | undefined } | undefined;

  const discountProduct = async (signal: AbortSignal): Promise<string | undefined> => {
    if (!retailer) {
      const { data } = await client.send('GET', `${api}/retailer`, { response: RetailerAnswer, signal });
      retailer = { discountProduct: data.discount_product_id };
    }
    return retailer.discountProduct;
  };

  const rawById = async (id: string, signal: AbortSignal): Promise<unknown> => {
    const { data } = await client.send('GET', `${path}/{id}`, { params: { id }, response: SaleAnswer, signal });
    return Array.isArray(data) ? data[0] : data;
  };

  /** The sale that goods come back from. One that is gone, or not as documented, is left out: the return stands by itself. */
  const originalOf = async (sale: WireSale, among: ReadonlyMap<string, WireSale>, signal: AbortSignal) => {
    const { return_for: id } = sale;
    if (id === undefined) return undefined;
    try {
      return among.get(id) ?? WireSale.safeParse(await rawById(id, signal)).data;
    } catch (error) {
      if (isIntegrationError(error) && error.code === 'not-found') return undefined;
      throw error;
    }
  };

  const complete = async (rows: readonly unknown[], signal: AbortSignal): Promise<Omit<SalePage, 'next'>> => {
    const known = await ofOurs(rows, stores, signal);
    const parsed = known.map(parseSale);
    const sales = parsed.flatMap((it) => ('refused' in it ? [] : [it]));
    const refused = parsed.flatMap((it) => ('refused' in it ? [it] : []));
    const among = new Map(sales.map((it) => [it.id, it]));
    const lines = sales.flatMap((it) => it.line_items);
    const articles = await products.byIds(
      lines.map((it) => it.product_id),
      signal,
    );
    const components = [...lines, ...sales.flatMap((it) => it.adjustments)].flatMap((it) => it.tax_components);
    const rates = await taxes.rates([...new Set(components.map((it) => it.rate_id))], signal);
    const discount = await discountProduct(signal);
    const read: ReadSale[] = [];
    for (const sale of sales) {
      const store = await stores.byId(sale.outlet_id, signal);
      const original = await originalOf(sale, among, signal);
      read.push({ sale, store, products: articles, rates, discountProduct: discount, original });
    }
    return { read, refused };
  };

  const completed = async (page: FeedPage, signal: AbortSignal): Promise<SalePage> => ({
    ...(await complete(page.rows, signal)),
    next: page.next,
  });

  return {
    async byId(id, signal) {
      const raw = await rawById(id, signal);
      const { read, refused } = raw === undefined ? { read: [], refused: [] } : await complete([raw], signal);
      const [found] = read;
      if (found) return found;
      throw refused[0]?.refused ?? new IntegrationError('Lightspeed does not have the sale', { code: 'not-found' });
    },
    async head(id, signal) {
      const raw = await rawById(id, signal);
      if (raw === undefined) return undefined;
      const { data } = SaleState.safeParse(raw);
      if (data?.id === id) return data;
      throw new IntegrationError('A sale of Lightspeed is not as documented', { code: 'response-invalid' });
    },
    async page(after, limit, signal) {
      const page = await feedPage(client, { path, after, pageSize: Math.min(limit, mostSales), signal });
      return page && completed(page, signal);
    },
    async *pages(after, signal) {
      const request = { path, after, pageSize: Math.min(pageSize, mostSales), signal };
      for await (const page of feed(client, request)) yield await completed(page, signal);
    },
  };
}

/** Rows of outlets that are not left alone. */
async function ofOurs(rows: readonly unknown[], stores: Stores, signal: AbortSignal): Promise<readonly unknown[]> {
  const ours: unknown[] = [];
  for (const row of rows) {
    const { data } = SaleHead.safeParse(row);
    const outlet = data?.outlet_id;
    if (outlet === undefined || (await stores.find(outlet, signal)) !== undefined) ours.push(row);
  }
  return ours;
}

/** A sale in a shape that is not expected is refused by its id; one without an id cannot be told at all. */
export function parseSale(raw: unknown): WireSale | RefusedSale {
  const parsed = WireSale.safeParse(raw);
  if (parsed.success) return parsed.data;
  const refused = new IntegrationError('A sale of Lightspeed is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path: parsed.error.issues[0]?.path.map(String).join('.'),
  });
  const head = SaleHead.safeParse(raw);
  if (head.success) return { id: head.data.id, outletId: head.data.outlet_id, refused };
  throw refused;
}
