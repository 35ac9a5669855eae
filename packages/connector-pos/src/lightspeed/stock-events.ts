import {
  type EventData,
  isIntegrationError,
  IntegrationError,
  type RefusedEvent,
  type SourceEvent,
} from '@crossdock/core';
import { ConsignmentAnswer, WireConsignment, WireConsignmentProduct } from './api/consignments.ts';
import { type ConnectorContext, type Readers } from './context.ts';
import { allRows, feed } from './feed.ts';
import {
  countsOf,
  isEffective,
  movementsOf,
  movementsOfReversal,
  movementsOfSale,
  type ReadConsignment,
  stockKey,
} from './mapping/to-movements.ts';
import { kindOf, type ReadSale } from './mapping/sale-facts.ts';
import { api } from './options.ts';
import { documentOf } from './own-consignments.ts';
import { isOwnSale } from './own-sales.ts';
import { isSince } from './version-marks.ts';

/** What tells of stock. */
export type StockEvent = SourceEvent<'inventory.moved' | 'inventory.counted'>;
type Told = StockEvent | RefusedEvent<'inventory.moved' | 'inventory.counted'>;

const path = `${api}/consignments`;

/** What a sale does to stock, once it counts. */
export function stockOfSale(read: ReadSale, context: ConnectorContext): readonly SourceEvent<'inventory.moved'>[] {
  const { mapping, name } = context;
  const kind = kindOf(read, mapping);
  if (kind === 'open' || kind === 'nothing' || isOwnSale(read.sale, name)) return [];
  const { ordersFrom } = context.config;
  const moved = movementsOfSale(read, mapping);
  const isOld = ordersFrom !== undefined && moved.some((it) => Date.parse(it.occurredAt) < Date.parse(ordersFrom));
  if (isOld) return [];
  const back = kind === 'void' ? movementsOfReversal(read, mapping) : [];
  return [...moved, ...back].map(movedEvent);
}

/** The same for a sweep. A sale that cannot be told parks by itself. */
export function stockOfSaleOrNothing(
  read: ReadSale,
  context: ConnectorContext,
): readonly SourceEvent<'inventory.moved'>[] {
  try {
    return stockOfSale(read, context);
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return [];
  }
}

/** What consignments that changed since an instant did to stock. */
export async function* consignmentSweep(
  context: ConnectorContext,
  { from, signal }: { readonly from: string; readonly signal: AbortSignal },
): AsyncIterable<Told> {
  const { patient, config, marks } = context;
  const after = await marks.before(from, signal);
  for await (const { rows } of feed(patient.client, { path, after, pageSize: config.pageSize, signal })) {
    for (const row of rows) {
      if (isSince(WireConsignment.safeParse(row).data?.updated_at, from))
        yield* consignmentOrRefusal(row, context, signal);
    }
  }
}

/** What one consignment moved, as it is now. */
export async function consignmentById(
  id: string,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly SourceEvent<'inventory.moved'>[]> {
  const { data } = await context.client.send('GET', `${path}/{id}`, {
    params: { id },
    response: ConsignmentAnswer,
    signal,
  });
  const events = await consignmentEvents(parsed(data), context, context, signal);
  // Counts are not pushed.
  return events.flatMap((it) => (it.name === 'inventory.moved' ? [it] : []));
}

async function consignmentEvents(
  consignment: WireConsignment,
  readers: Readers,
  { name, config }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly StockEvent[]> {
  // Whoever asked for one of ours knows of it.
  if (consignment.deleted_at !== undefined || documentOf(consignment, name) !== undefined) return [];
  const stores = new Map((await readers.stores.all(signal)).map((it) => [it.id, it]));
  const isOurs = stores.has(consignment.outlet_id) || stores.has(consignment.source_outlet_id ?? '');
  if (!isOurs || !isEffective(consignment)) return [];
  const request = {
    path: `${path}/${encodeURIComponent(consignment.id)}/products`,
    pageSize: config.pageSize,
    signal,
  };
  const rows = (await allRows(readers.client, WireConsignmentProduct, request)).filter(
    (it) => it.deleted_at === undefined,
  );
  const products = await readers.products.byIds(
    rows.map((it) => it.product_id),
    signal,
  );
  const read: ReadConsignment = { consignment, rows, products, stores };
  return [...movementsOf(read, name).map(movedEvent), ...countsOf(read, name).map(countedEvent)];
}

async function* consignmentOrRefusal(
  raw: unknown,
  context: ConnectorContext,
  signal: AbortSignal,
): AsyncIterable<Told> {
  try {
    yield* await consignmentEvents(parsed(raw), context.patient, context, signal);
  } catch (error) {
    const { id } = raw as { readonly id?: unknown };
    if (!isIntegrationError(error) || error.disposition !== 'reject' || typeof id !== 'string') throw error;
    yield { name: 'inventory.moved', id, key: id, refused: error };
  }
}

function parsed(raw: unknown): WireConsignment {
  const result = WireConsignment.safeParse(raw);
  if (result.success) return result.data;
  throw new IntegrationError('A consignment of Lightspeed is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path: result.error.issues[0]?.path.map(String).join('.'),
  });
}

function movedEvent(data: EventData<'inventory.moved'>): SourceEvent<'inventory.moved'> {
  return { name: 'inventory.moved', ...headOf(data), occurredAt: data.occurredAt, data };
}

function countedEvent(data: EventData<'inventory.counted'>): SourceEvent<'inventory.counted'> {
  return { name: 'inventory.counted', ...headOf(data), occurredAt: data.countedAt, data };
}

const headOf = ({ ref, sku, location }: EventData<'inventory.moved' | 'inventory.counted'>) => ({
  id: ref,
  key: stockKey(sku, location),
  identifiers: [ref],
});
