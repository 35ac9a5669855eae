import { type Clock, Secret } from '../primitives/index.ts';

/** A token as it was issued. */
export interface IssuedToken {
  readonly token: string | Secret;
  /** How long it is good for, in milliseconds. Absent: until it is refused. */
  readonly expiresInMs?: number;
}

export interface TokenCacheOptions {
  /** Gets a new token. Never runs twice at the same time. */
  mint(): Promise<IssuedToken>;
  readonly clock: Clock;
  /**
   * How long before its end a token is replaced, in milliseconds; at most half its life.
   *
   * @default 60_000
   */
  readonly refreshEarlyMs?: number;
}

/** Keeps one token for all callers. */
export interface TokenCache {
  /** The current token, or a new one. Callers who come while one is being made share it. */
  get(): Promise<Secret>;
  /** The platform refused this token. If it is still the current one, the next `get` makes a new one. */
  invalidate(token: string): void;
}

interface Held {
  readonly token: Secret;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

/**
 * Caches a token: one refresh for all callers, a little early. A refresh that fails is not remembered, and as long as the old token is
 * good it goes on being used.
 */
export function createTokenCache({ mint, clock, refreshEarlyMs = 60_000 }: TokenCacheOptions): TokenCache {
  let held: Held | undefined;
  let minting: Promise<Secret> | undefined;

  const mintOnce = async (): Promise<Secret> => {
    const { token, expiresInMs = Number.POSITIVE_INFINITY } = await mint();
    const now = clock.now();
    held = {
      token: typeof token === 'string' ? new Secret(token) : token,
      refreshAt: now + expiresInMs - Math.min(refreshEarlyMs, expiresInMs / 2),
      expiresAt: now + expiresInMs,
    };
    return held.token;
  };

  const refresh = (): Promise<Secret> => {
    minting ??= mintOnce().finally(() => {
      minting = undefined;
    });
    return minting;
  };

  return {
    async get() {
      if (held && clock.now() < held.refreshAt) return held.token;
      try {
        return await refresh();
      } catch (error) {
        if (held && clock.now() < held.expiresAt) return held.token;
        throw error;
      }
    },
    invalidate(token) {
      if (held?.token.reveal() === token) held = undefined;
    },
  };
}
