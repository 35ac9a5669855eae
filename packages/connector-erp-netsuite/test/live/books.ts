/** Looks into the books of an account with plain queries and plain records, past the capabilities of the connector. */
import { createHttpClientFactory, type Money, money, silentObserver } from '@crossdock/core';
import { z } from 'zod';
import { literal, type QueryRow } from '../../src/api/query.ts';
import { createSignIn } from '../../src/auth.ts';
import { createClient, type NetsuiteClient } from '../../src/client.ts';
import { externalIdOf, type KeyedType } from '../../src/external-id.ts';
import { type NetsuiteConfig, NetsuiteOptions } from '../../src/options.ts';
import type { LivePorts } from './ports.ts';

const Id = z.object({ id: z.string() });
const Line = z.object({
  item: Id.optional(),
  location: Id.optional(),
  quantity: z.string().optional(),
  adjustQtyBy: z.string().optional(),
  debit: z.string().optional(),
  credit: z.string().optional(),
});
const Lines = z.object({ items: z.array(Line) }).optional();

/** A transaction as the record service shows it; numbers are text. */
const Document = z.object({
  total: z.string().optional(),
  currency: Id.optional(),
  postingPeriod: z.object({ refName: z.string() }).optional(),
  location: Id.optional(),
  transferLocation: Id.optional(),
  item: Lines,
  inventory: Lines,
  line: Lines,
});

interface Booked {
  readonly id: string;
  readonly status: string;
  readonly total: Money;
}

export interface LiveBooks {
  readonly config: NetsuiteConfig;
  /** For what no query shows: the prices of an item. */
  readonly client: NetsuiteClient;
  rows(sql: string): Promise<readonly QueryRow[]>;
  /** The transactions under our external id for the reference, of any of the types. */
  booked(reference: string, ...types: readonly KeyedType[]): Promise<readonly Booked[]>;
  byId(id: string): Promise<Booked | undefined>;
  record(type: string, id: string): Promise<z.output<typeof Document>>;
  /** What time it is in the account, to the second. Nothing of the seconds before belongs to what begins now. */
  moment(): Promise<string>;
  codeOf(currency: string | undefined): string;
  placeOf(location: string | undefined): string;
  skuOf(item: string | undefined): Promise<string>;
}

const quietMs = 2_000;

export function liveBooks({ clock, fetch, random, settings }: LivePorts): LiveBooks {
  const config = NetsuiteOptions.parse(settings.options);
  const { account, identity } = config;
  const http = createHttpClientFactory({ clock, observer: silentObserver, system: 'books', fetch });
  const auth = createSignIn({ account, identity, http, clock, random });
  const client = createClient({ ...config, http, clock, auth, signsRequests: identity.by === 'token' });
  const { signal } = new AbortController();

  const rows: LiveBooks['rows'] = (sql) => clock.settle(client.query(sql, signal));
  const nameIn = (names: Readonly<Record<string, string>>, id: string | undefined): string =>
    Object.entries(names).find(([, it]) => it === id)?.[0] ?? '';
  const codeOf = (currency: string | undefined): string => nameIn(config.currencies, currency) || config.baseCurrency;
  const where = async (condition: string): Promise<readonly Booked[]> => {
    const found = await rows(`SELECT t.id, t.status, t.foreigntotal, t.currency FROM transaction t WHERE ${condition}`);
    return found.map(({ id = '', status = '', foreigntotal = '', currency }) => ({
      id,
      status: status.replace(/^.*:/, ''),
      // Searches show credits as negative sales.
      total: money(String(Math.abs(Number(foreigntotal))), codeOf(currency)),
    }));
  };

  return {
    config,
    client,
    rows,
    codeOf,
    booked: (reference, ...types) => {
      const names = types.map((type) => literal(externalIdOf(config.externalIdPrefix, type, reference)));
      return where(`t.externalid IN (${names.join(', ')})`);
    },
    byId: async (id) => (await where(`t.id = ${literal(id)}`))[0],
    async record(type, id) {
      const found = await clock.settle(client.readRecord(type, { id }, Document, signal));
      if (!found) throw new Error(`There is no ${type} ${id}`);
      return found;
    },
    async moment() {
      await clock.advance(quietMs);
      const now = await clock.settle(client.serverTime(signal));
      return `${new Date(now).toISOString().slice(0, 19)}Z`;
    },
    placeOf: (location) => nameIn(config.locations, location),
    async skuOf(item = '') {
      const [found] = await rows(`SELECT i.itemid, i.externalid FROM item i WHERE i.id = ${literal(item)}`);
      return skuIn({ id: item, ...found }, config);
    },
  };
}

/** The SKU that an item is known by, or nothing if it has none. */
export function skuIn({ id, itemid = '', externalid = '' }: QueryRow, { items }: NetsuiteConfig): string {
  const overridden = Object.entries(items.overrides).find(([, it]) => it === id)?.[0];
  if (overridden !== undefined) return overridden;
  if (items.by === 'itemId') return itemid;
  return externalid.startsWith(items.externalIdPrefix) ? externalid.slice(items.externalIdPrefix.length) : '';
}
