import { memoryTokenStore as memoryStore, type TokenStore as Store } from '@crossdock/core';

/** A token of an app in a shop that ends after an hour, and what it is renewed with. */
export interface OfflineToken {
  readonly accessToken: string;
  /** ISO instant. */
  readonly expiresAt: string;
  /** Renews the access token once; each renewal brings another one. */
  readonly refreshToken: string;
  /** ISO instant. After it only a new installation helps. */
  readonly refreshExpiresAt: string;
}

/**
 * Keeps the token of one shop between starts, and between processes that share it. Without `exclusively` two processes may
 * renew the token at once; the platform bears that as long as neither of the new tokens was used.
 */
export type TokenStore = Store<OfflineToken>;

/** Keeps a token for as long as the process lives: for tests, and for apps that bring the token along. */
export function memoryTokenStore(token?: OfflineToken): TokenStore {
  return memoryStore(token);
}
