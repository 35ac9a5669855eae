import {
  type Authorize,
  bearer,
  type Clock,
  createTokenCache,
  type HttpClientFactory,
  type HttpFailure,
  IntegrationError,
} from '@crossdock/core';
import { z } from 'zod';
import type { ResolvedOptions } from './options.ts';

/** What signing needs: the credentials, and a way to ask for tokens. */
export interface AuthPorts {
  readonly config: ResolvedOptions;
  readonly baseUrl: string;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
}

const header = 'x-shopify-access-token';

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/**
 * Puts the access token on requests: the one that was given, or one of the client credentials grant, shared by all
 * callers and renewed a little early or when it is refused.
 *
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
 */
export function authorize({ config, baseUrl, http, clock }: AuthPorts): Authorize {
  const { credentials } = config;
  if ('accessToken' in credentials) {
    return ({ headers }) => {
      headers.set(header, credentials.accessToken.reveal());
    };
  }
  const client = http({ baseUrl, errors: refusedGrant });
  const tokens = createTokenCache({
    clock,
    mint: async () => {
      const { body } = await client.post('/admin/oauth/access_token', {
        form: {
          grant_type: 'client_credentials',
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret.reveal(),
        },
        response: Granted,
        // Asking again issues another token and changes nothing else.
        effect: 'read',
      });
      return { token: body.access_token, expiresInMs: body.expires_in * 1000 };
    },
  });
  return bearer(tokens, { header, scheme: '' });
}

/** Wrong credentials are answered with 400, which must not look like a malformed request of ours. */
function refusedGrant({ status }: HttpFailure): IntegrationError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  return new IntegrationError('Shopify does not accept the client id and secret for this shop', {
    code: 'unauthorized',
    details: { status },
  });
}
