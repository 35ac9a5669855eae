import { seededRandom } from '@crossdock/core';
import { generateOrder } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import { generateTestCredentials } from '../src/testing/index.ts';
import { openAccount, skus } from './account.ts';

const orderOf = (seed: number) =>
  generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus] });
const anOrder = () => orderOf(3);

describe('the connector signs in', () => {
  test('with an RSA key of 3072 bits (PS256)', async () => {
    const credentials = await generateTestCredentials({ certificateId: 'rsa' });
    const { account, reconfigure } = openAccount();
    account.registerCertificate(credentials);
    const { privateKeyPem: privateKey, certificateId } = credentials;
    await reconfigure({ privateKey, certificateId }).call('createOrder', anOrder());
    expect(account.books.salesOrders()).toHaveLength(1);
  }, 20_000);

  test('with no key that the platform refuses', async () => {
    const { privateKeyPem: privateKey } = await generateTestCredentials({ modulusBits: 2048 });
    const { settings } = openAccount();
    expect(netsuite({ ...settings, privateKey }).problems).toMatchObject([{ path: 'privateKey' }]);
  });

  test.each([
    ['a certificate that is not known', { certificateId: 'other' }, /certificate id/],
    ['a client id that is not known', { clientId: 'other' }, /client id/],
  ])('with %s it is unauthorized', async (_, changes, reason) => {
    const { reconfigure } = openAccount();
    await expect(reconfigure(changes).call('createOrder', anOrder())).rejects.toMatchObject({
      code: 'unauthorized',
      disposition: 'reject',
      message: expect.stringMatching(reason),
    });
  });

  test('with a key of another certificate it is unauthorized', async () => {
    const { system } = openAccount({ strangeKey: true });
    await expect(system.call('createOrder', anOrder())).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('a certificate that is rotated', () => {
  test('is followed without a restart: the provider is asked again, once for all callers', async () => {
    const [first, second] = await Promise.all(
      ['first', 'second'].map((certificateId) => generateTestCredentials({ algorithm: 'ES256', certificateId })),
    );
    if (!first || !second) throw new Error('There are two');
    let present = first;
    let asked = 0;
    const { account, reconfigure } = openAccount();
    account.registerCertificate(first);
    const system = reconfigure({
      certificateId: undefined,
      privateKey: undefined,
      certificates: async () => {
        asked += 1;
        return { certificateId: present.certificateId, privateKey: present.privateKeyPem };
      },
    });
    await system.call('createOrder', orderOf(1));
    expect(asked).toBe(1);

    account.registerCertificate(second);
    account.revokeCertificate('first');
    present = second;
    const granted = account.tokensGranted;
    await Promise.all([2, 3, 4].map((seed) => system.call('createOrder', orderOf(seed))));
    expect(account.books.salesOrders()).toHaveLength(4);
    expect(asked).toBe(2);
    expect(account.tokensGranted).toBe(granted + 1);
  });

  test('is followed also when its token simply ends: nobody had to be refused before', async () => {
    const [first, second] = await Promise.all(
      ['first', 'second'].map((certificateId) => generateTestCredentials({ algorithm: 'ES256', certificateId })),
    );
    if (!first || !second) throw new Error('There are two');
    let present = first;
    const { account, clock, reconfigure } = openAccount();
    account.registerCertificate(first);
    const system = reconfigure({
      certificateId: undefined,
      privateKey: undefined,
      certificates: () => ({ certificateId: present.certificateId, privateKey: present.privateKeyPem }),
    });
    await system.call('createOrder', orderOf(1));
    account.registerCertificate(second);
    account.revokeCertificate('first');
    present = second;
    await clock.advance(3_600_000);
    const before = account.requests.length;
    await system.call('createOrder', orderOf(2));
    expect(account.requests.slice(before).filter((it) => !it.path.endsWith('/token') && it.status === 401)).toEqual([]);
    expect(account.books.salesOrders()).toHaveLength(2);
  });

  test('may lie in a list: the one whose time it is is used, and the next one when it is refused', async () => {
    const [old, present, next] = await Promise.all(
      ['old', 'present', 'next'].map((certificateId) => generateTestCredentials({ algorithm: 'ES256', certificateId })),
    );
    if (!old || !present || !next) throw new Error('There are three');
    const { account, reconfigure } = openAccount();
    account.registerCertificate(present);
    const entry = (it: typeof old) => ({ certificateId: it.certificateId, privateKey: it.privateKeyPem });
    const system = reconfigure({
      certificateId: undefined,
      privateKey: undefined,
      certificates: [
        { ...entry(old), validUntil: '2026-01-01T00:00:00Z' },
        { ...entry(present), validFrom: '2026-01-01T00:00:00Z' },
        { ...entry(next), validFrom: '2026-11-27T00:00:00Z' },
      ],
    });
    await system.call('createOrder', orderOf(1));
    expect(account.books.salesOrders()).toHaveLength(1);
  });

  test('that is refused for good is unauthorized, whoever hands it out', async () => {
    const { account, settings, reconfigure } = openAccount();
    account.revokeCertificates();
    const { certificateId = '', privateKey = '' } = settings;
    const system = reconfigure({
      certificateId: undefined,
      privateKey: undefined,
      certificates: () => ({ certificateId, privateKey }),
    });
    await expect(system.call('createOrder', orderOf(1))).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('whose provider fails is asked for again, and what the provider says is not told', async () => {
    const { reconfigure } = openAccount();
    const system = reconfigure({
      certificateId: undefined,
      privateKey: undefined,
      certificates: () => Promise.reject(new Error('vault token abc123')),
    });
    const failure: unknown = await system.call('createOrder', orderOf(1)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'system-unavailable', disposition: 'retry' });
    expect(String(failure)).not.toContain('abc123');
  });
});

describe('token-based authentication', () => {
  const token = { consumerKey: 'ck', consumerSecret: 'c s', tokenId: 'tk', tokenSecret: 't&s=' };
  const tokenBased = { certificateId: undefined, privateKey: undefined, clientId: undefined, tokenBased: token };

  test('signs every request, queries and records alike', async () => {
    const { account, reconfigure } = openAccount({ simulator: { account: '123-sb1', accessTokens: token } });
    await reconfigure(tokenBased).call('createOrder', orderOf(1));
    expect(account.books.salesOrders()).toHaveLength(1);
    expect(account.tokensGranted).toBe(0);
  });

  test('with a wrong secret is unauthorized', async () => {
    const { reconfigure } = openAccount({ simulator: { accessTokens: { ...token, tokenSecret: 'other' } } });
    await expect(reconfigure(tokenBased).call('createOrder', orderOf(1))).rejects.toMatchObject({
      code: 'unauthorized',
      disposition: 'reject',
    });
  });

  test('is one way, not two', () => {
    const { settings } = openAccount();
    expect(netsuite({ ...settings, tokenBased: token }).problems).toMatchObject([{ path: 'certificateId' }]);
    const { certificateId: _, clientId: _id, ...without } = settings;
    expect(netsuite(without).problems.map((it) => it.path)).toEqual(['clientId', 'certificateId']);
  });
});

test.each([
  ['1234567', '1234567'],
  ['1234567_SB1', '1234567-sb1'],
  ['1234567-sb1', '1234567-sb1'],
  ['1234567_rp', '1234567-rp'],
  ['TSTDRV1234567', 'tstdrv1234567'],
])('the account %s is called under %s and signs in to its own address', async (account, host) => {
  const opened = openAccount({ simulator: { account } });
  await opened.reconfigure({ account }).call('createOrder', orderOf(1));
  expect(opened.account.origin).toBe(`https://${host}.suitetalk.api.netsuite.com`);
  expect(opened.account.books.salesOrders()).toHaveLength(1);
});

test.each(['evil.example/1', '123@evil', '123 456', '12', 'http://123', '123_SB1.evil', ''])(
  'the account %j is refused before anything is sent',
  (account) => {
    const { settings } = openAccount();
    expect(netsuite({ ...settings, account }).problems).toMatchObject([{ path: 'account' }]);
  },
);
