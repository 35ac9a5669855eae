import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';

/** A certificate as it is mapped to an integration, a user and a role in the account. */
export interface RegisteredCertificate {
  readonly clientId: string;
  readonly certificateId: string;
  /** Public key (SPKI) or X.509 certificate, in PEM. */
  readonly publicKeyPem: string;
}

interface IssuedToken {
  readonly expiresAt: number;
}

const acceptedAlgorithms = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const smallestModulusBits = 3072;
const longestAssertionSeconds = 3600;
const mostCertificates = 5;

/** The token endpoint: verifies assertions with the registered public keys and remembers the tokens it gave out. */
export interface TokenEndpoint {
  grant(form: URLSearchParams): Promise<Response>;
  accepts(authorization: string | null): boolean;
  register(certificate: RegisteredCertificate): void;
  /** Makes every token given out so far invalid, as an administrator does who revokes them. */
  revokeAll(): void;
  /** Revokes a certificate, or every one, and all tokens with it. */
  revokeCertificates(certificateId?: string): void;
  readonly granted: number;
}

export function createTokenEndpoint(options: {
  readonly tokenUrl: string;
  readonly now: () => number;
  readonly lifetimeSeconds: number;
}): TokenEndpoint {
  const certificates = new Map<string, { clientId: string; key: KeyObject }>();
  const tokens = new Map<string, IssuedToken>();
  let granted = 0;

  /** The OAuth error word, or nothing when the assertion is good. */
  async function refusal(form: URLSearchParams): Promise<{ status: number; error: string } | undefined> {
    if (form.get('grant_type') !== 'client_credentials') return { status: 400, error: 'unsupported_grant_type' };
    const assertion = form.get('client_assertion');
    if (form.get('client_assertion_type') !== assertionType || !assertion)
      return { status: 400, error: 'invalid_request' };
    let keyId: string | undefined;
    try {
      keyId = decodeProtectedHeader(assertion).kid;
    } catch {
      return { status: 400, error: 'invalid_request' };
    }
    const certificate = certificates.get(keyId ?? '');
    if (!certificate) return { status: 401, error: 'invalid_client' };
    try {
      const { payload } = await jwtVerify(assertion, certificate.key, {
        algorithms: acceptedAlgorithms,
        audience: options.tokenUrl,
        currentDate: new Date(options.now()),
        requiredClaims: ['iss', 'iat', 'exp', 'scope'],
      });
      if (payload.iss !== certificate.clientId) return { status: 401, error: 'invalid_client' };
      if ((payload.exp ?? 0) - (payload.iat ?? 0) > longestAssertionSeconds)
        return { status: 400, error: 'invalid_request' };
      if ((payload.iat ?? 0) * 1000 > options.now() + 60_000) return { status: 400, error: 'invalid_request' };
      const scopes = String(payload['scope']).split(',');
      return scopes.includes('rest_webservices') ? undefined : { status: 400, error: 'invalid_request' };
    } catch (error) {
      const wrongSignature = error instanceof errors.JWSSignatureVerificationFailed;
      return wrongSignature ? { status: 401, error: 'invalid_client' } : { status: 400, error: 'invalid_request' };
    }
  }

  return {
    async grant(form) {
      const refused = await refusal(form);
      if (refused) return Response.json({ error: refused.error }, { status: refused.status });
      granted += 1;
      const token = `token-${String(granted)}`;
      tokens.set(token, { expiresAt: options.now() + options.lifetimeSeconds * 1000 });
      return Response.json({ access_token: token, expires_in: String(options.lifetimeSeconds), token_type: 'bearer' });
    },
    accepts(authorization) {
      const token = tokens.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
      return token !== undefined && token.expiresAt > options.now();
    },
    register(certificate) {
      const key = createPublicKey(certificate.publicKeyPem);
      const modulusBits = key.asymmetricKeyDetails?.modulusLength;
      if (key.asymmetricKeyType === 'rsa' && (modulusBits ?? 0) < smallestModulusBits) {
        throw new TypeError('The certificate is refused: an RSA key must have 3072 or 4096 bits');
      }
      const others = [...certificates].filter(
        ([id, it]) => it.clientId === certificate.clientId && id !== certificate.certificateId,
      );
      if (others.length >= mostCertificates) {
        throw new TypeError('The certificate is refused: an integration has at most five that are active');
      }
      certificates.set(certificate.certificateId, { clientId: certificate.clientId, key });
    },
    revokeAll() {
      tokens.clear();
    },
    revokeCertificates(certificateId) {
      if (certificateId === undefined) certificates.clear();
      else certificates.delete(certificateId);
      tokens.clear();
    },
    get granted() {
      return granted;
    },
  };
}
