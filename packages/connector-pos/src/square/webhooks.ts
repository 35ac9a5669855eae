import {
  type IncomingDelivery,
  IntegrationError,
  parseJsonExactly,
  type SourceEvent,
  type StoredDelivery,
  verifyHmac,
  type WebhookSource,
} from '@crossdock/core';
import { z } from 'zod';
import { WireInstant } from './api/common.ts';
import { type ConnectorContext } from './context.ts';
import { customerById } from './customer-events.ts';
import { orderEvents } from './order-events.ts';
import { payoutById } from './payouts.ts';
import { stockEvents } from './stock-events.ts';

/** What webhooks tell. Store days have none. */
const pushedEvents = [
  'sale.recorded',
  'return.processed',
  'inventory.moved',
  'inventory.counted',
  'customer.changed',
  'payout.paid',
] as const;
type Pushed = SourceEvent<(typeof pushedEvents)[number]>;

const maxBodyBytes = 1024 * 1024;
/** How far back from a count its changes are looked for: webhooks come within a minute or so. */
const lookBackMs = 300_000;

const Envelope = z.object({
  event_id: z.string().min(1),
  type: z.string().min(1),
  data: z.object({ id: z.string().optional(), object: z.record(z.string(), z.unknown()).optional() }).optional(),
});

const OrderHint = z.object({ order_id: z.string().min(1), location_id: z.string().optional() });
const MoneyHint = z.object({ order_id: z.string().min(1).optional(), location_id: z.string().optional() });
const Counts = z.array(z.object({ catalog_object_id: z.string(), calculated_at: WireInstant }));

/**
 * Receives Square's webhooks. The signature covers the registered URL and the raw body, so the URL comes from the options and
 * never from the request, which a proxy may have rewritten. What a webhook says is a hint: the platform is read.
 */
export function webhookSource(context: ConnectorContext): WebhookSource<Pushed['name']> {
  return {
    emits: pushedEvents,
    maxBodyBytes,
    verify({ headers, body }) {
      const { webhooks } = context.config;
      if (!webhooks) {
        throw new IntegrationError("Webhooks are not configured: name the option 'webhooks'", {
          code: 'signature-invalid',
        });
      }
      verifyHmac({
        body: [webhooks.url, body],
        signature: headers.get('x-square-hmacsha256-signature'),
        secrets: webhooks.signatureKeys,
        encoding: 'base64',
      });
    },
    identify: ({ body }: IncomingDelivery) => {
      const { event_id: id, type: topic } = read(body);
      return { id, topic };
    },
    decode: async (delivery, { signal }) => (await readers.get(delivery.topic)?.(delivery, context, signal)) ?? [],
  };
}

type Reader = (delivery: StoredDelivery, context: ConnectorContext, signal: AbortSignal) => Promise<readonly Pushed[]>;

/** An order's event holds its id alone. */
const tellOrder: Reader = async ({ body }, context, signal) => {
  const [hint] = Object.values(read(body).data?.object ?? {});
  const { order_id: id, location_id: location } = parsed(OrderHint, hint);
  if (isLeftAlone(location, context)) return [];
  return orderEvents(await context.orders.byId(id, signal), context);
};

/** A payment or refund belongs to an order. One without is none of a till. */
const tellMoney: Reader = async ({ body }, context, signal) => {
  const [hint] = Object.values(read(body).data?.object ?? {});
  const { order_id: id, location_id: location } = parsed(MoneyHint, hint);
  return id === undefined || isLeftAlone(location, context)
    ? []
    : orderEvents(await context.orders.byId(id, signal), context);
};

/** What happens at a location that the options do not name is none of ours. */
function isLeftAlone(location: string | undefined, { config: { locations } }: ConnectorContext): boolean {
  return locations !== undefined && location !== undefined && !Object.hasOwn(locations, location);
}

/** A count is what the changes come to: the changes themselves are read. */
const tellStock: Reader = async ({ body }, context, signal) => {
  const counts = parsed(Counts, read(body).data?.object?.['inventory_counts'] ?? []);
  if (counts.length === 0) return [];
  const earliest = Math.min(...counts.map((it) => Date.parse(it.calculated_at)));
  const from = new Date(earliest - lookBackMs).toISOString();
  const ids = [...new Set(counts.map((it) => it.catalog_object_id))];
  const told: Pushed[] = [];
  for await (const event of stockEvents(context, context, { from, ids, signal })) {
    if ('refused' in event) throw event.refused;
    told.push(event);
  }
  return told;
};

const tellCustomer: Reader = async ({ body }, context, signal) => {
  const id = read(body).data?.id;
  return id === undefined ? [] : customerById(id, context, signal);
};

const tellPayout: Reader = async ({ body }, context, signal) => {
  const id = read(body).data?.id;
  return id === undefined ? [] : payoutById(id, context, signal);
};

/** The types that mean something to us; others are taken in and tell nothing. */
const readers: ReadonlyMap<string, Reader> = new Map([
  ['order.created', tellOrder],
  ['order.updated', tellOrder],
  ['order.fulfillment.updated', tellOrder],
  ['payment.created', tellMoney],
  ['payment.updated', tellMoney],
  ['refund.created', tellMoney],
  ['refund.updated', tellMoney],
  ['inventory.count.updated', tellStock],
  ['customer.created', tellCustomer],
  ['customer.updated', tellCustomer],
  ['payout.paid', tellPayout],
]);

function read(body: Uint8Array): z.output<typeof Envelope> {
  let json: unknown;
  try {
    json = parseJsonExactly(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new IntegrationError('The body of a webhook is no JSON', { code: 'body-invalid', cause });
  }
  return parsed(Envelope, json);
}

function parsed<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map(String).join('.');
  throw new IntegrationError('A webhook of Square is not as documented', { code: 'body-invalid', path });
}
