import {
  type CheckedInput,
  type Implementation,
  IntegrationError,
  isIntegrationError,
  type Price,
} from '@crossdock/core';
import { z } from 'zod';
import { FixedPricesData } from '../api/catalog-data.ts';
import { fixedPrices } from '../api/catalog-documents.ts';
import { type CatalogPage, listCatalog } from '../catalog/list-catalog.ts';
import type { ConnectorContext } from '../context.ts';
import { ambiguous } from '../inventory/stock-reader.ts';
import { readCursor, writeCursor } from '../listing-cursor.ts';
import { toBasePrice, toListPrice } from '../mapping/to-price.ts';
import { refusedItem } from '../refused-item.ts';
import { listNamed } from './publish-price.ts';

const Place = z.object({ after: z.string().nullable() });

/** Lists the base prices by when their products changed, or the fixed prices of a price list. */
export function listPrices(context: ConnectorContext): Implementation<'listPrices'> {
  const { name } = context;
  return {
    run: (request, { signal }) =>
      request.list === undefined
        ? listCatalog(context, request, ({ terms }, variant) => toBasePrice(variant, terms, name), signal)
        : pricesOfList(context, request, request.list, signal),
  };
}

async function pricesOfList(
  { client, name }: ConnectorContext,
  request: CheckedInput<'listPrices'>,
  list: string,
  signal: AbortSignal,
): Promise<CatalogPage<Price>> {
  if (request.changedFrom !== undefined || request.changedBefore !== undefined) {
    throw new IntegrationError('Shopify does not date the prices of a list: ask for all of them', {
      code: 'input-invalid',
      path: request.changedFrom === undefined ? 'changedBefore' : 'changedFrom',
    });
  }
  const { id } = await listNamed(client, list, signal);
  const place = request.cursor === undefined ? { after: null } : readCursor(Place, request.cursor);
  const answer = await client.query(fixedPrices, {
    variables: { id, after: place.after },
    data: FixedPricesData,
    signal,
  });
  const { edges = [], pageInfo } = answer.priceList?.prices ?? {};
  const taken = edges.slice(0, request.limit);
  const page: CatalogPage<Price> = { items: [], refused: [] };
  for (const { node } of taken) {
    const { sku, inventoryItem, id: variantId } = node.variant;
    try {
      if (sku !== null && inventoryItem.duplicateSkuCount > 0) throw ambiguous(sku, 'sku');
      page.items.push(toListPrice(node, { list, terms: answer.shop, name }));
    } catch (error) {
      if (!isIntegrationError(error)) throw error;
      page.refused.push(refusedItem(error, { identifiers: [variantId] }));
    }
  }
  const last = taken.at(-1);
  const more = taken.length < edges.length || pageInfo?.hasNextPage === true;
  return more && last ? { ...page, next: writeCursor({ after: last.cursor }) } : page;
}
