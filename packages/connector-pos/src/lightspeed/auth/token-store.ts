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
 * Keeps the token of one retailer between starts, and between processes that share it.
 *
 * Give every retailer a store of its own. The token opens the tills: keep it as well as a password.
 */
export interface TokenStore {
  load(): Promise<GrantedToken | undefined>;
  /** Resolves when the token would survive a crash: it is used only then. */
  save(token: GrantedToken): Promise<void>;
  /**
   * Runs work that no other process with the same store runs at the same time. Several processes need it: two that renew the
   * token at once end each other's.
   */
  exclusively?<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Keeps a token for as long as the process lives: for tests, and for applications that bring the token along. */
export function memoryTokenStore(token?: GrantedToken): TokenStore {
  let kept = token;
  return {
    load: async () => kept,
    save: async (saved) => {
      kept = saved;
    },
  };
}
