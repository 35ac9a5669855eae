/**
 * Tries the connector on a sandbox company, given `CROSSDOCK_BC_SETTINGS`, the path of a JSON file. The suites WRITE orders, invoices, credit
 * memos, journals, stock, items and customers, under references that begin with `l-`, and take hours. Nobody else should write meanwhile.
 *
 * ```json
 * {
 *   "options": { "environment": "Sandbox", "…": "as for businessCentral(), with two locations and defaultLocation" },
 *   "skus": ["SHOE-42", "SHOE-43"],
 *   "journalAccounts": ["cash", "sales"]
 * }
 * ```
 *
 * The company takes postings today and numbers of ours for customers and items; the options have what the documents need: `tax`,
 * `items.charges.shipping`, `returns.line`, `payments.card.account`, `accounts`, and `inventory` by the extension.
 */
import { createHttpClientFactory, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { liveClock, liveContract } from '@crossdock/testing/contracts';
import { expect, test } from 'vitest';
import { businessCentral } from '../../src/business-central/index.ts';
import { liveDoors } from './live/doors.ts';
import { readLiveSettings } from './live/settings.ts';

const { CROSSDOCK_BC_SETTINGS } = process.env;

liveContract({
  manifest: businessCentral.manifest,
  settings: { CROSSDOCK_BC_SETTINGS },
  arrange: liveDoors(async () => ({
    fetch,
    clock: liveClock(),
    random: seededRandom(Date.now()),
    settings: await readLiveSettings(CROSSDOCK_BC_SETTINGS ?? ''),
  })),
});

test.runIf(CROSSDOCK_BC_SETTINGS !== undefined)(
  'a sandbox company bears out the configuration, and tells what changed',
  { timeout: 300_000 },
  async () => {
    const ports = { name: 'erp', clock: systemClock, observer: silentObserver };
    const http = createHttpClientFactory({ ...ports, system: 'erp', fetch });
    const { options } = await readLiveSettings(CROSSDOCK_BC_SETTINGS ?? '');
    const { check, events } = businessCentral(options).connect({ ...ports, http, random: seededRandom(1) });
    const signal = AbortSignal.timeout(280_000);
    expect((await check?.(signal))?.filter(({ severity }) => severity === 'error')).toEqual([]);
    const to = new Date(systemClock.now()).toISOString();
    const from = new Date(systemClock.now() - 3_600_000).toISOString();
    const refused: string[] = [];
    for (const sweep of Object.values(events?.sweeps ?? {})) {
      for await (const told of sweep.run({ from, to, signal }))
        if ('refused' in told) refused.push(`${told.name}: ${told.refused.message}`);
    }
    expect(refused).toEqual([]);
  },
);
