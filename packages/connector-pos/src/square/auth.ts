import {
  type Authorize,
  bearer,
  type Clock,
  createTokenCache,
  type HttpClientFactory,
  type Observer,
  type Secret,
  secret,
} from '@crossdock/core';
import { z } from 'zod';
import { errorOfFailure } from './errors.ts';
import { apiVersion, type ResolvedOptions } from './options.ts';

/** What signing needs: the credentials, and a way to ask for tokens. */
export interface AuthPorts {
  readonly config: ResolvedOptions;
  readonly name: string;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly observer: Observer;
}

const Granted = z.object({
  access_token: secret(),
  expires_at: z.iso.datetime({ offset: true }),
  refresh_token: secret().optional(),
});

/**
 * Puts the access token on requests: the one that was given, or one that the refresh token grants, shared by all callers and
 * renewed a little early or when it is refused.
 */
export function authorize({ config, name, http, clock, observer }: AuthPorts): Authorize {
  const { credentials, baseUrl } = config;
  if ('accessToken' in credentials) {
    return ({ headers }) => headers.set('authorization', `Bearer ${credentials.accessToken.reveal()}`);
  }
  const client = http({ baseUrl, headers: { 'square-version': apiVersion }, errors: errorOfFailure });
  let refreshToken: Secret = credentials.refreshToken;
  const tokens = createTokenCache({
    clock,
    mint: async () => {
      const { body } = await client.post('/oauth2/token', {
        json: {
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret.reveal(),
          grant_type: 'refresh_token',
          refresh_token: refreshToken.reveal(),
        },
        response: Granted,
        // Asking again grants another token and changes nothing else.
        effect: 'read',
      });
      if (body.refresh_token && body.refresh_token.reveal() !== refreshToken.reveal()) {
        refreshToken = body.refresh_token;
        observer.log('warn', 'Square replaced the refresh token: the configured one may not work after a restart', {
          'crossdock.system': name,
        });
      }
      return { token: body.access_token, expiresInMs: Date.parse(body.expires_at) - clock.now() };
    },
  });
  return bearer(tokens);
}
