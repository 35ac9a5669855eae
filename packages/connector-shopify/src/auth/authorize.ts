import { type Authorize, bearer, type Clock, createTokenCache, type HttpClientFactory } from '@crossdock/core';
import type { ResolvedOptions } from '../options.ts';
import { clientCredentials, refresh, refusedGrant } from './grants.ts';
import { currentToken } from './offline-tokens.ts';

/** What signing needs: the credentials, and a way to ask for tokens. */
export interface AuthPorts {
  readonly config: ResolvedOptions;
  readonly baseUrl: string;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
}

const header = 'x-shopify-access-token';

/**
 * Puts the access token on requests: the one that was given, one of the client credentials grant, or the kept offline
 * token; shared by all callers, and renewed a little early or when it is refused.
 */
export function authorize({ config, baseUrl, http, clock }: AuthPorts): Authorize {
  const { credentials } = config;
  if ('accessToken' in credentials) {
    return ({ headers }) => {
      headers.set(header, credentials.accessToken.reveal());
    };
  }
  const ports = { client: http({ baseUrl, errors: refusedGrant }), app: credentials };
  if (!('tokens' in credentials)) {
    const tokens = createTokenCache({ clock, mint: () => clientCredentials(ports) });
    return bearer(tokens, { header, scheme: '' });
  }
  const offline = {
    store: credentials.tokens,
    clock,
    refresh: (refreshToken: string) => refresh(ports, refreshToken, clock.now()),
  };
  let refused: string | undefined;
  const tokens = createTokenCache({
    clock,
    mint: async () => {
      const { accessToken, expiresAt } = await currentToken(offline, refused);
      return { token: accessToken, expiresInMs: Date.parse(expiresAt) - clock.now() };
    },
  });
  const sign = bearer(tokens, { header, scheme: '' });
  return (request, options) => {
    if (options.forceRefresh) refused = request.headers.get(header) ?? undefined;
    return sign(request, options);
  };
}
