/**
 * Tries the connector on a sandbox account. Two parts, each asked for by an environment variable:
 *
 * - `CROSSDOCK_NETSUITE_SANDBOX`, the connector's options as JSON: compares the configuration with the account, and writes nothing.
 * - `CROSSDOCK_NETSUITE_SETTINGS`, the path of a JSON file: runs the contract suites. They WRITE orders, bills, payments, returns,
 *   journals, stock and customers, all under references that begin with `live-`, and take hours. Nobody else should write meanwhile.
 *
 * ```json
 * {
 *   "options": { "account": "1234567_SB1", "…": "as for netsuite(), with two locations and defaultLocation" },
 *   "skus": ["SHOE-42", "SHOE-43"],
 *   "journalAccounts": ["cash", "sales"]
 * }
 * ```
 *
 * The account needs an open period for today, the SKUs in stock at the default location (some thousand pieces)
 * with a base price, and in the options what the documents need: `tax`, `items.charges` (shipping, refund), `tenders.card`,
 * `refundAccount`, `returns.locations`, `adjustments.account`, `accounts`. Bills and journals reach the ledger without an approver.
 */
import { createHttpClientFactory, seededRandom, silentObserver, systemClock } from '@crossdock/core';
import { liveClock, liveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { netsuite, type NetsuiteSettings } from '../src/index.ts';
import { liveDoors } from './live/index.ts';
import { readLiveSettings } from './live/settings.ts';

const { CROSSDOCK_NETSUITE_SETTINGS } = process.env;

liveContract({
  manifest: netsuite.manifest,
  settings: { CROSSDOCK_NETSUITE_SETTINGS },
  arrange: liveDoors(async () => ({
    fetch,
    clock: liveClock(),
    random: seededRandom(Date.now()),
    settings: await readLiveSettings(CROSSDOCK_NETSUITE_SETTINGS ?? ''),
  })),
});

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
