import { simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { inventoryVisibility } from '../../src/inventory-visibility/index.ts';
import { openVisibility } from './environment.ts';

const question = { skus: ['SHOE-42'], locations: ['store-1'] };

describe('signing in', () => {
  test('takes two steps, and one token of each serves all calls', async () => {
    const { service, system } = openVisibility();
    await system.call('getInventory', question);
    await system.call('getInventory', question);
    expect(service.requests.map((it) => [it.host.split('.')[0], it.path.split('/').at(-1)])).toEqual([
      ['login', 'token'],
      ['securityservice', 'token'],
      ['inventoryservice', 'indexquery'],
      ['inventoryservice', 'indexquery'],
    ]);
  });

  test('is renewed before a token ends, each token by its own time', async () => {
    const { service, system, clock } = openVisibility({ simulator: { tokenLifetimeSeconds: 3600 } });
    await system.call('getInventory', question);
    await clock.advance(3_400_000);
    await system.call('getInventory', question);
    expect([service.entraTokensGranted, service.tokensGranted]).toEqual([1, 2]);
    await clock.advance(3_400_000);
    await system.call('getInventory', question);
    expect([service.entraTokensGranted, service.tokensGranted]).toEqual([2, 3]);
  });

  test('is done once more when the token of the service is refused', async () => {
    const { service, system } = openVisibility();
    await system.call('getInventory', question);
    service.revokeTokens();
    await system.call('getInventory', question);
    expect([service.entraTokensGranted, service.tokensGranted]).toEqual([1, 2]);
  });

  test('begins anew with Entra when the token of Entra is refused', async () => {
    const { service, system } = openVisibility();
    await system.call('getInventory', question);
    service.revokeTokens();
    service.revokeEntraTokens();
    await system.call('getInventory', question);
    expect([service.entraTokensGranted, service.tokensGranted]).toEqual([2, 2]);
  });
});

describe('a security service that points elsewhere', () => {
  test('is followed with the whole request to a host of its own domain', async () => {
    const tokensAt = 'https://securityservice-eu.operations365.dynamics.com/token';
    const { service, system } = openVisibility({ simulator: { tokensAt } });
    await system.call('getInventory', question);
    const hosts = service.requests.map((it) => it.host);
    expect(hosts).toContain('securityservice-eu.operations365.dynamics.com');
  });

  test.each([
    ['another domain', 'https://securityservice.evil.example/token'],
    ['a domain that only looks alike', 'https://operations365.dynamics.com.evil.example/token'],
    ['the domain in a name before @', 'https://securityservice.operations365.dynamics.com@evil.example/token'],
    ['plain HTTP', 'http://securityservice-eu.operations365.dynamics.com/token'],
    ['nowhere', 'https://['],
    ['itself, for ever', 'https://securityservice.operations365.dynamics.com/token'],
  ])('is not followed to %s', async (_, tokensAt) => {
    const { service, system } = openVisibility({ simulator: { tokensAt } });
    await expect(system.call('getInventory', question)).rejects.toMatchObject({ code: 'redirect-refused' });
    const foreign = service.requests.filter((it) => !/\.(?:microsoftonline|dynamics)\.com$/.test(it.host));
    expect(foreign).toEqual([]);
    expect(service.tokensGranted).toBe(0);
  });
});

test('every request names the version of the API', async () => {
  const { clock, settings, service } = openVisibility();
  const versions = new Set<string | null>();
  const wire = simulatorFetch(service);
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    if (!request.url.includes('microsoftonline')) versions.add(request.headers.get('api-version'));
    return wire(request);
  };
  const system = openSystem(inventoryVisibility(settings), { clock, fetch, name: 'stock' });
  await system.call('getInventory', question);
  expect([...versions]).toEqual(['1.0']);
});
