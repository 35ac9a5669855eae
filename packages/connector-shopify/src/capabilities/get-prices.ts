import type { CheckedInput, Implementation, Price } from '@crossdock/core';
import type { z } from 'zod';
import { FixedPricesData } from '../api/catalog-data.ts';
import { fixedPrices } from '../api/catalog-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { ambiguous } from '../inventory/stock-reader.ts';
import { toBasePrice, toListPrice } from '../mapping/to-price.ts';
import { listNamed } from './publish-price.ts';
import { onward } from '../onward.ts';

/** Reads prices by SKU: those of the variants, or the fixed ones of a price list. */
export function getPrices(context: ConnectorContext): Implementation<'getPrices'> {
  return {
    run: async (request, { signal }) => {
      const prices = await (request.list === undefined
        ? basePrices(context, request, signal)
        : listPrices(context, request, request.list, signal));
      return prices.filter(({ price }) => request.currency === undefined || price.currency === request.currency);
    },
  };
}

async function basePrices(
  { rooms, name }: ConnectorContext,
  { skus }: CheckedInput<'getPrices'>,
  signal: AbortSignal,
): Promise<readonly Price[]> {
  return (await rooms.catalog.bySkus(skus, signal)).map(({ variant, terms }) => toBasePrice(variant, terms, name));
}

/** The platform finds no price of a list by SKU: its fixed prices are read until all that were asked for are found. */
async function listPrices(
  { client, name }: ConnectorContext,
  { skus }: CheckedInput<'getPrices'>,
  list: string,
  signal: AbortSignal,
): Promise<readonly Price[]> {
  const { id } = await listNamed(client, list, signal);
  const wanted = new Set(skus);
  const found: Price[] = [];
  for (let after: string | null = null; wanted.size > 0;) {
    const answer: z.output<typeof FixedPricesData> = await client.query(fixedPrices, {
      variables: { id, after },
      data: FixedPricesData,
      signal,
    });
    const page = answer.priceList?.prices;
    for (const { node } of page?.edges ?? []) {
      const { sku, inventoryItem } = node.variant;
      if (sku === null || !wanted.delete(sku)) continue;
      if (inventoryItem.duplicateSkuCount > 0) throw ambiguous(sku, `skus.${skus.indexOf(sku)}`);
      found.push(toListPrice(node, { list, terms: answer.shop, name }));
    }
    if (page?.pageInfo.hasNextPage !== true) break;
    after = onward(page.pageInfo, after);
  }
  return found;
}
