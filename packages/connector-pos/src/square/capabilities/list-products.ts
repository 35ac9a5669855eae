import { type Implementation, isIntegrationError, type RefusedItem } from '@crossdock/core';
import { ObjectsAnswer, WireItem } from '../api/catalog.ts';
import { type ConnectorContext } from '../context.ts';
import { toProduct } from '../mapping/catalog.ts';

/** Lists products, one for each variation, by when their item changed. Deleted ones are left out. */
export function listProducts(context: ConnectorContext): Implementation<'listProducts'> {
  return {
    run: async ({ changedFrom, changedBefore, cursor, limit }, { signal }) => {
      const page = await context.client.send('POST', '/v2/catalog/search', {
        json: {
          object_types: ['ITEM'],
          // The platform leaves out what changed at this very instant.
          ...(changedFrom !== undefined && { begin_time: new Date(Date.parse(changedFrom) - 1).toISOString() }),
          limit,
          ...(cursor !== undefined && { cursor }),
        },
        response: ObjectsAnswer,
        effect: 'read',
        numbers: 'number',
        signal,
      });
      const found = page.objects.flatMap((it) => WireItem.safeParse(it).data ?? []);
      const items = found.filter((it) => isBefore(it.updated_at, changedBefore));
      const told: ReturnType<typeof toProduct>[] = [];
      const refused: RefusedItem[] = [];
      const ids = items.flatMap((it) => (it.item_data.variations ?? []).map((variation) => variation.id));
      const articles = await context.variations.byIds(ids, signal);
      for (const item of items) {
        for (const variation of item.item_data.variations ?? []) {
          try {
            const article = articles.get(variation.id);
            if (article?.sku === undefined) refused.push(nameless(variation.id));
            else told.push(toProduct(variation, article, item, context.name));
          } catch (error) {
            if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
            refused.push({ identifiers: [variation.id], code: error.code, reason: error.message });
          }
        }
      }
      return { items: told, refused, ...(page.cursor !== undefined && { next: page.cursor }) };
    },
  };
}

const nameless = (id: string): RefusedItem => ({
  identifiers: [id],
  code: 'unmapped',
  path: 'sku',
  reason: 'The article has no SKU',
});

function isBefore(updatedAt: string | undefined, limit: string | undefined): boolean {
  return limit === undefined || updatedAt === undefined || Date.parse(updatedAt) < Date.parse(limit);
}
