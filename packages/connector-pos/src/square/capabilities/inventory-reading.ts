import { type Implementation, quantity } from '@crossdock/core';
import { CountsAnswer, type WireCount } from '../api/inventory.ts';
import { type ConnectorContext } from '../context.ts';
import { inGroups } from '../groups.ts';
import { plainQuantity } from '../mapping/lines.ts';
import { type Store } from '../stores.ts';
import { type Variation } from '../variations.ts';

type Level = Awaited<ReturnType<Implementation<'getInventory'>['run']>>[number];

/** Articles of one request. */
const groupSize = 100;

/** Reads stock that can be sold. Other states (waste, on the way) are no stock of the store. */
export function getInventory(context: ConnectorContext): Implementation<'getInventory'> {
  return {
    run: async ({ skus, locations }, { signal }) => {
      const variations = await context.variations.bySkus(skus, signal);
      const byId = new Map([...variations.values()].map((it) => [it.id, it]));
      const stores = await wantedStores(context, locations, signal);
      const levels: Level[] = [];
      for (const ids of inGroups([...byId.keys()], groupSize)) {
        let cursor: string | undefined;
        do {
          const page = await countsPage(context, { ids, stores, cursor, signal });
          levels.push(...page.counts.flatMap((it) => toLevel(it, byId, stores, context)));
          ({ cursor } = page);
        } while (cursor !== undefined);
      }
      return levels;
    },
  };
}

/** Lists stock levels by when they were calculated last. */
export function listInventory(context: ConnectorContext): Implementation<'listInventory'> {
  return {
    run: async ({ changedFrom, changedBefore, cursor, limit, locations }, { signal }) => {
      const stores = await wantedStores(context, locations, signal);
      if (stores.length === 0) return { items: [] };
      const page = await countsPage(context, { stores, after: changedFrom, cursor, limit, signal });
      const known = await context.variations.byIds(
        page.counts.map((it) => it.catalog_object_id),
        signal,
      );
      const before = changedBefore === undefined ? Number.POSITIVE_INFINITY : Date.parse(changedBefore);
      const counts = page.counts.filter((it) => Date.parse(it.calculated_at) < before);
      return {
        items: counts.flatMap((it) => toLevel(it, known, stores, context)),
        refused: counts.flatMap((it) => nameless(it, known)),
        ...(page.cursor !== undefined && { next: page.cursor }),
      };
    },
  };
}

/** What is counted now, as Square has it. */
export function countsPage(
  { client }: ConnectorContext,
  search: {
    readonly ids?: readonly string[];
    readonly stores: readonly Store[];
    readonly after?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number;
    readonly signal: AbortSignal;
  },
) {
  const { ids, stores, after, cursor, limit, signal } = search;
  return client.send('POST', '/v2/inventory/counts/batch-retrieve', {
    json: {
      ...(ids !== undefined && { catalog_object_ids: ids }),
      location_ids: stores.map((it) => it.id),
      states: ['IN_STOCK'],
      ...(after !== undefined && { updated_after: after }),
      ...(limit !== undefined && { limit }),
      ...(cursor !== undefined && { cursor }),
    },
    response: CountsAnswer,
    effect: 'read',
    signal,
  });
}

/** The stores that are asked for; codes that nobody has are left out. */
async function wantedStores(
  { stores }: ConnectorContext,
  codes: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly Store[]> {
  const all = await stores.all(signal);
  return codes === undefined ? all : all.filter((it) => codes.includes(it.code));
}

function toLevel(
  count: WireCount,
  variations: ReadonlyMap<string, Variation>,
  stores: readonly Store[],
  { name }: ConnectorContext,
): Level[] {
  const variation = variations.get(count.catalog_object_id);
  const store = stores.find((it) => it.id === count.location_id);
  if (variation?.sku === undefined || !store || count.state !== 'IN_STOCK') return [];
  return [
    {
      sku: variation.sku,
      location: store.code,
      onHand: quantity(plainQuantity(count.quantity), variation.unit),
      asOf: count.calculated_at,
      source: name,
      refs: { [name]: count.catalog_object_id },
    },
  ];
}

/** Stock of an article that has no SKU. */
function nameless({ catalog_object_id: id }: WireCount, variations: ReadonlyMap<string, Variation>) {
  if (variations.get(id)?.sku !== undefined) return [];
  return [{ identifiers: [id], code: 'unmapped', path: 'sku', reason: 'The article has no SKU' }];
}
