/** The books of a company as they are seen from outside: rows of the API, asked by hand. */
import { createHttpClientFactory, type HttpClient, silentObserver, sum, money, type Money } from '@crossdock/core';
import { type ManualClock } from '@crossdock/testing';
import { z } from 'zod';
import { type BusinessCentralConfig, BusinessCentralOptions } from '../../../src/business-central/options.ts';
import { signIn } from '../../../src/entra/sign-in.ts';
import type { LiveSettings } from './settings.ts';

export type LiveRow = Readonly<Record<string, string | boolean>>;

export interface LiveBooks {
  readonly config: BusinessCentralConfig;
  /** Rows of a set, or of a part of a row, that a filter of OData keeps. */
  rows(path: string, filter?: string): Promise<readonly LiveRow[]>;
  /** Debit and credit of a document in the general ledger; none when it is not there. */
  ledger(documentNumber: string): Promise<{ readonly debit: Money; readonly credit: Money } | undefined>;
}

const Page = z.object({ value: z.array(z.record(z.string(), z.union([z.string(), z.boolean()]).catch(''))) });

export function liveBooks(ports: {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
}): LiveBooks {
  const { fetch, clock, settings } = ports;
  const config = BusinessCentralOptions.parse(settings.options);
  const http = createHttpClientFactory({ system: 'books', clock, observer: silentObserver, fetch });
  const scope = 'https://api.businesscentral.dynamics.com/.default';
  const auth = signIn({ app: config, scope, http, clock, random: () => 0.5 });
  const client: HttpClient = http({ baseUrl: `${config.url}/v2.0/${config.tenant}/${config.environment}/api`, auth });
  const rows = async (path: string, filter?: string): Promise<readonly LiveRow[]> => {
    // The pages of the extension are beside the standard API.
    const api = path.startsWith('stock') ? 'crossdock/retail/v1.0' : 'v2.0';
    const place = `/${api}/companies({company})/${path}`;
    const params = { company: config.company };
    return (await client.get(place, { params, query: { $filter: filter }, numbers: 'text', response: Page })).body
      .value;
  };
  return {
    config,
    rows,
    async ledger(documentNumber) {
      const entries = await rows('generalLedgerEntries', `documentNumber eq '${documentNumber}'`);
      if (entries.length === 0) return undefined;
      const side = (field: string) =>
        sum(
          entries.map((it) => money(String(it[field]), config.currency)),
          config.currency,
        );
      return { debit: side('debitAmount'), credit: side('creditAmount') };
    },
  };
}
