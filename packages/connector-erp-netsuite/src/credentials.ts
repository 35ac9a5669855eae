import { secret, type Secret } from '@crossdock/core';
import { z } from 'zod';
import { PrivateKey, type SigningKey } from './signing-key.ts';
import type { TokenCredentials } from './token-signature.ts';

/** A certificate that is mapped to the integration, with its private key. */
export const Certificate = z.object({
  /** Certificate id that NetSuite showed after the upload of the certificate. */
  certificateId: z.string().min(1),
  privateKey: PrivateKey,
  /** ISO instants between which it is used. */
  validFrom: z.iso.datetime({ offset: true }).optional(),
  validUntil: z.iso.datetime({ offset: true }).optional(),
});

export interface Certificate {
  readonly certificateId: string;
  readonly privateKey: Secret<SigningKey>;
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
}

/** A certificate as a user gives it. */
export type CertificateInput = z.input<typeof Certificate>;

/** Hands out the certificates that are good at present, from wherever secrets are kept. Asked again when one is refused. */
export type CertificateProvider = () =>
  | CertificateInput
  | readonly CertificateInput[]
  | Promise<CertificateInput | readonly CertificateInput[]>;

/** A list is checked entry by entry, so that what is wrong is told by its place; a function when it is asked. */
const CertificateSource = z
  .custom<readonly CertificateInput[] | CertificateProvider>()
  .transform((given, context): readonly Certificate[] | CertificateProvider => {
    if (typeof given === 'function') return given;
    const list = z.array(Certificate).min(1).safeParse(given);
    if (list.success) return list.data;
    for (const { path, message } of list.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });

/** How a user says who we are. One of the three ways. */
export const credentialFields = {
  /** Consumer key of the integration record. Not needed with `tokenBased`. */
  clientId: z.string().min(1).optional(),
  /** Certificate id that NetSuite showed after the upload of the certificate. */
  certificateId: z.string().min(1).optional(),
  privateKey: PrivateKey.optional(),
  /**
   * In place of `certificateId` and `privateKey`: several certificates with the time of each, or a function that gets them.
   * A certificate that is refused has the function asked again, so a rotation needs no restart.
   */
  certificates: CertificateSource.optional(),
  /** Token-based authentication (OAuth 1.0a), for accounts that still use it. NetSuite takes no new ones from 2027.1 on. */
  tokenBased: z
    .object({
      consumerKey: z.string().min(1),
      consumerSecret: secret(),
      tokenId: z.string().min(1),
      tokenSecret: secret(),
    })
    .optional(),
};

/** Who we are, checked. */
export type Identity =
  | {
      readonly by: 'certificate';
      readonly clientId: string;
      readonly certificates: readonly Certificate[] | CertificateProvider;
    }
  | { readonly by: 'token'; readonly credentials: TokenCredentials };

interface Given {
  readonly clientId?: string | undefined;
  readonly certificateId?: string | undefined;
  readonly privateKey?: Secret<SigningKey> | undefined;
  readonly certificates?: readonly Certificate[] | CertificateProvider | undefined;
  readonly tokenBased?: TokenCredentials | undefined;
}

/** The one way that was given, or what is missing for one. */
export function identityOf(given: Given): Identity | readonly { readonly path: string; readonly message: string }[] {
  const { clientId, certificateId, privateKey, certificates, tokenBased } = given;
  if (tokenBased) {
    const other = Object.entries({ certificateId, privateKey, certificates }).find(([, value]) => value !== undefined);
    if (other) return [{ path: other[0], message: 'must not be given beside tokenBased' }];
    return { by: 'token', credentials: tokenBased };
  }
  const one = certificateId !== undefined && privateKey ? [{ certificateId, privateKey }] : undefined;
  if (certificates && (certificateId !== undefined || privateKey)) {
    return [{ path: 'certificates', message: 'must not be given beside certificateId and privateKey' }];
  }
  const source = certificates ?? one;
  const missing = Object.entries({
    clientId: clientId !== undefined,
    certificateId: source !== undefined || certificateId !== undefined,
    privateKey: source !== undefined || privateKey !== undefined,
  }).filter(([, isGiven]) => !isGiven);
  if (clientId === undefined || !source) return missing.map(([path]) => ({ path, message: 'must be given' }));
  return { by: 'certificate', clientId, certificates: source };
}
