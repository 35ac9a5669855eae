import {
  type Authorize,
  bearer,
  type Clock,
  createTokenCache,
  type HttpClientFactory,
  type HttpFailure,
  IntegrationError,
  OAuthTokenAnswer,
  type Random,
  type TokenCache,
} from '@crossdock/core';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { EntraApp, SigningCertificate } from './credentials.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionLifetimeSeconds = 300;
/** A token is renewed this long before it ends, so that none ends on its way. */
const renewEarlierMs = 5 * 60_000;
const tokenTimeoutMs = 20_000;

/** What signing in needs. */
export interface SignInPorts {
  readonly app: EntraApp;
  /** What the token is for, `https://contoso.operations.dynamics.com/.default`. */
  readonly scope: string;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly random: Random;
}

/** Puts an access token on requests. It is shared by all callers, renewed early, and once more when it is refused. */
export function signIn(ports: SignInPorts): Authorize {
  return bearer(entraTokens(ports));
}

/**
 * Tokens of the client-credentials grant, for services that take them elsewhere than on a request.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function entraTokens({ app, scope, http, clock, random }: SignInPorts): TokenCache {
  const client = http({ baseUrl: app.authority, errors: refusedGrant, timeoutMs: tokenTimeoutMs });
  const audience = `${app.authority.replace(/\/+$/, '')}/${app.tenant}/oauth2/v2.0/token`;
  const proof = async (): Promise<Readonly<Record<string, string>>> => {
    if ('clientSecret' in app.credentials) return { client_secret: app.credentials.clientSecret.reveal() };
    const assertion = await assertionOf(app.clientId, audience, app.credentials.certificate.reveal(), {
      clock,
      random,
    });
    return { client_assertion_type: assertionType, client_assertion: assertion };
  };
  return createTokenCache({
    clock,
    refreshEarlyMs: renewEarlierMs,
    mint: async () => {
      const { body: token } = await client.post('/{tenant}/oauth2/v2.0/token', {
        params: { tenant: app.tenant },
        form: { grant_type: 'client_credentials', client_id: app.clientId, scope, ...(await proof()) },
        response: OAuthTokenAnswer,
        // Asking again issues another token and changes nothing else.
        effect: 'read',
      });
      return token;
    },
  });
}

/** Says who we are, signed. Its id only has to differ from the last one. */
function assertionOf(
  clientId: string,
  audience: string,
  { key, thumbprint }: SigningCertificate,
  { clock, random }: Pick<SignInPorts, 'clock' | 'random'>,
) {
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(`${now}-${Math.floor(random() * 2 ** 48).toString(16)}`)
    .setNotBefore(now)
    .setIssuedAt(now)
    .setExpirationTime(now + assertionLifetimeSeconds)
    .sign(key);
}

/** Entra answers 400 and 401 for everything that is wrong with an app; its code says what. The description may name people. */
function refusedGrant({ status, body }: HttpFailure): IntegrationError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  const code = Refusal.safeParse(body).data;
  const details = { httpStatus: status, ...(code?.error !== undefined && { vendorCode: code.error }) };
  return new IntegrationError('Microsoft Entra does not accept the app, its secret or certificate, or the scope', {
    code: 'unauthorized',
    details,
  });
}

const Refusal = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });
