import { createHttpClientFactory, Order, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { liveClock, liveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { shopify } from '../src/index.ts';
import { liveArrangements } from './live/arrangements.ts';
import { environment, readSettings } from './live/settings.ts';

/**
 * Against a development store. What only reads needs the first three of these, the contract suites all of them:
 *
 * - `CROSSDOCK_SHOPIFY_SHOP`: the permanent domain, `acme-dev.myshopify.com`
 * - `CROSSDOCK_SHOPIFY_CLIENT_ID` and `CROSSDOCK_SHOPIFY_CLIENT_SECRET`: of an app of the store's organisation, with every scope
 *   that the connector has a use for
 * - `CROSSDOCK_SHOPIFY_SKUS`: at least two SKUs of the store, with commas between them; each on one variant that is tracked and
 *   stocked at the location
 * - `CROSSDOCK_SHOPIFY_LOCATION`: the number of an active location
 *
 * The suites write: they leave test orders, customers and draft products behind, and change price and stock of these SKUs,
 * which nothing else may sell meanwhile. The currency of the store has two decimals. A store of this kind takes five new
 * orders a minute, so a whole run takes hours. `live-side-doors.test.ts` proves the side doors without an account.
 */
const { shop, clientId, clientSecret } = readSettings(environment);
const missing = [shop, clientId, clientSecret].includes('');
const reason =
  'SKIPPED, so nothing was seen of a live shop: set CROSSDOCK_SHOPIFY_SHOP, CROSSDOCK_SHOPIFY_CLIENT_ID and CROSSDOCK_SHOPIFY_CLIENT_SECRET';
// A reporter that only counts skipped tests would not say which ones, and why.
if (missing) console.warn(`connector-shopify, tests against a development store: ${reason}`);

function connect() {
  const http = createHttpClientFactory({ system: 'shop', clock: systemClock, observer: silentObserver, fetch });
  const options = { shop, credentials: { clientId, clientSecret }, webhookSecrets: [clientSecret] };
  const ports = { name: 'shop', http, clock: systemClock, random: seededRandom(1), observer: silentObserver };
  return shopify({ ...options, testOrders: 'include' }).connect(ports);
}

describe.skipIf(missing)(
  'a development store (skipped without CROSSDOCK_SHOPIFY_SHOP, _CLIENT_ID and _CLIENT_SECRET)',
  () => {
    const { signal } = new AbortController();

    test('bears out the options', async () => {
      const findings = (await connect().check?.(signal)) ?? [];
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    });

    test(
      'tells every order of the last 30 days, and reads each of them as it was told',
      { timeout: 600_000 },
      async () => {
        const connection = connect();
        const to = new Date(systemClock.now()).toISOString();
        const from = new Date(systemClock.now() - 30 * 86_400_000).toISOString();
        for await (const event of connection.events?.sweeps?.['orders']?.run({ from, to, signal }) ?? []) {
          if (event.name !== 'order.placed' || 'refused' in event) continue;
          const call = { key: event.id, txn: event.key, attempt: 1, signal };
          const order = await connection.capabilities.getOrder.run({ orderRef: event.key }, call);
          expect(Order.parse(order)).toEqual(Order.parse(event.data));
        }
      },
    );
  },
);

liveContract({
  manifest: shopify.manifest,
  settings: environment,
  arrange: liveArrangements({ fetch, clock: liveClock(), settings: readSettings(environment) }),
});
