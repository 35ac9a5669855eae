import {
  type IncomingDelivery,
  IntegrationError,
  parseJsonExactly,
  type StoredDelivery,
  verifyHmac,
  type WebhookSource,
} from '@crossdock/core';
import type { z } from 'zod';
import {
  WebhookEdit,
  WebhookFulfillment,
  WebhookOrder,
  WebhookOrderId,
  WebhookOrderPart,
} from './api/webhook-order.ts';
import { type ConnectorContext, isWanted } from './context.ts';
import { fulfillmentEvent, orderEventNames, orderEvents, type ShopifyEvent } from './events.ts';
import { catalogEventNames, customerEventNames, stockEventNames } from './event-names.ts';
import { payloadLineCap } from './mapping/facts-from-webhook.ts';
import { fulfillmentFactsFromWebhook, fulfillmentLineFacts } from './mapping/fulfillment-facts.ts';
import { gidOf } from './mapping/ids.ts';
import { readWebhookOrder } from './mapping/order-reading.ts';
import { isOurs, readShipments } from './shipments.ts';
import { newsReaders, type ShopNews } from './shop-news.ts';
import { tellWholeOrThrow } from './whole-order.ts';

/** Longest webhook that is taken in. Orders with hundreds of lines stay well below it. */
const maxBodyBytes = 10 * 1024 * 1024;

/**
 * Receives the shop's webhooks: the signature over the raw bytes first, everything else later from the journal.
 *
 * @see https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function webhookSource(context: ConnectorContext): WebhookSource<News['name']> {
  const { config } = context;
  return {
    emits: [...orderEventNames, ...catalogEventNames, ...stockEventNames, ...customerEventNames],
    maxBodyBytes,
    verify({ headers, body }) {
      verifyHmac({
        body,
        signature: headers.get('x-shopify-hmac-sha256'),
        secrets: config.webhookSecrets,
        encoding: 'base64',
      });
      // The secret is the app's, not the shop's: a delivery of the app's other shop is signed just as well.
      if (headers.get('x-shopify-shop-domain')?.toLowerCase() !== config.shop) {
        throw new IntegrationError('The webhook is of another shop', { code: 'signature-invalid' });
      }
    },
    identify: ({ headers }) => ({
      id: required(headers, 'x-shopify-webhook-id'),
      topic: topicOf(headers),
    }),
    decode: async (delivery, { signal }) => {
      const version = delivery.headers['x-shopify-api-version'];
      if (version !== undefined) context.client.noteVersion(version);
      return readers.get(delivery.topic)?.(delivery, context, signal) ?? [];
    },
  };
}

/** One fact that a webhook tells. */
type News = ShopifyEvent | ShopNews;

type Reader = (delivery: StoredDelivery, context: ConnectorContext, signal: AbortSignal) => Promise<readonly News[]>;

/**
 * Any topic that carries the order tells all that its state tells, so it does not matter which one comes first. The webhook
 * is a hint: believed when it is fresh and complete, else the order is read.
 */
const tellOrder: Reader = async (delivery, context, signal) => {
  const json = read(delivery.body);
  const told = isFresh(delivery, context)
    ? readWebhookOrder(parsed(WebhookOrder, json), context.config.currency)
    : undefined;
  if (!told) return readAndTell(parsed(WebhookOrderId, json).id, context, signal);
  return isWanted(context, told.facts) ? orderEvents(told, context) : [];
};

/** News of an edit carry what was changed, in a frame of their own, and not the order. */
const tellEdited: Reader = async ({ body }, context, signal) =>
  readAndTell(parsed(WebhookEdit, read(body)).order_edit.order_id, context, signal);

/** News of money, refunds and returns say only which order they are about: it is read, and tells them all. */
const tellOrderOf: Reader = async ({ body }, context, signal) => {
  const { order_id: id, order } = parsed(WebhookOrderPart, read(body));
  const number = id ?? order?.id;
  // A payment of something that is no order yet.
  return number === undefined ? [] : readAndTell(number, context, signal);
};

async function readAndTell(
  id: string,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly ShopifyEvent[]> {
  const order = await context.orders.byId(gidOf('Order', id), signal);
  if (!isWanted(context, order)) return [];
  return tellWholeOrThrow({ order, aftermath: await context.aftermath.of(order, signal) }, context);
}

/** What is in a parcel does not change, but whether it is under way does, and who made it is not in the news. */
const tellFulfillment: Reader = async ({ body }, context, signal) => {
  const parcel = parsed(WebhookFulfillment, read(body));
  const { order, ...now } = await context.orders.parcelHeader(parcel.admin_graphql_api_id, signal);
  const facts = fulfillmentFactsFromWebhook(parcel, { ...now, reference: order.reference?.value });
  if (!facts || !isWanted(context, order)) return [];
  const lines =
    facts.lines.length < payloadLineCap
      ? facts.lines
      : fulfillmentLineFacts(await context.orders.parcelLines(facts.gid, signal));
  if (isOurs({ id: facts.gid, lines }, readShipments(order.shipments?.value))) return [];
  return [fulfillmentEvent({ ...facts, lines }, context)];
};

/** The topics that mean something to us; others are taken in and tell nothing. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['orders/create', tellOrder],
  ['orders/updated', tellOrder],
  ['orders/paid', tellOrder],
  ['orders/fulfilled', tellOrder],
  ['orders/partially_fulfilled', tellOrder],
  ['orders/cancelled', tellOrder],
  ['orders/edited', tellEdited],
  ['order_transactions/create', tellOrderOf],
  ['tender_transactions/create', tellOrderOf],
  ['refunds/create', tellOrderOf],
  ['returns/request', tellOrderOf],
  ['returns/approve', tellOrderOf],
  ['returns/process', tellOrderOf],
  ['returns/update', tellOrderOf],
  ['returns/close', tellOrderOf],
  ['returns/reopen', tellOrderOf],
  ['fulfillments/create', tellFulfillment],
  // A parcel that was not under way when it was made, or that was called off, tells so later.
  ['fulfillments/update', tellFulfillment],
  ...newsReaders,
]);

/** A delivery that was held up tells an old state; one that does not say when it was triggered may have been. */
function isFresh({ headers }: StoredDelivery, { clock, config }: ConnectorContext): boolean {
  const triggeredAt = Date.parse(headers['x-shopify-triggered-at'] ?? '');
  return clock.now() - triggeredAt <= config.rereadAfterMs;
}

function read(body: Uint8Array): unknown {
  try {
    return parseJsonExactly(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new IntegrationError('The body of a webhook is no JSON', { code: 'body-invalid', cause });
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map(String).join('.');
  throw new IntegrationError('A webhook of Shopify is not as documented', { code: 'body-invalid', path });
}

function topicOf(headers: IncomingDelivery['headers']): string {
  return required(headers, 'x-shopify-topic').toLowerCase();
}

function required(headers: IncomingDelivery['headers'], name: string): string {
  const value = headers.get(name);
  if (value !== null && value !== '') return value;
  throw new IntegrationError('A webhook of Shopify lacks one of its headers', { code: 'body-invalid', path: name });
}

/** Every topic that means something to us. */
export const topicsRead: readonly string[] = [...readers.keys()];
