/** Compares the configuration with a sandbox account, and writes nothing. Needs credentials in the environment. */
import { createHttpClientFactory, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { netsuite, type NetsuiteSettings } from '../src/index.ts';

const text = process.env['CROSSDOCK_NETSUITE_SANDBOX'];

test.runIf(text === undefined)('no sandbox account was asked: CROSSDOCK_NETSUITE_SANDBOX is not set', ({ skip }) => {
  skip('CROSSDOCK_NETSUITE_SANDBOX is not set, so nothing here was tried against a real account');
});

describe.runIf(text !== undefined)('a sandbox account (settings in CROSSDOCK_NETSUITE_SANDBOX, as JSON)', () => {
  const connect = () => {
    const ports = { clock: systemClock, observer: silentObserver };
    const http = createHttpClientFactory({ ...ports, system: 'erp', fetch });
    const settings = JSON.parse(text ?? '{}') as NetsuiteSettings;
    return netsuite(settings).connect({ ...ports, name: 'erp', http, random: seededRandom(1) });
  };

  test('is signed in to, and bears out the configuration', async () => {
    expect(await connect().check?.(AbortSignal.timeout(60_000))).toEqual([]);
  }, 90_000);

  test('tells what changed in the last hour, and has its answers in our words', async () => {
    const now = Date.now();
    const window = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now).toISOString() };
    const refused: string[] = [];
    for (const sweep of Object.values(connect().events?.sweeps ?? {})) {
      for await (const told of sweep.run({ ...window, signal: AbortSignal.timeout(300_000) }))
        if ('refused' in told) refused.push(`${told.name}: ${told.refused.message}`);
    }
    expect(refused).toEqual([]);
  }, 320_000);

  test('does not find an order that was never sent', async () => {
    const call = { key: 'live', txn: 'live', attempt: 1, signal: AbortSignal.timeout(60_000) };
    const { cancelOrder } = connect().capabilities;
    const input = {
      orderRef: 'no-such-order-9999999',
      reason: 'other',
      occurredAt: '2026-11-27T10:00:00Z',
      restock: true,
    } as const;
    await expect(cancelOrder.run(input as never, call)).rejects.toMatchObject({ code: 'not-found' });
  }, 90_000);
});
