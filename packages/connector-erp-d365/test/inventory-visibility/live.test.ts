/**
 * Tries the connector on an environment. `CROSSDOCK_D365_VISIBILITY_SETTINGS` is the path of a JSON file with the connector's options. It WRITES:
 * changes, levels and reservations of products named `live-…`, which stay. The options name two locations, `changes`, and `levels`; what
 * may be reserved there must count what `changes` counts. `reading.onHand` too.
 */
import { readFile } from 'node:fs/promises';
import { systemClock, systemRandom } from '@crossdock/core';
import { liveClock, liveContract, openSystem } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { inventoryVisibility, type InventoryVisibilitySettings } from '../../src/inventory-visibility/index.ts';
import { liveDoors } from './live-doors.ts';

const { CROSSDOCK_D365_VISIBILITY_SETTINGS } = process.env;
const path = CROSSDOCK_D365_VISIBILITY_SETTINGS ?? '';
const settings = async () => JSON.parse(await readFile(path, 'utf8')) as InventoryVisibilitySettings;

liveContract({
  manifest: inventoryVisibility.manifest,
  settings: { CROSSDOCK_D365_VISIBILITY_SETTINGS },
  arrange: liveDoors(async () => ({ fetch, clock: liveClock(), random: systemRandom, settings: await settings() })),
});

describe.skipIf(path === '')('an environment (skipped: set CROSSDOCK_D365_VISIBILITY_SETTINGS)', () => {
  const open = async () =>
    openSystem(inventoryVisibility(await settings()), { fetch, clock: liveClock(), name: 'stock' });

  test('bears out the configuration', { timeout: 300_000 }, async () => {
    const findings = (await (await open()).connection.check?.(AbortSignal.timeout(240_000))) ?? [];
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('applies an id once, whoever sends it again', { timeout: 300_000 }, async () => {
    const now = systemClock.now();
    const sku = `live-${now.toString(36)}-once`;
    const [location = ''] = Object.keys((await settings()).locations ?? {});
    const request = {
      ref: sku,
      reason: 'receipt' as const,
      changes: [{ sku, location, delta: { amount: '3' } }],
      occurredAt: new Date(now).toISOString(),
    };
    await (await open()).call('adjustInventory', request);
    await (await open()).call('adjustInventory', request);
    const [level] = await (await open()).call('getInventory', { skus: [sku] });
    expect(level?.onHand.amount).toBe('3');
  });
});
