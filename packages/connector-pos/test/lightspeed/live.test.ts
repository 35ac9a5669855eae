import { createHttpClientFactory, Order, Return, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { liveClock, liveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { lightspeed } from '../../src/lightspeed/index.ts';
import { liveDoors } from './live/doors.ts';
import { environment, mayWrite, readSettings } from './live/settings.ts';

/**
 * Against a trial account: the platform has no sandbox. What only reads needs the first two of these, the contract suites that change
 * nothing the first four, all others every one:
 *
 * - `CROSSDOCK_LIGHTSPEED_DOMAIN`: the part of the host name in front of `.retail.lightspeed.app`
 * - `CROSSDOCK_LIGHTSPEED_TOKEN`: a personal token of the account
 * - `CROSSDOCK_LIGHTSPEED_OUTLETS`: the ids of two outlets with a register each, with a comma between them
 * - `CROSSDOCK_LIGHTSPEED_SKUS`: two SKUs, each on one product that is counted
 * - `CROSSDOCK_LIGHTSPEED_WRITE`: `yes`, to let the suites write: they leave closed sales, returns, consignments, products, price books and
 *   customers behind, and change the stock of these SKUs, which nothing else may sell meanwhile
 *
 * Levels are listed one at a time, so the account should have some hundred of them and no more. `live-side-doors.test.ts` proves the side
 * doors without an account.
 */
const settings = readSettings(environment);
const { domainPrefix, accessToken } = settings;
const missing = [domainPrefix, accessToken].includes('');

function connect() {
  const http = createHttpClientFactory({ system: 'stores', clock: systemClock, observer: silentObserver, fetch });
  const ports = { name: 'stores', http, clock: systemClock, random: seededRandom(1), observer: silentObserver };
  return lightspeed({ domainPrefix, credentials: { accessToken } }).connect(ports);
}

describe.skipIf(missing)('a trial account (skipped without CROSSDOCK_LIGHTSPEED_DOMAIN and _TOKEN)', () => {
  const { signal } = new AbortController();
  const to = new Date(systemClock.now()).toISOString();
  const from = new Date(systemClock.now() - 30 * 86_400_000).toISOString();

  test('bears out the options', async () => {
    const findings = (await connect().check?.(signal)) ?? [];
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('tells every sale of the last 30 days, and reads each as it was told', { timeout: 600_000 }, async () => {
    const connection = connect();
    for await (const event of connection.events?.sweeps?.['sales']?.run({ from, to, signal }) ?? []) {
      if ('refused' in event) throw event.refused;
      if (event.name === 'return.processed') expect(Return.safeParse(event.data).success).toBe(true);
      if (event.name !== 'sale.recorded') continue;
      const call = { key: event.id, txn: event.key, attempt: 1, signal };
      const order = await connection.capabilities.getOrder.run({ orderRef: event.key }, call);
      expect(Order.parse(order)).toEqual(Order.parse(event.data));
    }
  });

  test.each(['consignments', 'customers', 'store-days'])('tells its %s', { timeout: 600_000 }, async (name) => {
    const day = new Date(systemClock.now() - 86_400_000).toISOString();
    for await (const event of connect().events?.sweeps?.[name]?.run({ from: day, to, signal }) ?? []) {
      if ('refused' in event) throw event.refused;
    }
  });
});

const { reads, writes } = liveDoors({ fetch, clock: liveClock(), settings });
const { name, capabilities } = lightspeed.manifest;

liveContract({
  manifest: { name: `${name}, reading`, capabilities: capabilities.filter((it) => it in reads) },
  settings: environment,
  arrange: reads,
});

liveContract({
  manifest: { name: `${name}, writing`, capabilities: capabilities.filter((it) => !(it in reads)) },
  settings: { ...environment, ...mayWrite },
  arrange: writes,
});
