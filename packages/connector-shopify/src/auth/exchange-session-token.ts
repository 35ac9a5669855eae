import { type Clock, createHttpClientFactory, secret, silentObserver, systemClock } from '@crossdock/core';
import { exchange, refusedGrant } from './grants.ts';
import type { TokenStore } from './token-store.ts';

/** What a session token is exchanged with. */
export interface ExchangeOptions {
  /** The permanent domain of the shop that the connector is configured for; never one out of the request. */
  readonly shop: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The `id_token` that the app's page sends along, as it came. The platform verifies it. */
  readonly sessionToken: string;
  /** Where the connector finds the token. */
  readonly tokens: TokenStore;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /** @default `https://${shop}` */
  readonly baseUrl?: string;
}

/**
 * Installs a shop: exchanges the session token of whoever opened the app for an offline token, and keeps that. An app's own
 * route calls it; afterwards the connector renews the token by itself.
 *
 * @example
 * ```ts
 * import { exchangeSessionToken, fileTokenStore } from '@crossdock/connector-shopify';
 *
 * export const install = (sessionToken: string) =>
 *   exchangeSessionToken({
 *     shop: 'acme.myshopify.com',
 *     clientId: process.env['SHOPIFY_CLIENT_ID'] ?? '',
 *     clientSecret: process.env['SHOPIFY_CLIENT_SECRET'] ?? '',
 *     sessionToken,
 *     tokens: fileTokenStore('data/acme.token'),
 *   });
 * ```
 */
export async function exchangeSessionToken(options: ExchangeOptions): Promise<void> {
  const { shop, clientId, sessionToken, tokens, fetch = globalThis.fetch, clock = systemClock } = options;
  const http = createHttpClientFactory({ system: 'shopify', clock, observer: silentObserver, fetch });
  const client = http({ baseUrl: options.baseUrl ?? `https://${shop}`, errors: refusedGrant });
  const app = { clientId, clientSecret: secret().parse(options.clientSecret) };
  await tokens.save(await exchange({ client, app }, sessionToken, clock.now()));
}
