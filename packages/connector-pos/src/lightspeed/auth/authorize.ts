import { type Authorize, bearer, type Clock, createRotatingTokens, type HttpClientFactory } from '@crossdock/core';
import { z } from 'zod';
import { errorOfFailure, errorOfGrant } from '../errors.ts';
import { originOf, type ResolvedOptions } from '../options.ts';

/** What signing needs: the credentials, and a way to ask for tokens. */
export interface AuthPorts {
  readonly config: ResolvedOptions;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
}

const Granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** In seconds. Text or number. */
  expires_in: z.coerce.number().int().positive().max(31_536_000).default(86_400),
});

/**
 * Puts the access token on requests: the personal one, or the granted one of the store, shared by all callers and renewed a little
 * early or when it is refused. There is never more than one renewal at a time: it ends the token before it.
 */
export function authorize({ config, http, clock }: AuthPorts): Authorize {
  const { credentials } = config;
  if ('accessToken' in credentials) {
    return ({ headers }) => headers.set('authorization', `Bearer ${credentials.accessToken.reveal()}`);
  }
  const client = http({ baseUrl: originOf(config), errors: (it) => errorOfGrant(it) ?? errorOfFailure(it) });
  const tokens = createRotatingTokens({
    store: credentials.tokens,
    clock,
    remedy: 'grant the access',
    async refresh(refreshToken) {
      const { body } = await client.post('/api/1.0/token', {
        form: {
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret.reveal(),
        },
        response: Granted,
        // A renewal whose answer is lost may have ended the token; asking again tells.
        effect: 'read',
      });
      const expiresAt = new Date(clock.now() + body.expires_in * 1000).toISOString();
      return { accessToken: body.access_token, refreshToken: body.refresh_token, expiresAt };
    },
  });
  return bearer(tokens);
}
