import { createHttpClientFactory, silentObserver, systemClock, systemRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { d365 } from '../src/index.ts';

const names = [
  'CROSSDOCK_D365_URL',
  'CROSSDOCK_D365_TENANT',
  'CROSSDOCK_D365_CLIENT_ID',
  'CROSSDOCK_D365_CLIENT_SECRET',
  'CROSSDOCK_D365_COMPANY',
  'CROSSDOCK_D365_CUSTOMER',
  'CROSSDOCK_D365_TAX_ITEM',
] as const;
const env = (name: (typeof names)[number]): string => process.env[name] ?? '';
const missing = names.filter((name) => env(name) === '');

describe.skipIf(missing.length > 0)(`a sandbox environment (skipped: set ${missing.join(', ')})`, () => {
  test('bears out the configuration, and tells its periods', async () => {
    const system = d365({
      url: env('CROSSDOCK_D365_URL'),
      tenant: env('CROSSDOCK_D365_TENANT'),
      clientId: env('CROSSDOCK_D365_CLIENT_ID'),
      credentials: { clientSecret: env('CROSSDOCK_D365_CLIENT_SECRET') },
      company: env('CROSSDOCK_D365_COMPANY'),
      customer: env('CROSSDOCK_D365_CUSTOMER'),
      tax: { mode: 'tax-item', item: env('CROSSDOCK_D365_TAX_ITEM') },
    });
    const ports = { name: 'erp', clock: systemClock, random: systemRandom, observer: silentObserver };
    const http = createHttpClientFactory({ ...ports, system: 'erp', fetch });
    const { capabilities, check } = system.connect({ ...ports, http });
    const { signal } = new AbortController();
    expect((await check?.(signal))?.filter((it) => it.severity === 'error')).toEqual([]);
    const today = new Date(systemClock.now()).toISOString().slice(0, 10);
    const call = { key: 'live', txn: 'live', attempt: 1, signal };
    expect(await capabilities.getPostingPeriods.run({ from: today, to: today }, call)).toHaveLength(1);
  });
});
