import { expect, it } from 'vitest';
import { OAuthTokenAnswer } from './oauth-token.ts';

it.each([3600, '3600'])('a token that ends after %j seconds is told in milliseconds', (expires_in) => {
  const answer = { access_token: 'token-1', expires_in, token_type: 'Bearer' };
  expect(OAuthTokenAnswer.parse(answer)).toEqual({ token: 'token-1', expiresInMs: 3_600_000 });
});

it.each([
  [{ access_token: '', expires_in: 3600 }],
  [{ access_token: 'token-1' }],
  [{ access_token: 'token-1', expires_in: 0 }],
  [{ access_token: 'token-1', expires_in: 'soon' }],
  [{ access_token: 'token-1', expires_in: '1e999' }],
  [{ error: 'invalid_client' }],
  ['token-1'],
])('%j is no token', (answer) => {
  expect(OAuthTokenAnswer.safeParse(answer).success).toBe(false);
});
