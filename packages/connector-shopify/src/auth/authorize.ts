import {
  type Authorize,
  bearer,
  type Clock,
  createRotatingTokens,
  createTokenCache,
  type HttpClientFactory,
} from '@crossdock/core';
import type { ResolvedOptions } from '../options.ts';
import { clientCredentials, refresh, refusedGrant } from './grants.ts';

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
  const tokens = createRotatingTokens({
    store: credentials.tokens,
    clock,
    remedy: 'install the app',
    refresh: (refreshToken) => refresh(ports, refreshToken, clock.now()),
  });
  return bearer(tokens, { header, scheme: '' });
}
