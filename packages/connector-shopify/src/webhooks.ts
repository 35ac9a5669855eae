import {
  type IncomingDelivery,
  IntegrationError,
  parseJsonExactly,
  type StoredDelivery,
  verifyHmac,
  type WebhookSource,
} from '@crossdock/core';
import type { z } from 'zod';
import { WebhookFulfillment, WebhookOrder, WebhookOrderId } from './api/webhook-order.ts';
import { type ConnectorContext, isWanted } from './context.ts';
import { eventNames, fulfillmentEvent, orderEvents, type ShopifyEvent } from './events.ts';
import { payloadLineCap } from './mapping/facts-from-webhook.ts';
import { fulfillmentFactsFromWebhook, fulfillmentLineFacts } from './mapping/fulfillment-facts.ts';
import { gidOf } from './mapping/ids.ts';
import { type OrderReading, readGraphqlOrder, readWebhookOrder } from './mapping/order-reading.ts';

/** Longest webhook that is taken in. Orders with hundreds of lines stay well below it. */
const maxBodyBytes = 10 * 1024 * 1024;

/**
 * Receives the shop's webhooks: the signature over the raw bytes first, everything else later from the journal.
 *
 * @see https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function webhookSource(context: ConnectorContext): WebhookSource<ShopifyEvent['name']> {
  const { config } = context;
  return {
    emits: eventNames,
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
      id: `${topicOf(headers)}/${required(headers, 'x-shopify-webhook-id')}`,
      topic: topicOf(headers),
    }),
    decode: async (delivery, { signal }) => {
      const version = delivery.headers['x-shopify-api-version'];
      if (version !== undefined) context.client.noteVersion(version);
      return readers.get(delivery.topic)?.(delivery, context, signal) ?? [];
    },
  };
}

type Reader = (
  delivery: StoredDelivery,
  context: ConnectorContext,
  signal: AbortSignal,
) => Promise<readonly ShopifyEvent[]>;

/** Any topic that carries the order tells all that its state tells, so it does not matter which one comes first. */
const tellOrder: Reader = async (delivery, context, signal) => {
  const reading = await readOrder(delivery, context, signal);
  return isWanted(context, reading.facts) ? orderEvents(reading, context) : [];
};

const tellFulfillment: Reader = async ({ body }, context, signal) => {
  const facts = fulfillmentFactsFromWebhook(parsed(WebhookFulfillment, read(body)));
  if (!facts) return [];
  const header = await context.orders.headerOf(gidOf('Order', facts.orderId), signal);
  if (!isWanted(context, header)) return [];
  if (facts.lines.length < payloadLineCap) return [fulfillmentEvent(facts, context)];
  const lines = fulfillmentLineFacts(await context.orders.parcelLines(facts.gid, signal));
  return [fulfillmentEvent({ ...facts, lines }, context)];
};

/** The topics that mean something to us; others are taken in and tell nothing. */
const readers: ReadonlyMap<string, Reader> = new Map([
  ['orders/create', tellOrder],
  ['orders/updated', tellOrder],
  ['orders/paid', tellOrder],
  ['orders/fulfilled', tellOrder],
  ['orders/partially_fulfilled', tellOrder],
  ['orders/cancelled', tellOrder],
  ['fulfillments/create', tellFulfillment],
  // A parcel that was not under way when it was made tells so later.
  ['fulfillments/update', tellFulfillment],
]);

/** The webhook is a hint: believed when it is fresh and complete, else the order is read. */
async function readOrder(
  delivery: StoredDelivery,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<OrderReading> {
  const json = read(delivery.body);
  const { currency } = context.config;
  const told = isFresh(delivery, context) ? readWebhookOrder(parsed(WebhookOrder, json), currency) : undefined;
  if (told) return told;
  const { id } = parsed(WebhookOrderId, json);
  return readGraphqlOrder(await context.orders.byId(gidOf('Order', id), signal), currency);
}

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
