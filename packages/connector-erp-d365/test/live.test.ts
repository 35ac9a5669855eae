/**
 * Tries the connector on a sandbox environment. `CROSSDOCK_D365_SETTINGS` is the path of a JSON file. The suites WRITE orders, parcels, invoices,
 * returns, journals, payments, stock and customers, under references that begin with `l-`, and take hours. Nobody else should write meanwhile.
 *
 * ```json
 * {
 *   "options": { "url": "https://contoso-test.sandbox.operations.dynamics.com", "…": "as for d365(), with defaultLocation" },
 *   "skus": ["SHOE-42", "SHOE-43"],
 *   "journalAccounts": ["cash", "sales"],
 *   "currency": "USD"
 * }
 * ```
 *
 * The environment has the posting service, an open period for today, and number sequences that take customer accounts of ours. The options have
 * what documents need: `tax`, `items.charges.shipping`, `returns.item`, `payments.card`, `accounts`, `customers.group`, the names of `journals`, two
 * locations with warehouses, and no `items.overrides`. Listings read all of a company: with `CROSSDOCK_D365_SMALL_COMPANY=yes` they are tried too,
 * where there are at most some hundred products and customers.
 */
import { seededRandom, systemClock } from '@crossdock/core';
import { liveClock, liveContract, openSystem } from '@crossdock/testing/contracts';
import { expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import { listingDoors, liveDoors } from './live/index.ts';
import { readLiveSettings } from './live/settings.ts';

const { CROSSDOCK_D365_SETTINGS, CROSSDOCK_D365_SMALL_COMPANY } = process.env;
const settings = () => readLiveSettings(CROSSDOCK_D365_SETTINGS ?? '');
const ports = async () => ({ fetch, clock: liveClock(), random: seededRandom(Date.now()), settings: await settings() });
const { name, capabilities } = d365.manifest;
const isListing = (capability: string): boolean => capability.startsWith('list');

liveContract({
  manifest: { name, capabilities: capabilities.filter((it) => !isListing(it)) },
  settings: { CROSSDOCK_D365_SETTINGS },
  arrange: liveDoors(ports),
});

liveContract({
  manifest: { name, capabilities: capabilities.filter(isListing) },
  settings: { CROSSDOCK_D365_SETTINGS, CROSSDOCK_D365_SMALL_COMPANY },
  arrange: listingDoors(ports),
});

test.runIf(CROSSDOCK_D365_SETTINGS !== undefined)(
  'a sandbox environment bears out the configuration, and tells its periods',
  { timeout: 300_000 },
  async () => {
    const { options } = await settings();
    const system = openSystem(d365(options), { fetch, clock: liveClock(), name: 'erp' });
    const findings = (await system.connection.check?.(AbortSignal.timeout(240_000))) ?? [];
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const today = new Date(systemClock.now()).toISOString().slice(0, 10);
    expect(await system.call('getPostingPeriods', { from: today, to: today })).toHaveLength(1);
  },
);
