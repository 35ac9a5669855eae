import { generateOrder, manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { seededRandom } from '@crossdock/core';
import { expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import { d365Simulator } from '../src/testing/index.ts';
import { pair } from './certificate.ts';
import { openEnvironment, skus } from './environment.ts';

test('an app signs in with a certificate, and one token serves all calls', async () => {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const app = { tenant: 'contoso', clientId: 'crossdock' };
  const environment = d365Simulator({ clock, apps: [{ ...app, certificate: pair.certificate }] });
  const settings = {
    url: environment.origin,
    ...app,
    company: 'usmf',
    customer: 'WEB-001',
    tax: { mode: 'tax-item', item: 'TAX' },
  } as const;
  const system = openSystem(d365({ ...settings, credentials: pair }), {
    clock,
    fetch: simulatorFetch(environment),
    name: 'erp',
  });
  const span = { from: '2026-11-01', to: '2026-11-30' };
  await system.call('getPostingPeriods', span);
  await system.call('getPostingPeriods', span);
  expect(environment.tokensGranted).toBe(1);
  await clock.advance(3_400_000);
  await system.call('getPostingPeriods', span);
  expect(environment.tokensGranted).toBe(2);
});

test('a certificate that does not belong to the key is refused when the system is made', () => {
  const { environment, settings } = openEnvironment();
  const other = d365({ ...settings, url: environment.origin, credentials: { ...pair, certificate: 'no certificate' } });
  expect(other.problems.map((it) => it.message).join(' ')).toContain('is no certificate in PEM');
});

test('a token that is refused is renewed once', async () => {
  const { environment, system } = openEnvironment();
  await system.call('getPostingPeriods', { from: '2026-11-01', to: '2026-11-30' });
  environment.revokeTokens();
  await system.call('createOrder', generateOrder(seededRandom(1), { kind: 'plain', currency: 'USD', skus: [...skus] }));
  expect(environment.tokensGranted).toBe(2);
});
