import {
  type Authorize,
  bearer,
  type Clock,
  createTokenCache,
  type HttpClientFactory,
  type HttpFailure,
  IntegrationError,
  type IssuedToken,
  isIntegrationError,
  OAuthTokenAnswer,
  type Random,
} from '@crossdock/core';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { NetsuiteAccount } from './account-id.ts';
import { createCertificates } from './certificates.ts';
import type { Certificate, Identity } from './credentials.ts';
import { toNetsuiteError } from './errors.ts';
import { createTokenSignature } from './token-signature.ts';

const tokenPath = '/services/rest/auth/oauth2/v1/token';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionLifetimeSeconds = 300;
/** A token is renewed this long before it ends, so that none ends on its way. */
const renewEarlierMs = 5 * 60_000;
const tokenTimeoutMs = 20_000;

export interface SignInOptions {
  readonly account: NetsuiteAccount;
  readonly identity: Identity;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly random: Random;
}

/** Puts the account's credentials on requests, in the way that it uses. */
export function createSignIn(options: SignInOptions): Authorize {
  const { identity, ...ports } = options;
  return identity.by === 'token'
    ? createTokenSignature({ ...ports, credentials: identity.credentials })
    : createCertificateSignIn(identity, ports);
}

/**
 * Signs in with OAuth 2.0 client credentials: a signed assertion is exchanged for an access token, which all callers
 * share. There is no refresh token; a new one is asked for shortly before the old one ends, or when it is refused. A
 * certificate that is refused gives way to the next one that is valid.
 */
function createCertificateSignIn(
  { clientId, certificates: source }: Extract<Identity, { by: 'certificate' }>,
  { account, http, clock }: Omit<SignInOptions, 'identity' | 'random'>,
): Authorize {
  const client = http({ baseUrl: account.origin, timeoutMs: tokenTimeoutMs, errors: signInFailure });
  const certificates = createCertificates(source, clock);

  const exchange = async (certificate: Certificate): Promise<IssuedToken> => {
    // The time is documented as text and was seen as a number.
    const { body: token } = await client.post(tokenPath, {
      form: {
        grant_type: 'client_credentials',
        client_assertion_type: assertionType,
        client_assertion: await signAssertion({ account, clientId, certificate }, clock.now()),
      },
      response: OAuthTokenAnswer,
      // A token that nobody receives changes nothing.
      effect: 'read',
    });
    return token;
  };

  /** `undefined` when every certificate that is valid was refused before. */
  const tryAll = async (tried: Set<string>): Promise<IssuedToken | undefined> => {
    let refusal: IntegrationError | undefined;
    for (const certificate of await certificates.current()) {
      if (tried.has(certificate.certificateId)) continue;
      tried.add(certificate.certificateId);
      try {
        return await exchange(certificate);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refusal = error;
      }
    }
    if (refusal) throw refusal;
    return undefined;
  };

  const tokens = createTokenCache({
    clock,
    refreshEarlyMs: renewEarlierMs,
    async mint() {
      const tried = new Set<string>();
      const refused = await tryAll(tried).catch(refusalIn);
      if (refused !== undefined && !isIntegrationError(refused)) return refused;
      const refusal = refused ?? notSignedIn();
      // What was rotated is refused: whoever hands out certificates may have the new one.
      if (!certificates.forget()) throw refusal;
      const token = await tryAll(tried);
      if (!token) throw refusal;
      return token;
    },
  });
  const authorize = bearer(tokens);
  return (request, call) => {
    // The token may have been refused because its certificate was taken away.
    if (call.forceRefresh) certificates.forget();
    return authorize(request, call);
  };
}

/** A refusal of the certificate; any other failure is thrown on. */
function refusalIn(error: unknown): IntegrationError {
  if (isRefusal(error)) return error;
  throw error;
}

function isRefusal(error: unknown): error is IntegrationError {
  return isIntegrationError(error) && error.code === 'unauthorized';
}

function notSignedIn(): IntegrationError {
  return new IntegrationError('NetSuite refuses to sign us in', { code: 'unauthorized' });
}

async function signAssertion(
  options: { readonly account: NetsuiteAccount; readonly clientId: string; readonly certificate: Certificate },
  now: number,
): Promise<string> {
  const { account, clientId, certificate } = options;
  const { algorithm, key } = certificate.privateKey.reveal();
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ scope: 'rest_webservices' })
    .setProtectedHeader({ alg: algorithm, kid: certificate.certificateId, typ: 'JWT' })
    .setIssuer(clientId)
    .setAudience(`${account.origin}${tokenPath}`)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + assertionLifetimeSeconds)
    .sign(key);
}

const refusals: Readonly<Record<string, string>> = {
  invalid_client: 'NetSuite does not know the client id or certificate id, or the certificate was revoked',
  invalid_grant: 'The user or role behind the certificate is not active in NetSuite',
  unsupported_grant_type: 'The integration record in NetSuite does not allow client credentials (machine to machine)',
  invalid_request: 'NetSuite refuses the signed assertion: check the account id, the key and the clock of this machine',
};

const Refusal = z.object({ error: z.string() });

function signInFailure(failure: HttpFailure): IntegrationError | undefined {
  if (failure.status >= 500 || failure.status === 429) return toNetsuiteError(failure);
  const refusal = Refusal.safeParse(failure.body);
  if (!refusal.success) return undefined;
  const reason = refusals[refusal.data.error] ?? 'NetSuite refuses to sign us in';
  return new IntegrationError(reason, { code: 'unauthorized' });
}
