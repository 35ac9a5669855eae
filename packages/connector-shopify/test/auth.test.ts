import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClientFactory, seededRandom, silentObserver } from '@crossdock/core';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  exchangeSessionToken,
  fileTokenStore,
  memoryTokenStore,
  type OfflineToken,
  shopify,
  type TokenStore,
} from '../src/index.ts';
import { shopifySimulator } from '../src/testing/index.ts';
import { start, usualOrder } from './support/open-shop.ts';
import { failureOf } from './support/read.ts';

/** A shop with an installed public app, and as many processes of ours as a test connects. */
async function install(tokens: TokenStore = memoryTokenStore()) {
  const clock = manualClock({ now: start });
  const shop = shopifySimulator({ clock });
  const { clientId, clientSecret } = shop.credentials;
  const fetch = simulatorFetch(shop);
  const { id } = shop.placeOrder(usualOrder);
  await exchangeSessionToken({
    shop: shop.shop,
    clientId,
    clientSecret,
    tokens,
    clock,
    fetch,
    sessionToken: shop.sessionToken(),
  });
  const connect = (store = tokens) => {
    const http = createHttpClientFactory({ system: 'shop', clock, observer: silentObserver, fetch });
    const credentials = { clientId, clientSecret, tokens: store };
    const ports = { name: 'shop', http, clock, random: seededRandom(1), observer: silentObserver };
    const connection = shopify({ shop: shop.shop, credentials, webhookSecrets: ['secret'] }).connect(ports);
    const { signal } = new AbortController();
    const call = { key: 'test', txn: 'test', attempt: 1, signal };
    return () => connection.capabilities.getOrder.run({ orderRef: `shop-${id}` }, call);
  };
  return { clock, shop, tokens, connect };
}

const hour = 3_600_000;

describe('an offline token that ends', () => {
  test('is exchanged for a session token, kept, and used without asking again', async () => {
    const { clock, shop, connect, tokens } = await install();
    const getOrder = connect();
    await clock.settle(Promise.all([getOrder(), getOrder()]));
    expect(shop.tokensIssued).toBe(1);
    expect(await tokens.load()).toEqual({
      accessToken: 'shpat_simulated_1',
      expiresAt: '2026-11-24T10:00:00.000Z',
      refreshToken: 'shprt_simulated_1',
      refreshExpiresAt: '2027-02-22T09:00:00.000Z',
    });
  });

  test('is renewed once for all callers, shortly before its end', async () => {
    const { clock, shop, connect } = await install();
    const getOrder = connect();
    await clock.settle(getOrder());
    await clock.advance(hour - 30_000);
    await clock.settle(Promise.all([getOrder(), getOrder(), getOrder()]));
    expect(shop.tokensIssued).toBe(2);
  });

  test('is kept before it is used', async () => {
    const saved: string[] = [];
    const memory = memoryTokenStore();
    const tokens: TokenStore = {
      load: () => memory.load(),
      save: async (token) => {
        await memory.save(token);
        saved.push(token.accessToken);
      },
    };
    const { clock, connect } = await install(tokens);
    await clock.advance(hour);
    await clock.settle(connect()());
    expect(saved).toEqual(['shpat_simulated_1', 'shpat_simulated_2']);
  });

  test('that cannot be kept is not used: the old refresh token stays good', async () => {
    const memory = memoryTokenStore();
    let broken = false;
    const tokens: TokenStore = {
      load: () => memory.load(),
      save: async (token) => {
        if (broken) throw new Error('The disk is full');
        await memory.save(token);
      },
    };
    const { clock, connect } = await install(tokens);
    const getOrder = connect();
    await clock.advance(hour);
    broken = true;
    expect(await failureOf(() => clock.settle(getOrder()))).toMatchObject({
      code: 'system-unavailable',
      disposition: 'retry',
    });
    broken = false;
    await clock.settle(getOrder());
  });

  test('that another process renewed is taken from the store', async () => {
    const { clock, shop, connect } = await install();
    const [one, other] = [connect(), connect()];
    await clock.settle(Promise.all([one(), other()]));
    await clock.advance(hour);
    await clock.settle(one());
    await clock.settle(other());
    expect(shop.tokensIssued).toBe(2);
  });

  test('that another process renewed at the same time, with a store that cannot lock, is found after the refusal', async () => {
    const { clock, shop, connect, tokens } = await install();
    // This process read the store before the other one wrote it.
    const old = await tokens.load();
    let reads = 0;
    const late: TokenStore = { ...tokens, load: () => (reads++ === 0 ? Promise.resolve(old) : tokens.load()) };
    await clock.advance(hour);
    await clock.settle(connect()());
    await clock.settle(connect(late)());
    expect(shop.tokensIssued).toBe(2);
  });

  test('that is refused although it should be good is renewed once, and the call is made again', async () => {
    const { clock, shop, connect } = await install();
    const getOrder = connect();
    await clock.settle(getOrder());
    shop.expireTokens();
    await clock.settle(getOrder());
    expect(shop.tokensIssued).toBe(2);
  });

  test('whose grant ended asks for a new installation, and no word holds a secret', async () => {
    const { clock, shop, connect, tokens } = await install();
    await clock.advance(hour);
    shop.uninstallApp();
    const failure = await failureOf(() => clock.settle(connect()()));
    expect(failure).toMatchObject({ code: 'unauthorized', disposition: 'reject' });
    expect(failure?.message).toContain('installed again');
    const { refreshToken = 'none', accessToken = 'none' } = (await tokens.load()) ?? ({} as Partial<OfflineToken>);
    for (const secret of [shop.credentials.clientSecret, refreshToken, accessToken]) {
      expect(JSON.stringify(failure)).not.toContain(secret);
    }
  });

  test('that was never brought asks for the installation', async () => {
    const { clock, connect } = await install();
    const failure = await failureOf(() => clock.settle(connect(memoryTokenStore())()));
    expect(failure).toMatchObject({ code: 'unauthorized' });
    expect(failure?.message).toContain('install the app');
  });

  test('is not had for a session token that was used before', async () => {
    const { shop, clock } = await install();
    const { clientId, clientSecret } = shop.credentials;
    const tokens = memoryTokenStore();
    const ports = { shop: shop.shop, clientId, clientSecret, tokens, clock, fetch: simulatorFetch(shop) };
    expect(
      await failureOf(() => exchangeSessionToken({ ...ports, sessionToken: 'simulated.session.1' })),
    ).toMatchObject({
      code: 'unauthorized',
    });
    expect(await tokens.load()).toBeUndefined();
  });
});

describe('a token in a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossdock-tokens-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const token: OfflineToken = {
    accessToken: 'shpat_x',
    expiresAt: '2026-11-24T10:00:00.000Z',
    refreshToken: 'shprt_x',
    refreshExpiresAt: '2027-02-22T09:00:00.000Z',
  };

  test('is read by the next process, and by nobody but its owner', async () => {
    const path = join(folder, 'one');
    expect(await fileTokenStore(path).load()).toBeUndefined();
    await fileTokenStore(path).save(token);
    expect(await fileTokenStore(path).load()).toEqual(token);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
    expect(await readdir(folder)).toEqual(['one']);
  });

  test('is renewed by one process at a time', async () => {
    const clock = manualClock({ now: start });
    const path = join(folder, 'two');
    let inside = 0;
    const most: number[] = [];
    const work = async () => {
      most.push(++inside);
      await clock.sleep(1_000);
      inside--;
    };
    const stores = [fileTokenStore(path, { clock }), fileTokenStore(path, { clock })];
    await clock.settle(Promise.all(stores.map(async (store) => store.exclusively?.(work))));
    expect(most).toEqual([1, 1]);
  });

  test('is not locked for ever by a process that died', async () => {
    const clock = manualClock({ now: start });
    const path = join(folder, 'three');
    await writeFile(`${path}.lock`, String(clock.now()));
    expect(
      await clock.settle(fileTokenStore(path, { clock }).exclusively?.(async () => 'done') ?? Promise.resolve('')),
    ).toBe('done');
    expect(clock.now() - Date.parse(start)).toBeGreaterThan(60_000);
  });

  test('that is damaged says so, without its content', async () => {
    const path = join(folder, 'four');
    await writeFile(path, '{"accessToken":"shpat_secret"');
    const failure = await failureOf(() => fileTokenStore(path).load());
    expect(failure).toMatchObject({ code: 'unauthorized' });
    expect(JSON.stringify(failure)).not.toContain('shpat_secret');
  });
});
