import {
  contentHash,
  type IncomingDelivery,
  IntegrationError,
  isIntegrationError,
  parseJsonExactly,
  type SourceEvent,
  type StoredDelivery,
  verifyHmac,
  type WebhookSource,
} from '@crossdock/core';
import { z } from 'zod';
import { WireClosure } from './api/closures.ts';
import { withoutNulls } from './client.ts';
import { type ConnectorContext } from './context.ts';
import { customerById } from './customer-events.ts';
import { toClosure } from './mapping/to-closure.ts';
import { saleEvents } from './sale-events.ts';
import { consignmentById, stockOfSale } from './stock-events.ts';

/** What webhooks tell. Counts and store days have none: the closing of a register is kept for the day. */
const pushedEvents = ['sale.recorded', 'return.processed', 'inventory.moved', 'customer.changed'] as const;
type Pushed = SourceEvent<(typeof pushedEvents)[number]>;

const maxBodyBytes = 2 * 1024 * 1024;

const Hint = z.object({
  id: z.string().min(1).optional(),
  consignment_id: z.string().min(1).optional(),
  product_id: z.string().optional(),
  outlet_id: z.string().optional(),
  version: z.string().optional().catch(undefined),
});

/** What a delivery is about, by the members that only it has: the form does not say its type for certain. */
const shapes: readonly (readonly [topic: string, member: string])[] = [
  ['register_closure.create', 'register_close_time'],
  ['sale.update', 'register_sale_products'],
  ['consignment.update', 'consignment_id'],
  ['customer.update', 'customer_code'],
  ['product.update', 'handle'],
  ['inventory.update', 'product_id'],
];
const known: ReadonlyMap<string, string> = new Map([
  ...shapes.map(([topic]) => [topic, topic] as const),
  ['consignment.send', 'consignment.update'],
  ['consignment.receive', 'consignment.update'],
]);

/**
 * Receives Lightspeed's webhooks: a form with the document as JSON, in an old shape whatever the version of the API. What it says
 * is a hint and the platform is read, but for closings of registers, which it has nowhere else.
 */
export function webhookSource(context: ConnectorContext): WebhookSource<Pushed['name']> {
  return {
    emits: pushedEvents,
    maxBodyBytes,
    verify: ({ headers, body }) => {
      const { webhooks } = context.config;
      if (!webhooks) {
        throw new IntegrationError("Webhooks are not configured: name the option 'webhooks'", {
          code: 'signature-invalid',
        });
      }
      const signature = signatureIn(headers.get('x-signature'));
      const encodings = webhooks.encoding === 'either' ? (['hex', 'base64'] as const) : [webhooks.encoding];
      let failure: unknown;
      let accepted = false;
      // Each is tried, also after a match.
      for (const encoding of encodings) {
        try {
          verifyHmac({ body, signature, secrets: webhooks.secrets, encoding });
          accepted = true;
        } catch (error) {
          failure ??= error;
        }
      }
      if (!accepted) throw failure;
    },
    identify: ({ body }: IncomingDelivery) => {
      const { topic, payload } = read(body);
      const { id, consignment_id, version } = parsed(Hint, payload);
      // Deliveries have no id of their own: the same document in the same state is the same.
      return { id: `${topic}/${consignment_id ?? id ?? 'none'}/${version ?? contentHash(payload)}`, topic };
    },
    decode: async (delivery, { signal }) => (await readers.get(delivery.topic)?.(delivery, context, signal)) ?? [],
  };
}

type Reader = (delivery: StoredDelivery, context: ConnectorContext, signal: AbortSignal) => Promise<readonly Pushed[]>;

const tellSale: Reader = async ({ body }, context, signal) => {
  const { id, outlet_id: outlet } = parsed(Hint, read(body).payload);
  if (id === undefined || isLeftAlone(outlet, context)) return [];
  try {
    const sale = await context.sales.byId(id, signal);
    return [...saleEvents(sale, context), ...stockOfSale(sale, context)];
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return [];
    throw error;
  }
};

const tellCustomer: Reader = async ({ body }, context, signal) => {
  const { id } = parsed(Hint, read(body).payload);
  return id === undefined ? [] : customerById(id, context, signal);
};

/** A delivery tells one product; the consignment is read as a whole. */
const tellConsignment: Reader = async ({ body }, context, signal) => {
  const { consignment_id: id } = parsed(Hint, read(body).payload);
  return id === undefined ? [] : consignmentById(id, context, signal);
};

/** The closing of a register is told once and is in no list: it is kept for the store day. */
const keepClosure: Reader = async ({ body }, context, signal) => {
  const wire = parsed(WireClosure, read(body).payload);
  const store = await context.stores.find(wire.register.outlet_id, signal);
  const closure = store && toClosure(wire, store.currency, context.config.paymentTypes);
  if (closure) await context.config.closures.keep(closure);
  return [];
};

/** The types that mean something to us; others are taken in and tell nothing. */
const readers: ReadonlyMap<string, Reader> = new Map([
  ['sale.update', tellSale],
  ['customer.update', tellCustomer],
  ['consignment.update', tellConsignment],
  ['register_closure.create', keepClosure],
]);

/** What happens at an outlet that the options do not name is none of ours. */
function isLeftAlone(outlet: string | undefined, { config: { outlets } }: ConnectorContext): boolean {
  return outlets !== undefined && outlet !== undefined && !Object.hasOwn(outlets, outlet);
}

/** `signature=<text>,algorithm=HMAC-SHA256` */
function signatureIn(header: string | null): string | undefined {
  return /(?:^|,)\s*signature=([^,]+)/i.exec(header ?? '')?.[1]?.trim();
}

function read(body: Uint8Array): { readonly topic: string; readonly payload: unknown } {
  const form = new URLSearchParams(textOf(body));
  const payload = jsonOf(form.get('payload'));
  const said = known.get(form.get('type') ?? '');
  return { topic: said ?? topicOf(payload), payload };
}

function topicOf(payload: unknown): string {
  const members = typeof payload === 'object' && payload !== null ? payload : {};
  return shapes.find(([, member]) => Object.hasOwn(members, member))?.[0] ?? 'unknown';
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new IntegrationError('The body of a webhook is no text', { code: 'body-invalid', cause });
  }
}

function jsonOf(text: string | null): unknown {
  if (text === null) throw new IntegrationError('A webhook has no payload', { code: 'body-invalid' });
  try {
    return withoutNulls(parseJsonExactly(text));
  } catch (cause) {
    throw new IntegrationError('The payload of a webhook is no JSON', { code: 'body-invalid', cause });
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map(String).join('.');
  throw new IntegrationError('A webhook of Lightspeed is not as documented', { code: 'body-invalid', path });
}
