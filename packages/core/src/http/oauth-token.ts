import { z } from 'zod';

/**
 * The answer of an OAuth 2.0 token endpoint, as a token cache takes it. Platforms give the time as a number of seconds or as its text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 * @example
 * ```ts
 * import { createTokenCache, type HttpClient, OAuthTokenAnswer, systemClock } from '@crossdock/core';
 *
 * declare const login: HttpClient;
 *
 * const form = { grant_type: 'client_credentials', client_id: 'crossdock', client_secret: 's3cret' };
 * const tokens = createTokenCache({
 *   clock: systemClock,
 *   // Asking again issues another token and changes nothing else.
 *   mint: async () => (await login.post('/token', { form, response: OAuthTokenAnswer, effect: 'read' })).body,
 * });
 * ```
 */
export const OAuthTokenAnswer = z
  .object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })
  .transform(({ access_token: token, expires_in: seconds }) => ({ token, expiresInMs: seconds * 1000 }));
