import { type Clock, IntegrationError, isIntegrationError } from '@crossdock/core';
import { type GrantedToken, type TokenStore } from './token-store.ts';

/** What the renewal of tokens works with. */
export interface GrantedTokenOptions {
  readonly store: TokenStore;
  readonly clock: Clock;
  /** A token that was granted and could not be kept: the one before it has ended, so it is kept before another is asked for. */
  unkept?: { readonly before: string; readonly token: Required<GrantedToken> } | undefined;
  /** Asks the platform for the next token. */
  refresh(refreshToken: string): Promise<Required<GrantedToken>>;
}

/** How long a token must still be good to be used as it is, in milliseconds. */
const refreshEarlyMs = 60_000;

/**
 * The token to use now: the one that is kept, or the next one, which is kept before anybody uses it.
 *
 * The store is asked first each time, because another process may have renewed the token: the refresh token before it is good
 * for nothing. A refused access token is never used again, however long it says that it is good.
 */
export async function currentToken(options: GrantedTokenOptions, refused?: string): Promise<Required<GrantedToken>> {
  const { store } = options;
  const work = async (): Promise<Required<GrantedToken>> => {
    const held = await load(store);
    if (!held) {
      throw new IntegrationError('There is no token of this retailer yet: grant the access', { code: 'unauthorized' });
    }
    const { unkept } = options;
    if (unkept?.before === held.refreshToken) {
      const late = await keep(unkept.token, held, options);
      return isGood(late, options, refused) ? late : renew(late, options, refused);
    }
    return isGood(held, options, refused) ? held : renew(held, options, refused);
  };
  return store.exclusively ? store.exclusively(work) : work();
}

async function renew(
  held: GrantedToken,
  options: GrantedTokenOptions,
  refused: string | undefined,
): Promise<Required<GrantedToken>> {
  const { store, refresh } = options;
  try {
    return await keep(await refresh(held.refreshToken), held, options);
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'unauthorized') throw error;
    // Another process may have been faster, with a store that cannot lock.
    const newer = await load(store);
    if (!newer || newer.refreshToken === held.refreshToken) throw error;
    return isGood(newer, options, refused) ? newer : keep(await refresh(newer.refreshToken), newer, options);
  }
}

function isGood(
  token: GrantedToken,
  { clock }: GrantedTokenOptions,
  refused: string | undefined,
): token is Required<GrantedToken> {
  const { accessToken, expiresAt } = token;
  if (accessToken === undefined || expiresAt === undefined || accessToken === refused) return false;
  return Date.parse(expiresAt) - clock.now() > refreshEarlyMs;
}

async function keep(
  token: Required<GrantedToken>,
  before: GrantedToken,
  options: GrantedTokenOptions,
): Promise<Required<GrantedToken>> {
  options.unkept = { before: before.refreshToken, token };
  await asked(() => options.store.save(token));
  options.unkept = undefined;
  return token;
}

function load(store: TokenStore): Promise<GrantedToken | undefined> {
  return asked(() => store.load());
}

/** A store that fails is like a system that is away: a later try may succeed, and nothing was used. */
async function asked<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (isIntegrationError(cause)) throw cause;
    throw new IntegrationError('The store of the access token cannot be reached', {
      code: 'system-unavailable',
      cause,
    });
  }
}
