/**
 * Keeps the token of one account between starts, and between processes that share it.
 *
 * Give every account a store of its own. The token opens the account: keep it as well as a password.
 *
 * @typeParam Token - what is kept: an access token with its end, and what it is renewed with
 */
export interface TokenStore<Token> {
  load(): Promise<Token | undefined>;
  /** Resolves when the token would survive a crash: it is used only then. */
  save(token: Token): Promise<void>;
  /**
   * Runs work that no other process with the same store runs at the same time. Several processes need it: two that renew
   * the same token at once may end each other's.
   */
  exclusively?<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Keeps a token for as long as the process lives: for tests, and for applications that bring the token along. */
export function memoryTokenStore<Token>(token?: Token): TokenStore<Token> {
  let kept = token;
  return {
    load: async () => kept,
    save: async (saved) => {
      kept = saved;
    },
  };
}
