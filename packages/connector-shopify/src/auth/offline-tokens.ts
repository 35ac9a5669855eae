import { type Clock, IntegrationError, isIntegrationError } from '@crossdock/core';
import { invalidGrant } from './grants.ts';
import type { OfflineToken, TokenStore } from './token-store.ts';

/** What the renewal of offline tokens works with. */
export interface OfflineTokenOptions {
  readonly store: TokenStore;
  readonly clock: Clock;
  /** Asks the platform for the next token. */
  refresh(refreshToken: string): Promise<OfflineToken>;
}

/** How long a token must still be good to be used as it is, in milliseconds. */
const refreshEarlyMs = 60_000;

/**
 * The token to use now: the one that is kept, or the next one, which is kept before anybody uses it.
 *
 * The store is asked first each time, because another process may have renewed the token: renewing it with an old refresh
 * token would end the grant. A refused access token is never used again, however long it says that it is good.
 */
export async function currentToken(options: OfflineTokenOptions, refused: string | undefined): Promise<OfflineToken> {
  const { store } = options;
  const work = async (): Promise<OfflineToken> => {
    const held = await load(store);
    if (!held) {
      throw new IntegrationError('There is no access token for this shop yet: install the app', {
        code: 'unauthorized',
      });
    }
    return isGood(held, options, refused) ? held : renew(held, options, refused);
  };
  return store.exclusively ? store.exclusively(work) : work();
}

async function renew(
  held: OfflineToken,
  options: OfflineTokenOptions,
  refused: string | undefined,
): Promise<OfflineToken> {
  const { store, refresh } = options;
  try {
    return await kept(await refresh(held.refreshToken), store);
  } catch (error) {
    if (!isIntegrationError(error) || error.details?.['reason'] !== invalidGrant) throw error;
    // Another process may have been faster, with a store that cannot lock.
    const newer = await load(store);
    if (!newer || newer.refreshToken === held.refreshToken) throw error;
    return isGood(newer, options, refused) ? newer : kept(await refresh(newer.refreshToken), store);
  }
}

function isGood({ accessToken, expiresAt }: OfflineToken, { clock }: OfflineTokenOptions, refused?: string): boolean {
  return accessToken !== refused && Date.parse(expiresAt) - clock.now() > refreshEarlyMs;
}

async function kept(token: OfflineToken, store: TokenStore): Promise<OfflineToken> {
  await asked(() => store.save(token));
  return token;
}

function load(store: TokenStore): Promise<OfflineToken | undefined> {
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
