import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Secret, secret } from '@crossdock/core';
import { z } from 'zod';

/** A client certificate: what is signed with, and the thumbprint by which Entra finds the public half. */
export interface SigningCertificate {
  readonly key: KeyObject;
  /** SHA-256 of the DER certificate, base64url. */
  readonly thumbprint: string;
}

/** How an app proves who it is. */
export type EntraProof = { readonly clientSecret: Secret } | { readonly certificate: Secret<SigningCertificate> };

/**
 * A client secret, or a private key with its certificate in PEM. Read when the system is configured, so that a wrong file does not fail at the
 * first call.
 */
const EntraCredentials = z
  .strictObject({
    clientSecret: secret().optional(),
    privateKey: secret().optional(),
    /** The certificate that is uploaded to the app registration. */
    certificate: z.string().min(1).optional(),
  })
  .transform(({ clientSecret, privateKey, certificate }, context): EntraProof => {
    const refuse = (message: string, path?: string) => {
      context.addIssue({ code: 'custom', message, ...(path !== undefined && { path: [path] }) });
      return z.NEVER;
    };
    const byCertificate = privateKey !== undefined || certificate !== undefined;
    if (byCertificate === (clientSecret !== undefined)) {
      return refuse('must be a clientSecret, or a privateKey with its certificate');
    }
    if (clientSecret) return { clientSecret };
    if (!privateKey) return refuse('is missing beside the certificate', 'privateKey');
    if (certificate === undefined) return refuse('is missing beside the private key', 'certificate');
    const signing = signingCertificateOf(privateKey.reveal(), certificate);
    return 'wrong' in signing ? refuse(signing.wrong, signing.path) : { certificate: new Secret(signing) };
  });

function signingCertificateOf(
  privateKey: string,
  certificate: string,
): SigningCertificate | { readonly wrong: string; readonly path: string } {
  let key: KeyObject;
  try {
    key = createPrivateKey(privateKey);
  } catch {
    return { wrong: 'is no private key in PEM (without a passphrase)', path: 'privateKey' };
  }
  if (key.asymmetricKeyType !== 'rsa') return { wrong: 'must be an RSA key: Entra takes no other', path: 'privateKey' };
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch {
    return { wrong: 'is no certificate in PEM', path: 'certificate' };
  }
  if (!parsed.checkPrivateKey(key)) return { wrong: 'is not the certificate of the private key', path: 'certificate' };
  const thumbprint = Buffer.from(parsed.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  return { key, thumbprint };
}

/** An app registration in a Microsoft Entra tenant. */
export const EntraApp = z.object({
  /** Directory (tenant) id or a verified domain, `contoso.onmicrosoft.com`. */
  tenant: z.string().regex(/^[A-Za-z0-9.-]+$/, 'must be a tenant id or domain'),
  /** Application (client) id. */
  clientId: z.string().min(1),
  credentials: EntraCredentials,
  /**
   * Where tokens are issued. Sovereign clouds have another.
   *
   * @default 'https://login.microsoftonline.com'
   */
  authority: z.url().default('https://login.microsoftonline.com'),
});
export type EntraApp = z.output<typeof EntraApp>;
