import { type Clock, IntegrationError, isIntegrationError } from '../primitives/index.ts';
import { createTokenCache, type TokenCache } from './token-cache.ts';
import { type TokenStore } from './token-store.ts';

/** An access token that ends, and what it is renewed with. Each renewal brings another pair. */
export interface RotatingToken {
  /** Absent before the first renewal. */
  readonly accessToken?: string;
  /** ISO instant at which the access token ends. */
  readonly expiresAt?: string;
  /** Good for one renewal. */
  readonly refreshToken: string;
}

/** A token as a platform grants it. */
export type GrantedPair<Token extends RotatingToken> = Token & {
  readonly accessToken: string;
  readonly expiresAt: string;
};

export interface RotatingTokensOptions<Token extends RotatingToken> {
  /** Where the token is kept between starts. Several processes with one account share one store, with a lock. */
  readonly store: TokenStore<Token>;
  readonly clock: Clock;
  /**
   * Asks the platform for the next pair. It may ask again when the answer was lost: if that renewal has ended the refresh
   * token, the platform refuses it, and a person has to grant the access again.
   *
   * @throws IntegrationError `unauthorized` when the platform does not accept the refresh token
   */
  refresh(refreshToken: string): Promise<GrantedPair<Token>>;
  /** What helps when there is no token, for the error's words: `install the app`. */
  readonly remedy: string;
}

/** How long a token must still be good to be used as it is, in milliseconds. */
const refreshEarlyMs = 60_000;

/**
 * Keeps the access token of an account whose refresh token is good for one renewal.
 *
 * One renewal at a time, under the lock of the store; a little before the token ends, or when it was refused. The store is asked first,
 * because another process may have renewed. What was granted is kept before anybody uses it; what could not be kept is kept before
 * another is asked for, as the pair before it may have ended. A refused access token is never used again.
 *
 * @throws IntegrationError from `get`: `unauthorized` without a token or when the platform refuses to renew it,
 * `system-unavailable` when the store cannot be reached.
 * @example
 * ```ts
 * import { bearer, createRotatingTokens, memoryTokenStore, systemClock } from '@crossdock/core';
 *
 * const tokens = createRotatingTokens({
 *   store: memoryTokenStore({ refreshToken: 'of-the-grant' }),
 *   clock: systemClock,
 *   remedy: 'grant the access',
 *   refresh: async () => ({ accessToken: 'next', expiresAt: '2027-01-01T00:00:00Z', refreshToken: 'after-that' }),
 * });
 *
 * export const authorize = bearer(tokens);
 * ```
 */
export function createRotatingTokens<Token extends RotatingToken>(options: RotatingTokensOptions<Token>): TokenCache {
  const { clock } = options;
  const keeping: Keeping<Token> = { options, refused: undefined, unkept: undefined };
  const cache = createTokenCache({
    clock,
    refreshEarlyMs,
    mint: async () => {
      const { accessToken, expiresAt } = await currentPair(keeping);
      return { token: accessToken, expiresInMs: Date.parse(expiresAt) - clock.now() };
    },
  });
  return {
    get: () => cache.get(),
    invalidate(token) {
      keeping.refused = token;
      cache.invalidate(token);
    },
  };
}

interface Keeping<Token extends RotatingToken> {
  readonly options: RotatingTokensOptions<Token>;
  refused: string | undefined;
  /** What was granted and could not be kept, and the refresh token that it was granted for. */
  unkept: { readonly before: string; readonly granted: GrantedPair<Token> } | undefined;
}

async function currentPair<Token extends RotatingToken>(keeping: Keeping<Token>): Promise<GrantedPair<Token>> {
  const { store, remedy } = keeping.options;
  const work = async (): Promise<GrantedPair<Token>> => {
    const held = await asked(() => store.load());
    if (!held) throw new IntegrationError(`There is no access token yet: ${remedy}`, { code: 'unauthorized' });
    const { unkept } = keeping;
    const known = unkept?.before === held.refreshToken ? await keep(unkept.granted, held, keeping) : held;
    return isGood(known, keeping) ? known : renew(known, keeping);
  };
  if (!store.exclusively) return work();
  let entered = false;
  const inside = () => {
    entered = true;
    return work();
  };
  return store.exclusively(inside).catch((error: unknown) => {
    throw entered ? error : unreachable(error);
  });
}

async function renew<Token extends RotatingToken>(held: Token, keeping: Keeping<Token>): Promise<GrantedPair<Token>> {
  const { store, refresh } = keeping.options;
  try {
    return await keep(await refresh(held.refreshToken), held, keeping);
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'unauthorized') throw error;
    // Another process may have been faster, with a store that cannot lock.
    const newer = await asked(() => store.load());
    if (!newer || newer.refreshToken === held.refreshToken) throw error;
    return isGood(newer, keeping) ? newer : keep(await refresh(newer.refreshToken), newer, keeping);
  }
}

function isGood<Token extends RotatingToken>(
  token: Token,
  { options: { clock }, refused }: Keeping<Token>,
): token is GrantedPair<Token> {
  const { accessToken, expiresAt } = token;
  if (accessToken === undefined || expiresAt === undefined || accessToken === refused) return false;
  return Date.parse(expiresAt) - clock.now() > refreshEarlyMs;
}

async function keep<Token extends RotatingToken>(
  granted: GrantedPair<Token>,
  { refreshToken: before }: RotatingToken,
  keeping: Keeping<Token>,
): Promise<GrantedPair<Token>> {
  keeping.unkept = { before, granted };
  await asked(() => keeping.options.store.save(granted));
  keeping.unkept = undefined;
  return granted;
}

/** A store that fails is like a system that is away: a later try may succeed, and nothing was used. */
async function asked<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw unreachable(cause);
  }
}

function unreachable(cause: unknown): IntegrationError {
  if (isIntegrationError(cause)) return cause;
  return new IntegrationError('The store of the access token cannot be reached', { code: 'system-unavailable', cause });
}
