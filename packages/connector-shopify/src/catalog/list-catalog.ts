import { type CapabilityOutput, type CheckedInput, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { Variant } from '../api/catalog-data.ts';
import type { ConnectorContext } from '../context.ts';
import { ambiguous } from '../inventory/stock-reader.ts';
import { readCursor, writeCursor } from '../listing-cursor.ts';
import { refusedItem } from '../refused-item.ts';
import { changedWithin, isWithin } from '../search.ts';
import type { ListedProduct } from './catalog-reader.ts';

/**
 * Where a listing goes on: behind which product, and how many variants of the next one were told. A product that moved
 * away since is told from its start wherever it is met again.
 */
const Place = z.object({ after: z.string().nullable(), product: z.string().optional(), told: z.int().default(0) });

/** A page of what a listing tells. */
export interface CatalogPage<Item> {
  items: Item[];
  refused: CapabilityOutput<'listProducts'>['refused'];
  next?: string;
}

/** Lists what variants say, product by product as they changed. */
export async function listCatalog<Item>(
  { rooms }: Pick<ConnectorContext, 'rooms'>,
  request: CheckedInput<'listProducts'>,
  tell: (listed: ListedProduct, variant: Variant) => Item,
  signal: AbortSignal,
): Promise<CatalogPage<Item>> {
  const place = request.cursor === undefined ? { after: null, told: 0 } : readCursor(Place, request.cursor);
  const query = changedWithin(request);
  const { products, hasNextPage } = await rooms.catalog.updated({ query, after: place.after }, signal);
  const page: CatalogPage<Item> = { items: [], refused: [] };
  let { after } = place;
  for (const listed of products) {
    const { product, variants, cursor } = listed;
    if (isWithin(product.updatedAt, request)) {
      const first = product.id === ('product' in place ? place.product : undefined) ? place.told : 0;
      for (const [index, variant] of variants.entries()) {
        if (index < first) continue;
        if (page.items.length + page.refused.length >= request.limit) {
          return { ...page, next: writeCursor({ after, product: product.id, told: index }) };
        }
        put(page, listed, variant, tell);
      }
    }
    after = cursor;
  }
  return hasNextPage ? { ...page, next: writeCursor({ after }) } : page;
}

function put<Item>(
  page: CatalogPage<Item>,
  listed: ListedProduct,
  variant: Variant,
  tell: (listed: ListedProduct, variant: Variant) => Item,
): void {
  try {
    if (variant.sku !== null && variant.inventoryItem.duplicateSkuCount > 0) throw ambiguous(variant.sku, 'sku');
    page.items.push(tell(listed, variant));
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition === 'retry') throw error;
    const named = variant.sku === null || variant.sku === '' ? {} : { ref: variant.sku };
    page.refused.push(refusedItem(error, { identifiers: [variant.id, listed.product.id], ...named }));
  }
}
