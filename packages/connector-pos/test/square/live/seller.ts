import { type Random, seededRandom } from '@crossdock/core';
import { type ManualClock } from '@crossdock/testing';
import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { z } from 'zod';
import { square } from '../../../src/square/index.ts';
import { apiVersion } from '../../../src/square/options.ts';
import { type LiveSettings } from './settings.ts';

/** What a run is made with: the machine's clock and network, or those of a simulator. */
export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
}

/** A variation as the platform has it. */
export const Variation = z.object({
  id: z.string(),
  is_deleted: z.boolean().optional(),
  item_variation_data: z.object({
    item_id: z.string(),
    sku: z.string().optional(),
    location_overrides: z
      .array(z.object({ location_id: z.string(), price_money: z.object({ amount: z.number() }).optional() }))
      .optional(),
  }),
});
export type Variation = z.output<typeof Variation>;

/** What all side doors into one seller share. */
export interface LiveSeller {
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
  readonly random: Random;
  /** One request past the connector. A refusal to go on so fast is obeyed; any other is an error. */
  ask<Body extends z.ZodType>(method: string, path: string, answer: Body, body?: object): Promise<z.output<Body>>;
  /** Every row of a list that is asked for page by page. */
  rows<Row extends z.ZodType>(path: string, name: string, row: Row, body: object): Promise<readonly z.output<Row>[]>;
  /** Connects anew, for another fact. */
  open(): { readonly run: string; readonly system: OpenSystem };
  /** Another reference each time, in every run. */
  another(what: string): string;
  variationsOf(sku: string): Promise<readonly Variation[]>;
  /** Makes something once for all openings, and says from when on it is there. */
  since(name: string, make: () => Promise<void>): Promise<string>;
}

/** So long the platform's searches may not show what was just written, in milliseconds. */
export const searchLagMs = 60_000;

/** Reaches a seller, real or simulated. Nothing is asked before the first fact. */
export function liveSeller(ports: LivePorts): LiveSeller {
  const { clock, settings } = ports;
  const made = new Map<string, Promise<string>>();
  let openings = 0;
  let serial = 0;
  const ask: LiveSeller['ask'] = async (method, path, answer, body) => {
    for (;;) {
      const headers = {
        authorization: `Bearer ${settings.accessToken}`,
        'square-version': apiVersion,
        'content-type': 'application/json',
      };
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
      const reply = await ports.fetch(new Request(`${settings.baseUrl}${path}`, init));
      if (reply.status === 429) {
        await clock.advance(10_000);
        continue;
      }
      if (!reply.ok) throw new Error(`${method} ${path} was answered ${reply.status}`);
      return answer.parse(await reply.json());
    }
  };
  const rows: LiveSeller['rows'] = async (path, name, row, body) => {
    const page = z.object({ [name]: z.array(row).default([]), cursor: z.string().optional() });
    const found: z.output<typeof row>[] = [];
    for (let cursor: string | undefined; ;) {
      const answer: z.output<typeof page> = await ask('POST', path, page, { ...body, ...(cursor && { cursor }) });
      found.push(...(answer[name] as z.output<typeof row>[]));
      cursor = typeof answer['cursor'] === 'string' && answer['cursor'] !== '' ? answer['cursor'] : undefined;
      if (cursor === undefined) return found;
    }
  };
  return {
    clock,
    settings,
    random: seededRandom(clock.now()),
    ask,
    rows,
    open() {
      const { accessToken, baseUrl } = settings;
      const locations = Object.fromEntries(settings.locations.map((id, index) => [id, { code: `store-${index + 1}` }]));
      const connector = square({ credentials: { accessToken }, baseUrl, locations });
      const run = `${clock.now().toString(36)}-${++openings}`;
      return { run, system: withOwnKeys(openSystem(connector, { clock, fetch: ports.fetch, name: 'stores' }), run) };
    },
    another: (what) => `live-${what}-${clock.now().toString(36)}-${++serial}`,
    variationsOf: async (sku) => {
      const query = { exact_query: { attribute_name: 'sku', attribute_value: sku } };
      const found = await rows('/v2/catalog/search', 'objects', Variation, { object_types: ['ITEM_VARIATION'], query });
      return found.filter((it) => it.item_variation_data.sku === sku && it.is_deleted !== true);
    },
    since(name, make) {
      const known = made.get(name);
      if (known) return known;
      const begun = (async () => {
        await clock.advance(2_000);
        const from = new Date(clock.now()).toISOString();
        await make();
        await clock.advance(searchLagMs);
        return from;
      })();
      made.set(name, begun);
      return begun;
    },
  };
}

/** Keeps the keys of one opening apart from those of every other: the platform remembers them. */
function withOwnKeys(system: OpenSystem, run: string): OpenSystem {
  let calls = 0;
  return {
    name: system.name,
    clock: system.clock,
    exchanges: system.exchanges,
    interfere: (interference) => system.interfere(interference),
    restart: () => withOwnKeys(system.restart(), `${run}-again`),
    get connection() {
      return system.connection;
    },
    call: (capability, input, options = {}) =>
      system.call(capability, input, { key: `live/${run}/${++calls}`, ...options }),
  };
}
