import {
  type Authorize,
  bearer,
  type Clock,
  createTokenCache,
  type HttpClientFactory,
  type HttpFailure,
  IntegrationError,
  isIntegrationError,
  OAuthTokenAnswer,
  parse,
  type Random,
} from '@crossdock/core';
import { z } from 'zod';
import { entraTokens } from '../entra/sign-in.ts';
import type { InventoryVisibilityConfig } from './options.ts';

/** The app of the service in every tenant: what the Entra token is for. */
const entraScope = '0cdb527f-a8d1-4bf8-9436-b352c68682b2/.default';
/** Sent with every request to the security service and to the service itself. */
export const apiVersion = { 'api-version': '1.0' } as const;
const renewEarlierMs = 5 * 60_000;
const tokenTimeoutMs = 20_000;
/** The security service may send us to another region once. */
const mostRedirects = 2;

/** What signing in needs. */
export interface VisibilitySignInPorts {
  readonly config: InventoryVisibilityConfig;
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Puts an access token on requests, in two steps: a token of Microsoft Entra is exchanged for one of the service at the security service.
 * Both are shared by all callers, renewed early, and once more when they are refused.
 */
export function signInToVisibility({ config, http, clock, random }: VisibilitySignInPorts): Authorize {
  const entra = entraTokens({ app: config, scope: entraScope, http, clock, random });

  const exchange = async (assertion: string) => {
    const json = {
      grant_type: 'client_credentials',
      client_assertion_type: 'aad_app',
      client_assertion: assertion,
      scope: config.scope,
      context: config.environment,
      context_type: 'finops-env',
    };
    let { origin, path } = { origin: config.securityService.replace(/\/+$/, ''), path: '/token' };
    for (let hop = 0; ; hop++) {
      const client = http({ baseUrl: origin, headers: apiVersion, errors: refusedExchange, timeoutMs: tokenTimeoutMs });
      const reply = await client.post(path, {
        json,
        response: z.unknown(),
        redirect: 'return',
        // Asking again issues another token and changes nothing else.
        effect: 'read',
      });
      if (reply.status < 300)
        return parse(OAuthTokenAnswer, reply.body, { what: 'the access token', code: 'response-invalid' });
      if ((reply.status !== 307 && reply.status !== 308) || hop >= mostRedirects) throw pointsElsewhere(reply.status);
      const next = trusted(reply.headers.get('location'), `${origin}${path}`, config.securityService);
      if (!next) throw pointsElsewhere(reply.status);
      ({ origin, path } = next);
    }
  };

  const tokens = createTokenCache({
    clock,
    refreshEarlyMs: renewEarlierMs,
    mint: async () => {
      const assertion = await entra.get();
      try {
        return await exchange(assertion.reveal());
      } catch (error) {
        if (!isIntegrationError(error) || error.code !== 'unauthorized') throw error;
        // The Entra token may have been revoked meanwhile.
        entra.invalidate(assertion.reveal());
        return exchange((await entra.get()).reveal());
      }
    },
  });
  return bearer(tokens);
}

/** The assertion goes only to hosts of the security service's own domain. */
function trusted(location: string | null, from: string, securityService: string) {
  if (location === null || !URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  const { hostname } = new URL(securityService);
  const domain = hostname.slice(hostname.indexOf('.') + 1);
  const isOurs = target.hostname === hostname || (domain.includes('.') && target.hostname.endsWith(`.${domain}`));
  if (target.protocol !== 'https:' || !isOurs || target.username !== '') return undefined;
  return { origin: target.origin, path: target.pathname };
}

function pointsElsewhere(status: number): IntegrationError {
  return new IntegrationError('The security service sends us to an address that is not its own', {
    code: 'redirect-refused',
    details: { httpStatus: status },
  });
}

/** The security service may answer 400 for what is wrong with an app. Its text may name people. */
function refusedExchange({ status }: HttpFailure): IntegrationError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  return new IntegrationError(
    'The security service does not accept the app for Inventory Visibility in this environment',
    {
      code: 'unauthorized',
      details: { httpStatus: status },
    },
  );
}
