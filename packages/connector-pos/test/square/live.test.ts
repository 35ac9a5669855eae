import { createHttpClientFactory, Order, Return, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { square } from '../../src/square/index.ts';

/**
 * Against a sandbox seller, read only. The suites that plant faults need a simulator; what can be seen from outside is that the
 * requests, schemas and mapping fit what the real platform answers.
 */
const { CROSSDOCK_SQUARE_TOKEN: accessToken = '' } = process.env;

function connect() {
  const http = createHttpClientFactory({ system: 'stores', clock: systemClock, observer: silentObserver, fetch });
  const ports = { name: 'stores', http, clock: systemClock, random: seededRandom(1), observer: silentObserver };
  return square({
    credentials: { accessToken },
    baseUrl: process.env['CROSSDOCK_SQUARE_URL'] ?? 'https://connect.squareupsandbox.com',
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
