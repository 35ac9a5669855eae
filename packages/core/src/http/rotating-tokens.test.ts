import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../test/virtual-clock.ts';
import { IntegrationError } from '../primitives/index.ts';
import { createRotatingTokens, type RotatingToken } from './rotating-tokens.ts';
import { memoryTokenStore, type TokenStore } from './token-store.ts';

const hour = 3_600_000;

/** A platform that grants a pair for the newest refresh token alone, and everything a process has beside it. */
function account() {
  const clock = virtualClock();
  const platform = { granted: 0, asked: 0, loses: 0 };
  const memory = memoryTokenStore<RotatingToken>({ refreshToken: 'refresh-0' });
  const refresh = async (refreshToken: string) => {
    platform.asked += 1;
    if (refreshToken !== `refresh-${platform.granted}`)
      throw new IntegrationError('The refresh token is not good any more', { code: 'unauthorized' });
    platform.granted += 1;
    if (platform.loses-- > 0) throw new IntegrationError('The answer is lost', { code: 'system-unavailable' });
    return {
      accessToken: `access-${platform.granted}`,
      expiresAt: new Date(clock.now() + hour).toISOString(),
      refreshToken: `refresh-${platform.granted}`,
    };
  };
  const open = (store: TokenStore<RotatingToken> = memory) =>
    createRotatingTokens({ store, clock, refresh, remedy: 'grant the access' });
  return { clock, platform, memory, open };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error as IntegrationError).code,
  );

describe('a token that rotates', () => {
  it('is renewed once for all callers, a little before its end', async () => {
    const { clock, platform, open } = account();
    const tokens = open();
    await Promise.all([tokens.get(), tokens.get()]);
    await clock.advance(hour - 60_001);
    expect((await tokens.get()).reveal()).toBe('access-1');
    await clock.advance(1);
    const got = await Promise.all([tokens.get(), tokens.get()]);
    expect(got.map((it) => it.reveal())).toEqual(['access-2', 'access-2']);
    expect(platform.asked).toBe(2);
  });

  it('that is kept and still good is used as it is, by another process too', async () => {
    const { platform, open } = account();
    await open().get();
    expect((await open().get()).reveal()).toBe('access-1');
    expect(platform.asked).toBe(1);
  });

  it('that was refused is never used again, though the store still has it', async () => {
    const { open, memory } = account();
    const tokens = open();
    await tokens.get();
    tokens.invalidate('access-1');
    expect((await tokens.get()).reveal()).toBe('access-2');
    expect((await memory.load())?.refreshToken).toBe('refresh-2');
  });

  it('is kept before it is used', async () => {
    const { memory, open } = account();
    const broken = { ...memory, save: () => Promise.reject(new Error('The disk is full')) };
    expect(await codeOf(open(broken).get())).toBe('system-unavailable');
  });

  it('that could not be kept is kept before another is asked for', async () => {
    const { platform, memory, open } = account();
    let isFull = true;
    const save: typeof memory.save = (token) => (isFull ? Promise.reject(new Error('full')) : memory.save(token));
    const tokens = open({ ...memory, save });
    expect(await codeOf(tokens.get())).toBe('system-unavailable');
    isFull = false;
    expect((await tokens.get()).reveal()).toBe('access-1');
    expect([platform.asked, (await memory.load())?.refreshToken]).toEqual([1, 'refresh-1']);
  });

  it('that could not be kept gives way to what another process kept meanwhile', async () => {
    const { clock, memory, open } = account();
    let isFull = true;
    const save: typeof memory.save = (token) => (isFull ? Promise.reject(new Error('full')) : memory.save(token));
    const tokens = open({ ...memory, save });
    expect(await codeOf(tokens.get())).toBe('system-unavailable');
    const expiresAt = new Date(clock.now() + hour).toISOString();
    await memory.save({ accessToken: 'of-the-other', expiresAt, refreshToken: 'refresh-of-the-other' });
    isFull = false;
    expect((await tokens.get()).reveal()).toBe('of-the-other');
    expect((await memory.load())?.refreshToken).toBe('refresh-of-the-other');
  });

  it('whose store cannot be read is not asked for: nothing was used', async () => {
    const { platform, memory, open } = account();
    const away = { ...memory, load: () => Promise.reject(new Error('no connection')) };
    expect(await codeOf(open(away).get())).toBe('system-unavailable');
    expect(platform.asked).toBe(0);
  });

  it('whose store cannot be locked is not asked for: nothing was used', async () => {
    const { platform, memory, open } = account();
    const full = { ...memory, exclusively: () => Promise.reject(new Error('no space left on device')) };
    expect(await codeOf(open(full).get())).toBe('system-unavailable');
    expect(platform.asked).toBe(0);
  });

  it('is renewed under the lock of its store', async () => {
    const { memory, open } = account();
    let isLocked = false;
    const seen: boolean[] = [];
    const store: TokenStore<RotatingToken> = {
      load: () => (seen.push(isLocked), memory.load()),
      save: (token) => (seen.push(isLocked), memory.save(token)),
      exclusively: async (work) => {
        isLocked = true;
        return work().finally(() => (isLocked = false));
      },
    };
    await open(store).get();
    expect(seen).toEqual([true, true]);
  });

  it('that another process renewed meanwhile, with a store that cannot lock, is found after the refusal', async () => {
    const { platform, memory, open } = account();
    const before = await memory.load();
    await open().get();
    let reads = 0;
    const late = { ...memory, load: () => (reads++ === 0 ? Promise.resolve(before) : memory.load()) };
    expect((await open(late).get()).reveal()).toBe('access-1');
    // Refused once, and not asked for again.
    expect([platform.asked, platform.granted]).toEqual([2, 1]);
  });

  it('that another process renewed and that ended since is renewed from there', async () => {
    const { clock, memory, open } = account();
    const before = await memory.load();
    await open().get();
    await clock.advance(hour);
    let reads = 0;
    const late = { ...memory, load: () => (reads++ === 0 ? Promise.resolve(before) : memory.load()) };
    expect((await open(late).get()).reveal()).toBe('access-2');
  });

  it('whose renewal was lost on the way back asks for a new grant when the one before has ended', async () => {
    const { platform, open } = account();
    platform.loses = 1;
    const tokens = open();
    expect(await codeOf(tokens.get())).toBe('system-unavailable');
    expect(await codeOf(tokens.get())).toBe('unauthorized');
    // A refusal that nobody was faster than is not asked for again.
    expect(platform.asked).toBe(2);
  });

  it('that was never granted says what helps', async () => {
    const { open } = account();
    await expect(open(memoryTokenStore()).get()).rejects.toMatchObject({
      code: 'unauthorized',
      message: 'There is no access token yet: grant the access',
    });
  });
});
