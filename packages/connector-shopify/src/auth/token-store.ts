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
 * Keeps the token of one shop between starts, and between processes that share it.
 *
 * Give every shop a store of its own. The token opens the shop: keep it as well as a password.
 */
export interface TokenStore {
  load(): Promise<OfflineToken | undefined>;
  /** Resolves when the token would survive a crash: it is used only then. */
  save(token: OfflineToken): Promise<void>;
  /**
   * Runs work that no other process with the same store runs at the same time. Without it two processes may renew the
   * token at once; the platform bears that as long as neither of the new tokens was used.
   */
  exclusively?<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Keeps a token for as long as the process lives: for tests, and for apps that bring the token along. */
export function memoryTokenStore(token?: OfflineToken): TokenStore {
  let kept = token;
  return {
    load: async () => kept,
    save: async (saved) => {
      kept = saved;
    },
  };
}
