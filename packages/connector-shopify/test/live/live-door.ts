import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { shopify } from '../../src/index.ts';
import { type Admin, adminClient, type LivePorts, quoted } from './admin.ts';

/** A variant of the store. */
interface KnownVariant {
  readonly sku: string;
  readonly id: string;
  readonly itemId: string;
}

/** One opening of the store: the connector before it, and the client that looks past it. */
interface LiveDoor {
  readonly run: string;
  readonly system: OpenSystem;
}

/** What all openings of one store share. */
export interface LiveStore extends LivePorts {
  readonly admin: Admin;
  /** Connects anew. Every call is heard with its input before it is made. */
  open(heard?: (input: unknown) => void): LiveDoor;
  /** One of the store's SKUs, another each time until there are no more. */
  sku(index: number): string;
  variant(sku: string): Promise<KnownVariant>;
  terms(): Promise<{ readonly currency: string; readonly taxIncluded: boolean }>;
  /** Now, a little ago: nothing of the store is dated later. */
  anHourAgo(): string;
  /** Reads until something is there, or for as long as the indexes of the platform may need. */
  seen<T>(read: () => Promise<readonly T[]>, atLeast?: number): Promise<readonly T[]>;
  /** Development stores take five new orders a minute. */
  paceOrders(): Promise<void>;
  /** Makes something once for all openings. */
  once<T>(name: string, make: () => Promise<T>): Promise<T>;
}

const betweenOrdersMs = 12_500;
const indexPauseMs = 3_000;
const indexLooks = 5;

const Variants = z.object({
  productVariants: z.object({
    nodes: z.array(z.object({ id: z.string(), sku: z.string(), inventoryItem: z.object({ id: z.string() }) })),
  }),
});
const Terms = z.object({ shop: z.object({ currencyCode: z.string(), taxesIncluded: z.boolean() }) });

/** Reaches a store, real or simulated. Nothing is asked before the first fact. */
export function liveStore(ports: LivePorts): LiveStore {
  const { clock, settings } = ports;
  const admin = adminClient(ports);
  const made = new Map<string, Promise<unknown>>();
  let openings = 0;
  let lastOrderAt = Number.NEGATIVE_INFINITY;

  const once = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const known = (made.get(name) as Promise<T> | undefined) ?? make();
    made.set(name, known);
    // What failed is tried again by the next fact.
    known.catch(() => made.delete(name));
    return known;
  };

  return {
    ...ports,
    admin,
    once,
    open(heard = () => undefined) {
      const run = `${clock.now().toString(36)}-${++openings}`;
      const { shop, clientId, clientSecret } = settings;
      const options = { shop, credentials: { clientId, clientSecret }, webhookSecrets: [clientSecret] };
      const connector = shopify({ ...options, testOrders: 'include' });
      const opened = openSystem(connector, { clock, fetch: ports.fetch, name: 'shop' });
      return { run, system: heardSystem(opened, run, heard) };
    },
    sku: (index) => {
      const { skus } = settings;
      if (new Set(skus).size < 2) throw new Error('CROSSDOCK_SHOPIFY_SKUS must name at least two SKUs');
      return skus[index % skus.length] ?? '';
    },
    variant: (sku) =>
      once(`variant ${sku}`, async () => {
        const text = `query LiveVariant($query: String!) {
          productVariants(first: 5, query: $query) { nodes { id sku inventoryItem { id } } }
        }`;
        const { productVariants } = await admin.ask(text, Variants, { query: `sku:${quoted(sku)}` });
        const [found, ...others] = productVariants.nodes.filter((it) => it.sku === sku);
        if (!found || others.length > 0) throw new Error(`The store must have SKU ${sku} on one variant`);
        return { sku, id: found.id, itemId: found.inventoryItem.id };
      }),
    terms: () =>
      once('terms', async () => {
        const { shop } = await admin.ask('query LiveTerms { shop { currencyCode taxesIncluded } }', Terms);
        return { currency: shop.currencyCode, taxIncluded: shop.taxesIncluded };
      }),
    anHourAgo: () => new Date(clock.now() - 3_600_000).toISOString(),
    async seen(read, atLeast = 1) {
      for (let looks = 1; ; looks++) {
        await clock.advance(indexPauseMs);
        const found = await read();
        if (found.length >= atLeast || looks === indexLooks) return found;
      }
    },
    async paceOrders() {
      await clock.advance(Math.max(0, lastOrderAt + betweenOrdersMs - clock.now()));
      lastOrderAt = clock.now();
    },
  };
}

/** Tells of every call, and keeps the keys of one opening apart from those of every other: the platform remembers them. */
function heardSystem(system: OpenSystem, run: string, heard: (input: unknown) => void): OpenSystem {
  let calls = 0;
  return {
    name: system.name,
    clock: system.clock,
    exchanges: system.exchanges,
    interfere: (interference) => system.interfere(interference),
    restart: () => heardSystem(system.restart(), `${run}-again`, heard),
    get connection() {
      return system.connection;
    },
    call(capability, input, options = {}) {
      heard(input);
      return system.call(capability, input, { key: `live/${run}/${++calls}`, ...options });
    },
  };
}
