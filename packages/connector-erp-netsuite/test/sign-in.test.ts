import { seededRandom } from '@crossdock/core';
import { generateOrder } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { generateTestCredentials } from '../src/testing/index.ts';
import { openAccount, skus } from './account.ts';

const anOrder = () => generateOrder(seededRandom(3), { kind: 'plain', currency: 'USD', skus: [...skus] });

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
    const { netsuite } = await import('../src/index.ts');
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
