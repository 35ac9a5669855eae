import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createHttpClientFactory, Secret, seededRandom, silentObserver } from '@crossdock/core';
import { generateOrder, manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { EntraApp } from '../src/entra/credentials.ts';
import { entraTokens } from '../src/entra/sign-in.ts';
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

describe('what an app is registered as is read when the system is made', () => {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const stranger = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { privateKey, certificate } = pair;

  test.each([
    [{}, 'credentials', 'must be a clientSecret, or a privateKey with its certificate'],
    [{ clientSecret: 's3cret', privateKey }, 'credentials', 'must be a clientSecret, or a privateKey'],
    [{ certificate }, 'credentials.privateKey', 'is missing beside the certificate'],
    [{ privateKey }, 'credentials.certificate', 'is missing beside the private key'],
    [{ certificate, privateKey: 'a key' }, 'credentials.privateKey', 'is no private key in PEM'],
    [{ certificate, privateKey: pem(elliptic) }, 'credentials.privateKey', 'must be an RSA key'],
    [{ certificate: 'a file', privateKey }, 'credentials.certificate', 'is no certificate in PEM'],
    [
      { certificate, privateKey: pem(stranger) },
      'credentials.certificate',
      'is not the certificate of the private key',
    ],
  ])('credentials %#: %s', (credentials, path, message) => {
    const { environment, settings } = openEnvironment();
    const { problems } = d365({ ...settings, url: environment.origin, credentials });
    expect(problems).toMatchObject([{ path, message: expect.stringContaining(message) as string }]);
  });

  test.each([
    ['tenant', { tenant: 'contoso/../other' }],
    ['clientId', { clientId: '' }],
    ['authority', { authority: 'login.microsoftonline.com' }],
  ])('a wrong %s', (path, wrong) => {
    const { settings } = openEnvironment();
    expect(d365({ ...settings, ...wrong }).problems).toMatchObject([{ path }]);
  });
});

test('a token that is refused is renewed once', async () => {
  const { environment, system } = openEnvironment();
  await system.call('getPostingPeriods', { from: '2026-11-01', to: '2026-11-30' });
  environment.revokeTokens();
  await system.call('createOrder', generateOrder(seededRandom(1), { kind: 'plain', currency: 'USD', skus: [...skus] }));
  expect(environment.tokensGranted).toBe(2);
});

/** Asks a token endpoint that answers as it is told to. */
function asking(reply: () => Response | Promise<Response>, authority = 'https://login.microsoftonline.com') {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const asked: URLSearchParams[] = [];
  const http = createHttpClientFactory({
    clock,
    observer: silentObserver,
    system: 'erp',
    fetch: async (input, init) => {
      asked.push(new URLSearchParams(await new Request(input, init).text()));
      return reply();
    },
  });
  const credentials = { clientSecret: new Secret('s3cret') };
  const app = { tenant: 'contoso', clientId: 'crossdock', credentials, authority };
  const scope = 'https://contoso.operations.dynamics.com/.default';
  const ports = { scope, http, clock, random: seededRandom(1) };
  return { clock, asked, tokens: entraTokens({ ...ports, app }), ports, app };
}

describe('the answer of Entra', () => {
  test.each([
    ['without a token', { access_token: '', expires_in: 3600 }],
    ['with a token that has ended', { access_token: 't', expires_in: 0 }],
    ['with a time that is none', { access_token: 't', expires_in: 'soon' }],
    ['that is no object', 'no'],
  ])('%s is none', async (_, answer) => {
    const { tokens } = asking(() => Response.json(answer));
    await expect(tokens.get()).rejects.toMatchObject({ code: 'response-invalid' });
  });

  test('may tell the time as a text', async () => {
    const { tokens, clock, asked } = asking(() => Response.json({ access_token: 't', expires_in: '3600' }));
    await tokens.get();
    await clock.advance(3_299_999);
    await tokens.get();
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await tokens.get();
    expect(asked).toHaveLength(2);
  });

  test.each([
    [400, 'invalid_scope'],
    [401, 'invalid_client'],
    [403, 'access_denied'],
  ])('%i says that the app is not accepted, and why in one word', async (status, error) => {
    const error_description = 'AADSTS50020: User ann@shoppers.example does not exist';
    const { tokens } = asking(() => Response.json({ error, error_description }, { status }));
    const refusal = await tokens.get().catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('Microsoft Entra does not accept the app') as string,
      details: { httpStatus: status, vendorCode: error },
    });
    expect(String(refusal)).not.toContain('ann@');
  });

  test('is not repeated where it says more than one word', async () => {
    const { tokens } = asking(() => Response.json({ error: 'for ann@shoppers.example' }, { status: 400 }));
    const refusal = await tokens.get().catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ code: 'unauthorized', details: { httpStatus: 400 } });
    expect(JSON.stringify(refusal)).not.toContain('ann@');
  });

  test.each([
    ['that failed', () => Response.json({}, { status: 500 }), 'system-unavailable'],
    ['that asks to slow down', () => Response.json({}, { status: 429 }), 'throttled'],
    ['that never came', () => Promise.reject(new TypeError('fetch failed')), 'connection-lost'],
  ])('%s may be asked for again: nothing was written', async (_, reply, code) => {
    const { tokens } = asking(reply);
    await expect(tokens.get()).rejects.toMatchObject({ disposition: 'retry', code });
  });

  test('is waited for twenty seconds', async () => {
    const { tokens, clock } = asking(() => new Promise(() => undefined));
    const got = tokens.get().catch((error: unknown) => error);
    await clock.advance(19_999);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    expect(clock.sleepers).toBe(0);
    expect(await got).toMatchObject({ code: 'timeout', disposition: 'retry' });
  });
});

test('callers at the same moment share one sign-in', async () => {
  const { tokens, asked } = asking(() => Response.json({ access_token: 't', expires_in: 3600 }));
  await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
  expect(asked.map((form) => form.get('grant_type'))).toEqual(['client_credentials']);
});

test('an assertion is for the token endpoint, however the authority is written', async () => {
  const { ports, app, asked } = asking(
    () => Response.json({ access_token: 't', expires_in: 60 }),
    'https://login.microsoftonline.us/',
  );
  const { credentials } = EntraApp.parse({ ...app, credentials: pair });
  await entraTokens({ ...ports, app: { ...app, credentials } }).get();
  const { aud } = decodeJwt(asked[0]?.get('client_assertion') ?? '');
  expect(aud).toBe('https://login.microsoftonline.us/contoso/oauth2/v2.0/token');
});
