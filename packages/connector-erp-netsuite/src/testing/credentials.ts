import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';

/** What an administrator gets from, and gives to, the page *OAuth 2.0 Client Credentials (M2M) Setup*. */
export interface TestCredentials {
  /** Consumer key of the integration record. */
  readonly clientId: string;
  /** Certificate id that the platform shows after the upload; goes into the `kid` of every assertion. */
  readonly certificateId: string;
  /** PKCS#8, for the connector. */
  readonly privateKeyPem: string;
  /** SPKI, for {@link NetsuiteSimulatorOptions.credentials}. A certificate in PEM works there too. */
  readonly publicKeyPem: string;
}

export interface TestCredentialsOptions {
  /**
   * Kind of key. `ES256` is made in a millisecond, an RSA key takes up to a second.
   *
   * @default 'PS256'
   */
  readonly algorithm?: 'PS256' | 'ES256' | 'RS256';
  /** @default 3072 */
  readonly modulusBits?: number;
  /** @default 'crossdock-test' */
  readonly clientId?: string;
  /** @default 'certificate-1' */
  readonly certificateId?: string;
}

/** Makes a key pair as a user would with openssl, and names for it. Nothing is registered anywhere. */
export async function generateTestCredentials(options: TestCredentialsOptions = {}): Promise<TestCredentials> {
  const algorithm = options.algorithm ?? 'PS256';
  const { privateKey, publicKey } = await generateKeyPair(algorithm, {
    extractable: true,
    ...(algorithm === 'ES256' ? {} : { modulusLength: options.modulusBits ?? 3072 }),
  });
  return {
    clientId: options.clientId ?? 'crossdock-test',
    certificateId: options.certificateId ?? 'certificate-1',
    privateKeyPem: await exportPKCS8(privateKey),
    publicKeyPem: await exportSPKI(publicKey),
  };
}
