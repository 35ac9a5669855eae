import {
  type Authorize,
  bearer,
  type Clock,
  createTokenCache,
  type HttpClientFactory,
  IntegrationError,
} from '@crossdock/core';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { NetsuiteAccount } from './account-id.ts';
import type { SigningKey } from './signing-key.ts';

const tokenPath = '/services/rest/auth/oauth2/v1/token';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionLifetimeSeconds = 300;
/** A token is renewed this long before it ends, so that none ends on its way. */
const renewEarlierMs = 5 * 60_000;
const tokenTimeoutMs = 20_000;

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  // Documented as text, seen as a number.
  expires_in: z.coerce.number().positive(),
});

export interface SignInOptions {
  readonly account: NetsuiteAccount;
  readonly clientId: string;
  readonly certificateId: string;
  readonly signingKey: SigningKey;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
}

/**
 * Signs in with OAuth 2.0 client credentials: a signed assertion is exchanged for an access token, which all callers
 * share. There is no refresh token; a new one is asked for shortly before the old one ends, or when it is refused.
 */
export function createSignIn(options: SignInOptions): Authorize {
  const { account, http, clock } = options;
  const client = http({ baseUrl: account.origin, timeoutMs: tokenTimeoutMs, errors: signInFailure });
  const tokens = createTokenCache({
    clock,
    refreshEarlyMs: renewEarlierMs,
    async mint() {
      const { body } = await client.post(tokenPath, {
        form: {
          grant_type: 'client_credentials',
          client_assertion_type: assertionType,
          client_assertion: await signAssertion(options, clock.now()),
        },
        response: TokenAnswer,
        // A token that nobody receives changes nothing.
        effect: 'read',
      });
      return { token: body.access_token, expiresInMs: body.expires_in * 1000 };
    },
  });
  return bearer(tokens);
}

async function signAssertion(options: SignInOptions, nowMs: number): Promise<string> {
  const issuedAt = Math.floor(nowMs / 1000);
  const { algorithm, key } = options.signingKey;
  return new SignJWT({ scope: 'rest_webservices' })
    .setProtectedHeader({ alg: algorithm, kid: options.certificateId, typ: 'JWT' })
    .setIssuer(options.clientId)
    .setAudience(`${options.account.origin}${tokenPath}`)
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

function signInFailure(failure: { readonly status: number; readonly body: unknown }): IntegrationError | undefined {
  const refusal = Refusal.safeParse(failure.body);
  if (failure.status >= 500 || failure.status === 429 || !refusal.success) return undefined;
  const reason = refusals[refusal.data.error] ?? 'NetSuite refuses to sign us in';
  return new IntegrationError(reason, { code: 'unauthorized' });
}
