import { memoryTokenStore as memoryStore, type TokenStore as Store } from '@crossdock/core';

/** What a retailer granted: a token that ends within a day, and what it is renewed with. */
export interface GrantedToken {
  /** Absent before the first renewal. */
  readonly accessToken?: string;
  /** ISO instant. */
  readonly expiresAt?: string;
  /** Renews the access token once; each renewal brings another one and ends the access token before it. */
  readonly refreshToken: string;
}

/**
 * Keeps the token of one retailer between starts, and between processes that share it. Several processes need
 * `exclusively`: two that renew the token at once end each other's.
 */
export type TokenStore = Store<GrantedToken>;

/** Keeps a token for as long as the process lives: for tests, and for applications that bring the token along. */
export function memoryTokenStore(token?: GrantedToken): TokenStore {
  return memoryStore(token);
}
