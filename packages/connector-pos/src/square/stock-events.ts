import { isIntegrationError, IntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { businessDateAt } from '../rules/index.ts';
import { ChangesAnswer, type WireChange } from './api/inventory.ts';
import { type ConnectorContext, type Readers } from './context.ts';
import { unmapped } from './errors.ts';
import { type StockPlace, stockKey, toCount, toMovements } from './mapping/to-movements.ts';
import { type Store } from './stores.ts';
import { type Variation } from './variations.ts';

/** What a change of stock tells. */
export type StockEvent = SourceEvent<'inventory.moved' | 'inventory.counted'>;
type Told = StockEvent | RefusedEvent<'inventory.moved' | 'inventory.counted'>;

/** Which changes are read. */
export interface ChangeSearch {
  readonly from: string;
  readonly to?: string | undefined;
  /** Only of these articles. */
  readonly ids?: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Reads changes of stock and tells them: what moved, what was counted. What our own application changed is not told again,
 * where the options name it: the flow that changed it knows.
 */
export async function* stockEvents(
  readers: Readers,
  context: ConnectorContext,
  { from, to, ids, signal }: ChangeSearch,
): AsyncIterable<Told> {
  let cursor: string | undefined;
  do {
    const page = await readers.client.send('POST', '/v2/inventory/changes/batch-retrieve', {
      json: {
        types: ['ADJUSTMENT', 'PHYSICAL_COUNT'],
        updated_after: from,
        ...(to !== undefined && { updated_before: to }),
        ...(ids !== undefined && { catalog_object_ids: ids }),
        limit: 100,
        ...(cursor !== undefined && { cursor }),
      },
      response: ChangesAnswer,
      effect: 'read',
      signal,
    });
    const foreign = page.changes.filter((it) => !isOwn(it, context));
    const articles = await readers.variations.byIds(foreign.flatMap(articleOf), signal);
    const stores = new Map((await readers.stores.all(signal)).map((it) => [it.id, it]));
    for (const change of foreign) yield* tell(change, articles, stores, context);
    ({ cursor } = page);
  } while (cursor !== undefined);
}

function tell(
  change: WireChange,
  articles: ReadonlyMap<string, Variation>,
  stores: ReadonlyMap<string, Store>,
  { name }: ConnectorContext,
): readonly Told[] {
  const { adjustment, physical_count: count } = change;
  const id = adjustment?.id ?? count?.id ?? '';
  const article = articles.get(adjustment?.catalog_object_id ?? count?.catalog_object_id ?? '');
  try {
    if (!adjustment && !count) throw unmapped('type of an inventory change', change.type, 'type');
    // What has no SKU, or lies at a location that is left alone, is none of ours.
    if (article?.sku === undefined || !isKnownPlace(change, stores)) return [];
    const place = placeOf(name, article.sku, article.unit, stores);
    if (adjustment) return toMovements(adjustment, place).map((it) => event('inventory.moved', it, it.occurredAt));
    return count ? toCount(count, place).map((it) => event('inventory.counted', it, it.countedAt)) : [];
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    const key = article?.sku ?? 'unknown';
    return [{ name: count ? 'inventory.counted' : 'inventory.moved', id: id === '' ? key : id, key, refused: error }];
  }
}

function event(
  name: StockEvent['name'],
  data: { readonly ref: string; readonly sku: string; readonly location: string },
  occurredAt: string,
): StockEvent {
  const head = { name, id: data.ref, key: stockKey(data.sku, data.location), occurredAt, identifiers: [data.ref] };
  return { ...head, data } as unknown as StockEvent;
}

function placeOf(name: string, sku: string, unit: string, stores: ReadonlyMap<string, Store>): StockPlace {
  const storeOf = (id: string): Store => {
    const store = stores.get(id);
    if (store) return store;
    throw new IntegrationError('A change of stock names a location that is not ours', { code: 'unmapped' });
  };
  return {
    name,
    sku,
    unit,
    isOurs: (id) => stores.has(id),
    codeOf: (id) => storeOf(id).code,
    businessDateOf: (id, instant) => businessDateAt(instant, storeOf(id)),
  };
}

function isKnownPlace({ adjustment, physical_count: count }: WireChange, stores: ReadonlyMap<string, Store>): boolean {
  const places = [
    adjustment?.from_location_id,
    adjustment?.to_location_id,
    adjustment?.location_id,
    count?.location_id,
  ].flatMap((it) => it ?? []);
  return places.length === 0 || places.some((id) => stores.has(id));
}

function isOwn({ adjustment, physical_count: count }: WireChange, { config }: ConnectorContext): boolean {
  const application = (adjustment ?? count)?.source?.application_id;
  return config.applicationId !== undefined && application === config.applicationId;
}

const articleOf = ({ adjustment, physical_count: count }: WireChange): readonly string[] => {
  const id = adjustment?.catalog_object_id ?? count?.catalog_object_id;
  return id === undefined ? [] : [id];
};
