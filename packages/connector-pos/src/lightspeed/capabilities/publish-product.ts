import { type CheckedInput, type DocumentRef, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { CreatedProducts, ProductsAnswer, WireProduct } from '../api/products.ts';
import { type ConnectorContext } from '../context.ts';
import { changesOf, newProductOf } from '../mapping/products.ts';
import { api, productsApi } from '../options.ts';

/**
 * Publishes a product: a new one, or the fields that it carries put into the one that has its SKU. The platform takes a second
 * product with the same SKU, so it is looked for before every sending.
 */
export function publishProduct(context: ConnectorContext): Implementation<'publishProduct'> {
  const { client, name } = context;
  const documentRef = (id: string, reference: string): DocumentRef => ({
    system: name,
    type: 'product',
    id,
    reference,
  });
  const create = async (product: CheckedInput<'publishProduct'>, signal: AbortSignal): Promise<string> => {
    const { data } = await client.send('POST', `${api}/products`, {
      json: newProductOf(product),
      response: CreatedProducts,
      signal,
    });
    return data[0] ?? product.sku;
  };
  return {
    // The look by SKU comes before every writing, and finds what an earlier one made.
    once: { reference: 'sku' },
    run: async (product, { signal }) => {
      const { sku } = product;
      const known = await productWith(sku, context, signal);
      if (!known) return documentRef(await create(product, signal), sku);
      const json = changesOf(product, known);
      if (json) {
        const params = { id: known.id };
        await client.send('PUT', `${productsApi}/products/{id}`, { params, json, response: z.unknown(), signal });
      }
      return documentRef(known.id, sku);
    },
  };
}

/** The product with a SKU, as the platform has it. Several are refused: nobody knows which is meant. */
async function productWith(
  sku: string,
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<WireProduct | undefined> {
  const { data } = await client.send('GET', `${api}/products`, { query: { sku }, response: ProductsAnswer, signal });
  const own = data
    .flatMap((it) => WireProduct.safeParse(it).data ?? [])
    .filter((it) => it.sku === sku && it.deleted_at === undefined);
  if (new Set(own.map((it) => it.id)).size > 1) {
    throw new IntegrationError(`Several products of Lightspeed have the SKU '${sku}'`, {
      code: 'conflict',
      path: 'sku',
    });
  }
  return own[0];
}
