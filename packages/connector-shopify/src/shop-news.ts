import { IntegrationError, parseJsonExactly, type StoredDelivery } from '@crossdock/core';
import { z } from 'zod';
import { catalogEvents, type CatalogEvent } from './catalog/catalog-events.ts';
import type { ConnectorContext } from './context.ts';
import { customerEvents, type CustomerEvent, mergeEvent } from './customers/customer-events.ts';
import { createCustomerReader } from './customers/customer-reader.ts';
import { unmapped } from './errors.ts';
import type { LevelEvent } from './inventory/level-events.ts';
import { goneLocationEvents, type LocationEvent } from './inventory/location-events.ts';
import { LevelNews, LocationNews, readLevelNews, readLocationNews } from './inventory/stock-news.ts';
import { isFact } from './is-fact.ts';
import { instantOf } from './mapping/ids.ts';

/** One fact that the connector tells of anything but orders. */
export type ShopNews = CatalogEvent | CustomerEvent | LevelEvent | LocationEvent;

/** Reads what a webhook about products, stock, locations or customers tells. */
export type NewsReader = (
  delivery: StoredDelivery,
  context: ConnectorContext,
  signal: AbortSignal,
) => Promise<readonly ShopNews[]>;

const News = z.object({ admin_graphql_api_id: z.string() });

/** @see https://shopify.dev/docs/api/webhooks */
const MergeNews = z.object({
  admin_graphql_api_customer_kept_id: z.string(),
  admin_graphql_api_customer_deleted_id: z.string(),
  status: z.string(),
});

/** Whether a merge has happened. */
const mergeStates: Readonly<Record<string, boolean>> = {
  completed: true,
  failed: false,
  in_progress: false,
  requested: false,
};

/**
 * The news of a product carries no weights and customs codes and is cut at a hundred variants: it only says which product to
 * read. What of it cannot be told waits for the sweep, which parks it.
 */
const tellProduct: NewsReader = async ({ body }, context, signal) => {
  if (!context.config.changes.of.includes('products')) return [];
  const { admin_graphql_api_id: gid } = parsed(News, body);
  const whole = await context.rooms.catalog.byId(gid, signal);
  return whole ? catalogEvents(whole, context).filter(isFact) : [];
};

const tellCustomer: NewsReader = async ({ body }, context, signal) => {
  if (!context.config.changes.of.includes('customers')) return [];
  const { admin_graphql_api_id: gid } = parsed(News, body);
  const customer = await createCustomerReader(context.client, { patient: false }).byId(gid, signal);
  return customer ? customerEvents(customer, context).filter(isFact) : [];
};

const tellMerge: NewsReader = async ({ body, headers, receivedAt }, context, signal) => {
  if (!context.config.changes.of.includes('customers')) return [];
  const { status, ...ids } = parsed(MergeNews, body);
  const happened = Object.hasOwn(mergeStates, status.toLowerCase()) ? mergeStates[status.toLowerCase()] : undefined;
  if (happened === undefined) throw unmapped('state of a merge', status, 'status');
  if (!happened) return [];
  const reader = createCustomerReader(context.client, { patient: false });
  const kept = await reader.byId(ids.admin_graphql_api_customer_kept_id, signal);
  if (!kept) throw new IntegrationError('The customer who was kept is gone', { code: 'not-found' });
  const occurredAt = triggeredAt({ headers, receivedAt });
  const merge = mergeEvent({ kept, gone: ids.admin_graphql_api_customer_deleted_id, occurredAt }, context);
  return [merge, ...customerEvents(kept, context).filter(isFact)];
};

const tellLevel: NewsReader = async ({ body }, context, signal) =>
  context.config.changes.of.includes('inventory') ? readLevelNews(parsed(LevelNews, body), context, signal) : [];

const tellLocation: NewsReader = async ({ body }, context, signal) =>
  context.config.changes.of.includes('locations') ? readLocationNews(parsed(LocationNews, body), context, signal) : [];

const tellGoneLocation: NewsReader = async (delivery, context) => {
  if (!context.config.changes.of.includes('locations')) return [];
  const { id: number } = parsed(LocationNews, delivery.body);
  return goneLocationEvents({ number, occurredAt: triggeredAt(delivery) }, context);
};

/** The topics about products, stock, locations and customers that mean something to us. A thing that was deleted cannot be read: only of a location is it told. */
export const newsReaders: ReadonlyMap<string, NewsReader> = new Map([
  ['products/create', tellProduct],
  ['products/update', tellProduct],
  ['inventory_levels/connect', tellLevel],
  ['inventory_levels/update', tellLevel],
  ['inventory_levels/disconnect', tellLevel],
  ['locations/create', tellLocation],
  ['locations/update', tellLocation],
  ['locations/activate', tellLocation],
  ['locations/deactivate', tellLocation],
  ['locations/delete', tellGoneLocation],
  ['customers/create', tellCustomer],
  ['customers/update', tellCustomer],
  ['customers/merge', tellMerge],
]);

/** Whether the options ask for what a topic tells. */
export function isAskedFor(topic: string, { changes }: Pick<ConnectorContext['config'], 'changes'>): boolean {
  const of = thingOf[topic.split('/')[0] ?? ''];
  return of === undefined || changes.of.includes(of);
}

/** What the option calls that which topics are about. */
const thingOf: Readonly<Record<string, ConnectorContext['config']['changes']['of'][number]>> = {
  products: 'products',
  customers: 'customers',
  inventory_levels: 'inventory',
  locations: 'locations',
};

function triggeredAt({ headers, receivedAt }: Pick<StoredDelivery, 'headers' | 'receivedAt'>): string {
  return instantOf(headers['x-shopify-triggered-at'] ?? receivedAt, 'x-shopify-triggered-at');
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: Uint8Array): z.output<Schema> {
  const result = schema.safeParse(jsonIn(body));
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map(String).join('.');
  throw new IntegrationError('A webhook of Shopify is not as documented', { code: 'body-invalid', path });
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return parseJsonExactly(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new IntegrationError('The body of a webhook is no JSON', { code: 'body-invalid', cause });
  }
}
