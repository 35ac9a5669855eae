import { IntegrationError } from '@crossdock/core';
import type { z } from 'zod';
import type { Document } from '../api/document.ts';
import {
  type Item,
  ItemsOfSkusData,
  type Level,
  LevelsOfItemData,
  type StockedItem,
  StockOfSkusData,
} from '../api/inventory-data.ts';
import { itemsOfSkus, levelsOfItem, skusPerSearch, stockOfSkus } from '../api/inventory-documents.ts';
import type { GraphqlClient } from '../client.ts';
import { anyOf } from '../search.ts';
import { onward } from '../onward.ts';

/** Reads inventory items by SKU. */
export interface StockReader {
  /** The items of SKUs. A SKU that several items have is refused; one that none has is left out. */
  itemsOf(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Item>>;
  /** The items of SKUs with all their levels. */
  stockOf(
    skus: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, { readonly item: Item; readonly levels: readonly Level[] }>>;
}

/** Makes a reader. */
export function createStockReader(client: GraphqlClient): StockReader {
  /** Everything that the search finds for the SKUs, some at a time. */
  const search = async <Data extends z.ZodType, Found extends Item>(
    document: Document,
    data: Data,
    pageOf: (answer: z.output<Data>) => {
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      nodes: Found[];
    },
    skus: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Found>> => {
    const wanted = [...new Set(skus)];
    const found: Found[] = [];
    for (let start = 0; start < wanted.length; start += skusPerSearch) {
      const query = anyOf('sku', wanted.slice(start, start + skusPerSearch));
      for (let after: string | null = null; ;) {
        const page = pageOf(await client.query(document, { variables: { query, after }, data, signal }));
        found.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) break;
        after = onward(page.pageInfo, after);
      }
    }
    return unambiguous(wanted, found);
  };

  const remainingLevels = async (item: StockedItem, signal: AbortSignal): Promise<readonly Level[]> => {
    const levels: Level[] = [];
    let { hasNextPage, endCursor } = item.inventoryLevels.pageInfo;
    while (hasNextPage) {
      const variables = { id: item.id, after: endCursor };
      const answer = await client.query(levelsOfItem, { variables, data: LevelsOfItemData, signal });
      // An item that was deleted meanwhile has no more levels.
      if (!answer.inventoryItem) break;
      levels.push(...answer.inventoryItem.inventoryLevels.nodes);
      const before = endCursor;
      ({ hasNextPage, endCursor } = answer.inventoryItem.inventoryLevels.pageInfo);
      if (hasNextPage) onward({ endCursor }, before);
    }
    return levels;
  };

  return {
    itemsOf: (skus, signal) => search(itemsOfSkus, ItemsOfSkusData, (it) => it.inventoryItems, skus, signal),
    async stockOf(skus, signal) {
      const items = await search(stockOfSkus, StockOfSkusData, (it) => it.inventoryItems, skus, signal);
      const stocked = new Map<string, { item: Item; levels: readonly Level[] }>();
      for (const [sku, item] of items) {
        const levels = [...item.inventoryLevels.nodes, ...(await remainingLevels(item, signal))];
        stocked.set(sku, { item, levels });
      }
      return stocked;
    },
  };
}

/** The platform searches by words: only what has exactly the SKU counts, and only if it is alone. */
function unambiguous<Found extends Item>(
  wanted: readonly string[],
  found: readonly Found[],
): ReadonlyMap<string, Found> {
  const bySku = new Map<string, Found>();
  for (const item of found) {
    if (item.sku === null || !wanted.includes(item.sku)) continue;
    const known = bySku.get(item.sku);
    if (item.duplicateSkuCount > 0 || (known && known.id !== item.id)) {
      throw ambiguous(item.sku, `skus.${wanted.indexOf(item.sku)}`);
    }
    bySku.set(item.sku, item);
  }
  return bySku;
}

/** Refuses a SKU that is on several items: which one is meant is never guessed. */
export function ambiguous(sku: string, path: string): IntegrationError {
  return new IntegrationError(`SKU '${sku}' is on several variants of the shop`, { code: 'conflict', path });
}

/** Refuses a thing that cannot be named in our words. */
export function withoutSku(): IntegrationError {
  return new IntegrationError('A variant of the shop has no SKU', { code: 'unmapped', path: 'sku' });
}
