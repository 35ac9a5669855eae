import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateOrder, manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { seededRandom } from '@crossdock/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import { d365Simulator } from '../src/testing/index.ts';
import { openEnvironment, skus } from './environment.ts';

let folder: string;
let pair: { readonly privateKey: string; readonly certificate: string };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossdock-d365-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=crossdock', '-days', '2', '-nodes'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', certificate, ...subject], {
    stdio: 'ignore',
  });
  pair = { privateKey: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
