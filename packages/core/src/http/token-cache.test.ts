import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { createTokenCache } from './token-cache.ts';

function mintFor(lifeMs?: number) {
  let minted = 0;
  const state = { fail: false };
  return {
    state,
    minted: () => minted,
    async mint() {
      minted += 1;
      const token = `token-${minted}`;
      await Promise.resolve();
      if (state.fail) throw new Error('The token endpoint is down');
      return { token, ...(lifeMs !== undefined && { expiresInMs: lifeMs }) };
    },
  };
}

const hour = 3_600_000;

it('callers who come at the same time share one token', async () => {
  const issuer = mintFor(hour);
  const tokens = createTokenCache({ ...issuer, clock: virtualClock() });
  const got = await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
  expect(got.map((token) => token.reveal())).toEqual(['token-1', 'token-1', 'token-1']);
  expect(issuer.minted()).toBe(1);
});

it('a token is replaced a little before its end, once for all callers', async () => {
  const issuer = mintFor(hour);
  const clock = virtualClock();
  const tokens = createTokenCache({ ...issuer, clock });
  await tokens.get();
  await clock.advance(hour - 60_001);
  expect((await tokens.get()).reveal()).toBe('token-1');
  await clock.advance(1);
  const got = await Promise.all([tokens.get(), tokens.get()]);
  expect(got.map((token) => token.reveal())).toEqual(['token-2', 'token-2']);
});

it('a short-lived token is used for half its life, not minted for every call', async () => {
  const issuer = mintFor(30_000);
  const clock = virtualClock();
  const tokens = createTokenCache({ ...issuer, clock });
  await tokens.get();
  await clock.advance(14_999);
  await tokens.get();
  expect(issuer.minted()).toBe(1);
});

it('a failed refresh is not remembered', async () => {
  const issuer = mintFor(hour);
  const tokens = createTokenCache({ ...issuer, clock: virtualClock() });
  issuer.state.fail = true;
  await expect(tokens.get()).rejects.toThrow();
  issuer.state.fail = false;
  expect((await tokens.get()).reveal()).toBe('token-2');
});

it('while an early refresh fails the old token goes on being used, to its end', async () => {
  const issuer = mintFor(hour);
  const clock = virtualClock();
  const tokens = createTokenCache({ ...issuer, clock });
  await tokens.get();
  issuer.state.fail = true;
  await clock.advance(hour - 30_000);
  expect((await tokens.get()).reveal()).toBe('token-1');
  await clock.advance(30_000);
  await expect(tokens.get()).rejects.toThrow();
});

it('a refused token is replaced once, however many callers report it', async () => {
  const issuer = mintFor();
  const tokens = createTokenCache({ ...issuer, clock: virtualClock() });
  await tokens.get();
  tokens.invalidate('token-1');
  await tokens.get();
  tokens.invalidate('token-1');
  expect((await tokens.get()).reveal()).toBe('token-2');
  expect(issuer.minted()).toBe(2);
});

it('neither the cache nor its token can be printed', async () => {
  const tokens = createTokenCache({ ...mintFor(), clock: virtualClock() });
  const token = await tokens.get();
  for (const print of [
    inspect(tokens, { depth: 9 }),
    inspect(token),
    JSON.stringify({ tokens, token }),
    String(token),
  ]) {
    expect(print).not.toContain('token-1');
  }
});
