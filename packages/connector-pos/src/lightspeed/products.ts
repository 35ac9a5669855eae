import { type Clock, IntegrationError, isIntegrationError } from '@crossdock/core';
import { ProductAnswer, ProductsAnswer, WireProductHead } from './api/products.ts';
import { type LightspeedClient } from './client.ts';
import { api } from './options.ts';

/** What is sold, by Lightspeed's id and by our SKU. */
export interface Product {
  /** Lightspeed's product id. */
  readonly id: string;
  /** Absent where the retailer gave none. */
  readonly sku?: string;
  readonly name?: string;
  /** Whether the platform counts it. */
  readonly counted: boolean;
}

/** Reads what lies behind ids and SKUs. Lines of sales have no SKU, so every one of them needs it. */
export interface Products {
  /** By id, deleted ones too. What Lightspeed does not have is left out. */
  byIds(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Product>>;
  /** By SKU. Unknown ones are left out; one that several products have is refused with `conflict`. */
  bySkus(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Product>>;
  /** By SKU, where all must be there: `unmapped` names the first that is not. */
  requiredBySkus(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Product>>;
}

/** A SKU is given to another product now and then. */
const keptMs = 600_000;

/** Makes the reader of products. No network here. */
export function createProducts(client: LightspeedClient, clock: Clock): Products {
  const held = new Map<string, { readonly product: Product | undefined; readonly at: number }>();

  const byId = async (id: string, signal: AbortSignal): Promise<Product | undefined> => {
    const known = held.get(id);
    if (known && clock.now() - known.at < keptMs) return known.product;
    const product = await readProduct(client, id, signal);
    held.set(id, { product, at: clock.now() });
    return product;
  };

  const bySku = async (sku: string, signal: AbortSignal): Promise<Product | undefined> => {
    const { data } = await client.send('GET', `${api}/products`, { query: { sku }, response: ProductsAnswer, signal });
    const found = data.flatMap((it) => toProduct(it) ?? []).filter((it) => it.product.sku === sku && !it.deleted);
    const [first, second] = found;
    if (second && second.product.id !== first?.product.id) {
      throw new IntegrationError(`Several products of Lightspeed have the SKU '${sku}'`, {
        code: 'conflict',
        path: 'sku',
      });
    }
    if (first) held.set(first.product.id, { product: first.product, at: clock.now() });
    return first?.product;
  };

  const bySkus: Products['bySkus'] = async (skus, signal) => {
    const found = new Map<string, Product>();
    for (const sku of new Set(skus)) {
      const product = await bySku(sku, signal);
      if (product) found.set(sku, product);
    }
    return found;
  };

  return {
    async byIds(ids, signal) {
      const found = new Map<string, Product>();
      for (const id of new Set(ids)) {
        const product = await byId(id, signal);
        if (product) found.set(id, product);
      }
      return found;
    },
    bySkus,
    async requiredBySkus(skus, signal) {
      const found = await bySkus(skus, signal);
      const missing = skus.find((sku) => !found.has(sku));
      if (missing === undefined) return found;
      throw new IntegrationError(`Lightspeed has no product with the SKU '${missing}'`, {
        code: 'unmapped',
        path: 'sku',
      });
    },
  };
}

async function readProduct(client: LightspeedClient, id: string, signal: AbortSignal): Promise<Product | undefined> {
  try {
    const { data } = await client.send('GET', `${api}/products/{id}`, {
      params: { id },
      response: ProductAnswer,
      signal,
    });
    return toProduct(Array.isArray(data) ? data[0] : data)?.product;
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

function toProduct(raw: unknown): { readonly product: Product; readonly deleted: boolean } | undefined {
  const { data } = WireProductHead.safeParse(raw);
  if (!data) return undefined;
  const { id, sku, name, has_inventory: counted = true, deleted_at } = data;
  const product = { id, ...(sku !== undefined && { sku }), ...(name !== undefined && { name }), counted };
  return { product, deleted: deleted_at !== undefined };
}
