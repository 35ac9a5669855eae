import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Secret, secret } from '@crossdock/core';
import { z } from 'zod';

/** A private key that the platform accepts, with the algorithm that goes with it. */
export interface SigningKey {
  readonly algorithm: 'PS256' | 'ES256' | 'ES384' | 'ES512';
  readonly key: KeyObject;
}

const curves: Readonly<Record<string, SigningKey['algorithm']>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

const acceptedModulusBits = new Set([3072, 4096]);

/** Private key in PEM. Checked when the system is configured, so that a key of the wrong kind does not fail at the first call. */
export const PrivateKey = secret().transform((pem, context): Secret<SigningKey> => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  let key: KeyObject;
  try {
    key = createPrivateKey(pem.reveal());
  } catch {
    return refuse('is no private key in PEM (without a passphrase)');
  }
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') {
    if (acceptedModulusBits.has(modulusLength)) return new Secret({ algorithm: 'PS256', key });
    return refuse(`is an RSA key of ${String(modulusLength)} bits: NetSuite takes 3072 or 4096`);
  }
  const algorithm = curves[namedCurve];
  if (key.asymmetricKeyType === 'ec' && algorithm) return new Secret({ algorithm, key });
  return refuse('is of a kind that NetSuite does not take: use RSA of 3072 or 4096 bits, or EC P-256, P-384, P-521');
});
