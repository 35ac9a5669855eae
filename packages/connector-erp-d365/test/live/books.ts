/** The books of an environment as they are seen from outside: rows of its data entities, asked by hand. */
import { createHttpClientFactory, silentObserver } from '@crossdock/core';
import { type ManualClock } from '@crossdock/testing';
import { z } from 'zod';
import { signIn } from '../../src/entra/sign-in.ts';
import { type D365Config, D365Options } from '../../src/options/options.ts';
import type { LiveSettings } from './settings.ts';

export type LiveRow = Readonly<Record<string, string>>;

export interface LiveBooks {
  readonly config: D365Config;
  /** Rows of the legal entity that have these texts in their fields. */
  rows(set: string, match?: LiveRow): Promise<readonly LiveRow[]>;
  /** Rows that no legal entity keeps for itself. */
  sharedRows(set: string, match?: LiveRow): Promise<readonly LiveRow[]>;
}

const Page = z.object({
  value: z.array(z.record(z.string(), z.string().catch(''))),
  '@odata.nextLink': z.string().optional(),
});

export function liveBooks(ports: {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
}): LiveBooks {
  const { fetch, clock, settings } = ports;
  const config = D365Options.parse(settings.options);
  const http = createHttpClientFactory({ system: 'books', clock, observer: silentObserver, fetch });
  const auth = signIn({ app: config, scope: `${config.url}/.default`, http, clock, random: () => 0.5 });
  const client = http({ baseUrl: config.url, auth });
  const rows = async (set: string, match: LiveRow): Promise<readonly LiveRow[]> => {
    const equal = Object.entries(match).map(([field, text]) => `${field} eq '${text.replaceAll("'", "''")}'`);
    const found: LiveRow[] = [];
    let query: Readonly<Record<string, string>> = {
      'cross-company': 'true',
      ...(equal.length > 0 && { $filter: equal.join(' and ') }),
    };
    for (let path = `/data/${set}`; ;) {
      const { body } = await client.get(path, { query, numbers: 'text', response: Page });
      found.push(...body.value);
      const next = body['@odata.nextLink'];
      if (next === undefined) return found;
      [path, query] = [next, {}];
    }
  };
  return {
    config,
    rows: (set, match = {}) => rows(set, { dataAreaId: config.company, ...match }),
    sharedRows: (set, match = {}) => rows(set, match),
  };
}
