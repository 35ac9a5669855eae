import { type HttpClient, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { OfflineToken } from './token-store.ts';

/** The app, as it proves itself. */
export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret: { reveal(): string };
}

/** What all grants are asked through. */
interface GrantPorts {
  /** A client of the shop whose errors are {@link refusedGrant}. */
  readonly client: HttpClient;
  readonly app: AppCredentials;
}

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

const GrantedOffline = Granted.extend({
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
});

/**
 * Asks for a token of the app itself, for shops of its own organisation.
 *
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
 */
export async function clientCredentials(ports: GrantPorts): Promise<{ token: string; expiresInMs: number }> {
  const granted = await ask(ports, Granted, { grant_type: 'client_credentials' });
  return { token: granted.access_token, expiresInMs: granted.expires_in * 1000 };
}

/** Renews an offline token. What the old one is good for afterwards is the platform's affair: keep the new one first. */
export async function refresh(ports: GrantPorts, refreshToken: string, now: number): Promise<OfflineToken> {
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
  return offlineToken(await ask(ports, GrantedOffline, fields), now);
}

/**
 * Turns the session token of somebody who opened the app in the shop's admin into an offline token that ends.
 *
 * @see https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
export async function exchange(ports: GrantPorts, sessionToken: string, now: number): Promise<OfflineToken> {
  const granted = await ask(ports, GrantedOffline, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: sessionToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  });
  return offlineToken(granted, now);
}

async function ask<Body extends z.ZodType>(
  { client, app }: GrantPorts,
  response: Body,
  fields: Readonly<Record<string, string>>,
): Promise<z.output<Body>> {
  const { body } = await client.post('/admin/oauth/access_token', {
    form: { ...fields, client_id: app.clientId, client_secret: app.clientSecret.reveal() },
    response,
    // Asking again issues another token and changes nothing else; an old refresh token is good until the new one is used.
    effect: 'read',
  });
  return body;
}

function offlineToken(granted: z.output<typeof GrantedOffline>, now: number): OfflineToken {
  return {
    accessToken: granted.access_token,
    expiresAt: new Date(now + granted.expires_in * 1000).toISOString(),
    refreshToken: granted.refresh_token,
    refreshExpiresAt: new Date(now + granted.refresh_token_expires_in * 1000).toISOString(),
  };
}

const Refusal = z.object({ error: z.string() });

/** Marks the refusal of a refresh token or session token, which no repetition cures. */
const invalidGrant = 'invalid_grant';

/** Credentials that are not accepted are answered with 400, which must not look like a malformed request of ours. */
export function refusedGrant({ status, body }: HttpFailure): IntegrationError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  const { data } = Refusal.safeParse(body);
  if (data?.error === invalidGrant || data?.error === 'invalid_subject_token') {
    return new IntegrationError('Shopify does not accept the token any more: the app must be installed again', {
      code: 'unauthorized',
      details: { status, reason: invalidGrant },
    });
  }
  return new IntegrationError('Shopify does not accept the client id and secret for this shop', {
    code: 'unauthorized',
    details: { status },
  });
}
