import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntegrationError } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { fileTokenStore, memoryTokenStore, type TokenStore } from '../../src/lightspeed/index.ts';
import { openRetailer, usualSale } from './support/open-retailer.ts';
import { failureOf } from './support/read.ts';

const application = { clientId: 'simulated-client', clientSecret: 'simulated-client-secret' };
const first = { refreshToken: 'simulated-refresh-token' };
const oauth = (tokens: TokenStore) => ({ options: { credentials: { ...application, tokens } } });

describe('signing in with a refresh token', () => {
  test('grants one token for all callers, and another when it has expired', async () => {
    const { retailer, system } = openRetailer(oauth(memoryTokenStore(first)));
    const { id } = retailer.till.sell(usualSale);
    const read = () => system.call('getOrder', { orderRef: `stores-${id}` });
    await Promise.all([read(), read(), read(), read()]);
    expect(retailer.tokensIssued).toBe(1);
    retailer.expireTokens();
    await Promise.all([read(), read(), read(), read()]);
    expect(retailer.tokensIssued).toBe(2);
  });

  test('is done before the token ends', async () => {
    const { retailer, system, clock } = openRetailer(oauth(memoryTokenStore(first)));
    const { id } = retailer.till.sell(usualSale);
    await system.call('getOrder', { orderRef: `stores-${id}` });
    await clock.advance(86_400_000 - 30_000);
    await system.call('getOrder', { orderRef: `stores-${id}` });
    expect(retailer.tokensIssued).toBe(2);
  });

  test('keeps the next refresh token before it is used: another process goes on with it', async () => {
    const tokens = memoryTokenStore(first);
    const { retailer, system, reconnect } = openRetailer(oauth(tokens));
    const { id } = retailer.till.sell(usualSale);
    await system.call('getOrder', { orderRef: `stores-${id}` });
    expect((await tokens.load())?.refreshToken).toBe(retailer.refreshToken);
    const other = reconnect({ credentials: { ...application, tokens } });
    await other.call('getOrder', { orderRef: `stores-${id}` });
    expect(retailer.tokensIssued).toBe(1);
    retailer.expireTokens();
    await other.call('getOrder', { orderRef: `stores-${id}` });
    // The first process has a token that was ended by that, and finds the new one.
    await system.call('getOrder', { orderRef: `stores-${id}` });
    expect(retailer.tokensIssued).toBe(2);
  });

  test('is renewed under the lock of its store, where the store has one', async () => {
    let locked = false;
    const saved: boolean[] = [];
    const memory = memoryTokenStore(first);
    const store: TokenStore = {
      load: () => memory.load(),
      save: (token) => {
        saved.push(locked);
        return memory.save(token);
      },
      async exclusively(work) {
        locked = true;
        return work().finally(() => {
          locked = false;
        });
      },
    };
    const { system } = openRetailer(oauth(store));
    await system.call('listProducts', {});
    expect(saved).toEqual([true]);
  });

  test('keeps a token late that could not be kept at first, and asks for no other: the one before has ended', async () => {
    const store = memoryTokenStore(first);
    let failures = 0;
    const save: TokenStore['save'] = (token) =>
      failures++ < 2 ? Promise.reject(new Error('disk full')) : store.save(token);
    const { retailer, system } = openRetailer(oauth({ ...store, save }));
    const { id } = retailer.till.sell(usualSale);
    await system.call('getOrder', { orderRef: `stores-${id}` });
    expect([failures, retailer.tokensIssued]).toEqual([3, 1]);
  });

  test('uses no token that could not be kept', async () => {
    const store = memoryTokenStore(first);
    const full = { ...store, save: () => Promise.reject(new Error('disk full')) };
    const { retailer, system } = openRetailer(oauth(full));
    const { id } = retailer.till.sell(usualSale);
    const failure = await failureOf(() => system.call('getOrder', { orderRef: `stores-${id}` }));
    expect(failure.code).toBe('system-unavailable');
  });

  test.each([
    ['is refused', memoryTokenStore({ refreshToken: 'of-somebody-else' })],
    ['was never granted', memoryTokenStore()],
  ])('that %s asks for a new grant', async (_, tokens) => {
    const { retailer, system } = openRetailer(oauth(tokens));
    const { id } = retailer.till.sell(usualSale);
    const failure = await failureOf(() => system.call('getOrder', { orderRef: `stores-${id}` }));
    expect([failure.code, failure.disposition]).toEqual(['unauthorized', 'reject']);
    expect(failure.message).not.toContain('somebody');
  });
});

describe('a token in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-'));
  afterAll(() => rm(folder, { recursive: true }));

  test('is kept as a whole, for its owner alone', async () => {
    const path = join(folder, 'kept.token');
    const store = fileTokenStore(path);
    expect(await store.load()).toBeUndefined();
    await store.save(first);
    expect(await fileTokenStore(path).load()).toEqual(first);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(first);
  });

  test('is renewed by one process at a time', async () => {
    const clock = manualClock();
    const path = join(folder, 'shared.token');
    let within = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++within);
      await clock.sleep(1_000);
      within -= 1;
    };
    const stores = [1, 2, 3].map(() => fileTokenStore(path, { clock }));
    await clock.settle(Promise.all(stores.map(async (it) => it.exclusively?.(work))));
    expect(most).toBe(1);
  });

  test('is renewed though whoever renewed it before died over it', async () => {
    const clock = manualClock({ now: 1_700_000_000_000 });
    const path = join(folder, 'left.token');
    await writeFile(`${path}.lock`, String(clock.now() - 61_000));
    const done = fileTokenStore(path, { clock }).exclusively?.(async () => 'done');
    expect(await clock.settle(done ?? Promise.resolve(undefined))).toBe('done');
  });
});

describe('the budget of requests', () => {
  test('is learned from the answers, and kept to', async () => {
    const { retailer, system, clock } = openRetailer();
    const { id } = retailer.till.sell(usualSale);
    const begun = clock.now();
    // Four registers have 1250 requests in five minutes.
    for (let count = 0; count < 700; count++) await system.call('getOrder', { orderRef: `stores-${id}` });
    const used = system.exchanges.length;
    expect(used).toBeGreaterThan(700);
    expect(system.exchanges.filter((it) => it.status === 429)).toEqual([]);
    // A fifth at once, and the rest evenly: so many take their time.
    expect(clock.now() - begun).toBeGreaterThan(60_000);
  }, 60_000);

  test.each([
    ['a date', (at: number) => new Date(at + 90_000).toUTCString(), 89_000],
    ['seconds', () => '45', 45_000],
    ['something else', () => 'soon', 30_000],
  ])('that is used up is waited for, when Retry-After is %s', async (_, header, waitMs) => {
    let refusedAt: number | undefined;
    const { retailer, system, clock } = openRetailer({
      fetch: (it) => async (input, init) => {
        const request = new Request(input, init);
        if (refusedAt === undefined) {
          refusedAt = clock.now();
          return new Response('{}', { status: 429, headers: { 'retry-after': header(refusedAt) } });
        }
        return it.handle(request);
      },
    });
    const { id } = retailer.till.sell(usualSale);
    const read = () => system.call('getOrder', { orderRef: `stores-${id}` });
    // Longer than a call waits it is told; until then nothing is sent.
    for (let tries = 0; tries < 3; tries++) {
      const failure = await read().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (!isIntegrationError(failure)) break;
      expect(failure).toMatchObject({ code: 'throttled', disposition: 'retry' });
      await clock.advance(failure.retryAfterMs ?? 0);
    }
    await read();
    const [, second] = system.exchanges;
    expect(second?.status).not.toBe(429);
    expect(clock.now() - (refusedAt ?? 0)).toBeGreaterThanOrEqual(waitMs);
    expect(system.exchanges.filter((it) => it.status === 429)).toHaveLength(1);
  });
});
