import { z } from 'zod';
import {
  type AnySystem,
  type BackfillRequest,
  capabilities,
  type CapabilityName,
  type ConfigFinding,
  defineConnector,
  type SourceEvent,
  type System,
} from '../src/capabilities/index.ts';
import { hmacSha256, verifyHmac } from '../src/http/index.ts';
import { IntegrationError, secret } from '../src/primitives/index.ts';
import { type Books } from './books.ts';
import { anOrder } from './documents.ts';

const written = [
  'createOrder',
  'cancelOrder',
  'postInvoice',
  'processReturn',
  'adjustInventory',
  'publishPrice',
] as const satisfies readonly CapabilityName[];

export type ErpSystem = System<(typeof written)[number] | 'confirmPosting'>;

/** A system that books whatever it is told. Its way to stay once-only is what its books recognise. */
export function erpOf(
  books: Books,
  options: { readonly check?: () => Promise<readonly ConfigFinding[]> } = {},
): ErpSystem {
  return defineConnector({
    name: 'acme-erp',
    config: z.object({ token: secret() }),
    limits: {},
    capabilities: [...written, 'confirmPosting'],
    connect: ({ name }) => {
      const write = (capability: (typeof written)[number]) => {
        const referenceOf = (input: unknown) => capabilities[capability].reference(input as never);
        const documentOf = (id: string, reference: string) => ({
          system: name,
          type: capability,
          id,
          number: `N-${id}`,
          reference,
        });
        const probe = async (input: unknown) => {
          const found = books.find(capability, referenceOf(input));
          return found && documentOf(found.id, found.reference);
        };
        const once = { key: { key: 'idempotency-key' }, reference: { reference: 'externalId' }, nothing: { probe } };
        return {
          once: once[books.recognition],
          run: async (input: unknown, { key }: { readonly key: string }) => {
            const { id, reference } = await books.write({ capability, reference: referenceOf(input), key }, input);
            return documentOf(id, reference);
          },
        };
      };
      const confirmPosting = {
        run: async ({ document }: { readonly document: { readonly id: string } }) => ({
          document,
          postingDate: '2026-11-27',
          total: { amount: '25.52', currency: 'USD' },
          debit: { amount: '25.52', currency: 'USD' },
          credit: { amount: '25.52', currency: 'USD' },
          confirmedAt: '2026-11-27T10:00:00Z',
        }),
      };
      return {
        capabilities: { ...Object.fromEntries(written.map((it) => [it, write(it)])), confirmPosting } as never,
        identify: (id: string) => (id.startsWith('erp#') ? [id.slice(4)] : []),
        ...(options.check && { check: options.check }),
      };
    },
  })({ token: 'erp-token' });
}

/** The secret that the shop signs its webhooks with. */
export const shopSecret = 'shop-webhook-secret';

/** What the shop pushes: an event, or what it means by one. */
export type Pushed = SourceEvent & { readonly status?: string };

/** A shop: what it pushes is signed, what it has can be swept. */
export class Shop {
  /** Everything that a sweep can find. */
  readonly facts: (SourceEvent & { readonly createdAt: string })[] = [];
  readonly windows: { readonly from: string; readonly to: string }[] = [];
  /** Statuses that the connector knows how to map. */
  readonly mapped = new Set(['paid']);
  /** Called before anything is decoded. */
  beforeDecode: (topic: string, signal: AbortSignal) => unknown = () => undefined;
  /** What the account has that is not as it should be. */
  findings: ConfigFinding[] = [];
  /** Looks for it so far. */
  looks = 0;
  /** Called before the account is looked at. */
  beforeUpkeep: (signal: AbortSignal) => unknown = () => undefined;
  /** What backfills were asked, and how many facts a portion has. */
  readonly backfills: { readonly since: string | undefined; readonly resume: string | undefined }[] = [];
  portion = 2;
  /** Called before each portion of a backfill, with its place. */
  beforePortion: (at: number) => unknown = () => undefined;
  /** Called before a sweep reads. */
  beforeSweep: (signal: AbortSignal) => unknown = () => undefined;

  async decode(topic: string, body: Uint8Array, signal: AbortSignal): Promise<readonly SourceEvent[]> {
    await this.beforeDecode(topic, signal);
    const { status = 'paid', ...event } = JSON.parse(new TextDecoder().decode(body)) as Pushed;
    if (!this.mapped.has(status)) {
      throw new IntegrationError('The payment status has no counterpart', { code: 'unmapped', path: 'order.status' });
    }
    return [event];
  }

  async upkeep(signal: AbortSignal): Promise<readonly ConfigFinding[]> {
    this.looks++;
    await this.beforeUpkeep(signal);
    return this.findings;
  }

  async *backfill({ since, resume, progress }: BackfillRequest) {
    this.backfills.push({ since, resume });
    const facts = this.facts.filter((it) => since === undefined || it.createdAt >= since);
    for (let at = Number(resume ?? 0); at < facts.length; at += this.portion) {
      await this.beforePortion(at);
      const events = facts.slice(at, at + this.portion).map(({ createdAt: _, ...fact }) => fact);
      progress(at + events.length, facts.length);
      yield { events, resume: String(at + this.portion) };
    }
  }

  async *sweep({ from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal }) {
    this.windows.push({ from, to });
    await this.beforeSweep(signal);
    for (const { createdAt, ...fact } of this.facts) if (createdAt >= from && createdAt < to) yield fact;
  }
}

export type ShopSystem = System<
  never,
  'order.placed' | 'order.paid' | 'inventory.moved' | 'inventory.changed' | 'price.changed'
>;

export function shopOf(shop: Shop): ShopSystem {
  const emits = ['order.placed', 'order.paid', 'inventory.moved', 'inventory.changed', 'price.changed'] as const;
  return defineConnector({
    name: 'acme-shop',
    config: z.object({ secret: secret() }),
    limits: {},
    capabilities: [],
    events: emits,
    connect: ({ config }) => ({
      capabilities: {},
      events: {
        webhook: {
          emits,
          maxBodyBytes: 10_000,
          greet: ({ url }) => new URL(url).searchParams.get('challenge') ?? undefined,
          verify: ({ headers, body }) =>
            verifyHmac({ body, signature: headers.get('x-signature'), secrets: [config.secret], encoding: 'hex' }),
          identify: ({ headers, body }) => ({
            id: headers.get('x-id') ?? String((JSON.parse(new TextDecoder().decode(body)) as { id: unknown }).id),
            topic: headers.get('x-topic') ?? '',
          }),
          decode: ({ topic, body }, { signal }) => shop.decode(topic, body, signal) as never,
        },
        sweeps: {
          orders: { emits, every: '5m', overlap: '2m', run: (window) => shop.sweep(window) as never },
        },
        backfills: { orders: { emits, run: (request) => shop.backfill(request) as never } },
      },
      upkeep: { subscriptions: { every: '1h', run: ({ signal }) => shop.upkeep(signal) } },
      identify: (id: string) => (/^\d+$/.test(id) ? [`#${id}`] : []),
    }),
  })({ secret: shopSecret });
}

/** A signed webhook. */
export function webhook(event: unknown, changes: { readonly id?: string; readonly headers?: object } = {}): Request {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  return new Request('https://us.test/webhooks/shop', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-topic': 'facts',
      'x-signature': hmacSha256(shopSecret, body, 'hex'),
      ...(changes.id !== undefined && { 'x-id': changes.id }),
      ...changes.headers,
    },
  });
}

/** An order was placed: reference `A-1`, number `#1`, the shop's own id `9001`. */
export function placed(ref = 'A-1', changes: Parameters<typeof anOrder>[0] = {}): SourceEvent<'order.placed'> {
  const data = anOrder({ ref, number: `#${ref.replace(/^\D*/, '')}`, ...changes });
  return {
    name: 'order.placed',
    id: ref,
    key: ref,
    occurredAt: '2026-11-27T10:00:00.000Z',
    data: data as never,
    identifiers: [data.number],
  };
}

export function paid(orderRef = 'A-1', id = `${orderRef}-P1`): SourceEvent<'order.paid'> {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  return {
    name: 'order.paid',
    id,
    key: orderRef,
    occurredAt: '2026-11-27T10:00:05.000Z',
    data: {
      orderRef,
      refs: {},
      occurredAt: '2026-11-27T10:00:05Z',
      tenders: [{ kind: 'card', amount: usd('25.52') }],
      outstanding: usd('0'),
    } as never,
  };
}

/** One unit of a SKU was sold at a store. */
export function sold(ref: string, sku = 'SHOE-42'): SourceEvent<'inventory.moved'> {
  return {
    name: 'inventory.moved',
    id: ref,
    key: sku,
    occurredAt: '2026-11-27T10:00:00.000Z',
    data: {
      ref,
      sku,
      location: 'store-17',
      delta: { amount: '-1' },
      reason: 'sale',
      occurredAt: '2026-11-27T10:00:00Z',
    } as never,
  };
}

export type TestSystems = { readonly shop: ShopSystem; readonly erp: ErpSystem } & Readonly<Record<string, AnySystem>>;
