import { createHttpClientFactory, Order, Return, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { liveClock, liveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { square } from '../../src/square/index.ts';
import { liveDoors } from './live/doors.ts';
import { environment, mayWrite, readSettings } from './live/settings.ts';

/**
 * Against a sandbox seller. What only reads needs the first of these, the contract suites that change nothing the first three, all others
 * every one:
 *
 * - `CROSSDOCK_SQUARE_TOKEN`: an access token
 * - `CROSSDOCK_SQUARE_LOCATIONS`: the ids of two locations, with a comma between them
 * - `CROSSDOCK_SQUARE_SKUS`: a SKU on one variation with a price, whose stock is tracked
 * - `CROSSDOCK_SQUARE_WRITE`: `yes`, to let the suites write: they leave sales in cash, products and customers behind and change the stock of that SKU,
 *   which nothing else may sell meanwhile
 *
 * `CROSSDOCK_SQUARE_URL` names another host. `live-side-doors.test.ts` proves the side doors without a seller. What a till does cannot be
 * done from outside.
 */
const settings = readSettings(environment);
const { accessToken, baseUrl } = settings;

function connect() {
  const http = createHttpClientFactory({ system: 'stores', clock: systemClock, observer: silentObserver, fetch });
  const ports = { name: 'stores', http, clock: systemClock, random: seededRandom(1), observer: silentObserver };
  return square({
    credentials: { accessToken },
    baseUrl,
    customAmountSku: 'CUSTOM',
    giftCardSku: 'GIFT-CARD',
  }).connect(ports);
}

describe.skipIf(accessToken === '')('a sandbox seller (needs CROSSDOCK_SQUARE_TOKEN)', () => {
  const { signal } = new AbortController();
  const to = new Date(systemClock.now()).toISOString();
  const from = new Date(systemClock.now() - 30 * 86_400_000).toISOString();

  test('bears out the options', async () => {
    const findings = (await connect().check?.(signal)) ?? [];
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('tells every order of the last 30 days, and reads each sale as it was told', { timeout: 600_000 }, async () => {
    const connection = connect();
    for await (const event of connection.events?.sweeps?.['orders']?.run({ from, to, signal }) ?? []) {
      if ('refused' in event) throw event.refused;
      if (event.name === 'return.processed') expect(Return.safeParse(event.data).success).toBe(true);
      if (event.name !== 'sale.recorded') continue;
      const call = { key: event.id, txn: event.key, attempt: 1, signal };
      const order = await connection.capabilities.getOrder.run({ orderRef: event.key }, call);
      expect(Order.parse(order)).toEqual(Order.parse(event.data));
    }
  });

  test.each(['stock', 'customers', 'payouts', 'store-days'])('tells its %s', { timeout: 600_000 }, async (name) => {
    const sweep = connect().events?.sweeps?.[name];
    const day = new Date(systemClock.now() - 86_400_000).toISOString();
    for await (const event of sweep?.run({ from: day, to, signal }) ?? []) {
      if ('refused' in event) throw event.refused;
    }
  });
});

const { reads, writes } = liveDoors({ fetch, clock: liveClock(), settings });
const { name, capabilities } = square.manifest;

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
