import { describe, expect, test } from 'vitest';
import { openSeller, usualSale } from './support/open-seller.ts';
import { failureOf } from './support/read.ts';

const oauth = {
  clientId: 'sq0idp-simulated',
  clientSecret: 'simulated-client-secret',
  refreshToken: 'simulated-refresh-token',
};

describe('signing in with a refresh token', () => {
  test('grants one token for all callers, and another when it has expired', async () => {
    const { seller, system } = openSeller({ options: { credentials: oauth } });
    const { id } = seller.till.sell(usualSale);
    const read = () => system.call('getOrder', { orderRef: `stores-${id}` });
    await Promise.all([read(), read(), read(), read()]);
    expect(seller.tokensIssued).toBe(1);
    seller.expireTokens();
    await Promise.all([read(), read(), read(), read()]);
    expect(seller.tokensIssued).toBe(2);
  });

  test('is renewed before its end, without a refused request', async () => {
    const { seller, system, clock } = openSeller({ options: { credentials: oauth } });
    const { id } = seller.till.sell(usualSale);
    await system.call('getOrder', { orderRef: `stores-${id}` });
    await clock.advance(30 * 86_400_000 - 30_000);
    await system.call('getOrder', { orderRef: `stores-${id}` });
    expect([seller.tokensIssued, system.exchanges.filter((it) => it.status === 401)]).toEqual([2, []]);
  });

  test('that is refused is unauthorized at once, not tried again and again', async () => {
    const { system } = openSeller({ options: { credentials: { ...oauth, refreshToken: 'withdrawn' } } });
    const failure = await failureOf(() => system.call('getInventory', { skus: ['SHOE-42'] }));
    expect(failure).toMatchObject({ code: 'unauthorized', disposition: 'reject' });
    expect(system.exchanges).toHaveLength(1);
    expect(JSON.stringify(failure)).not.toContain('withdrawn');
  });
});

test('every request names the API version that the connector is written for', async () => {
  const versions = new Set<string | null>();
  const { system } = openSeller({
    fetch: (seller) => (input, init) => {
      const request = new Request(input, init);
      versions.add(request.headers.get('square-version'));
      return seller.handle(request);
    },
    options: { credentials: oauth },
  });
  await system.call('getInventory', { skus: ['SHOE-42'] });
  expect([...versions]).toEqual(['2026-09-16']);
});

test('the configuration is compared with the seller', async () => {
  const named = { LCHICAGO1: { code: 'store-1' }, LGONE: { code: 'store-1' } };
  const { system, clock } = openSeller({ options: { locations: named } });
  const findings = await clock.settle(Promise.resolve(system.connection.check?.(new AbortController().signal)));
  expect(findings?.map((it) => `${it.severity} ${it.path}`)).toEqual([
    'error locations.LGONE',
    'error locations',
    'warning locations',
    'warning locations',
  ]);
});
