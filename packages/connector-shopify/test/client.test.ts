import { createHttpClientFactory, type Observer, seededRandom, silentObserver } from '@crossdock/core';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { orderById } from '../src/api/documents.ts';
import { shopify, type ShopifyOptions } from '../src/index.ts';
import { shopifySimulator, type ShopifySimulatorOptions } from '../src/testing/index.ts';
import { openShop, start, usualOrder } from './support/open-shop.ts';
import { failureOf } from './support/read.ts';

/** A connector whose warnings are kept, before answers that a test may change. */
function connect({
  simulator = {},
  options = {},
  change = (response) => response,
}: {
  readonly simulator?: Partial<ShopifySimulatorOptions>;
  readonly options?: Partial<ShopifyOptions>;
  readonly change?: (response: Response) => Response | Promise<Response>;
} = {}) {
  const clock = manualClock({ now: start });
  const shop = shopifySimulator({ clock, ...simulator });
  const warnings: string[] = [];
  const observer: Observer = { ...silentObserver, log: (_level, message) => void warnings.push(message) };
  let sent = 0;
  const reach = simulatorFetch(shop);
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent++;
    return change(await reach(input, init));
  };
  const http = createHttpClientFactory({ system: 'shop', clock, observer: silentObserver, fetch });
  const config = {
    shop: shop.shop,
    credentials: { accessToken: shop.credentials.staticToken },
    webhookSecrets: [shop.webhookSecret],
    ...options,
  };
  const connection = shopify(config).connect({ name: 'shop', http, clock, random: seededRandom(1), observer });
  const { signal } = new AbortController();
  const getOrder = (id: bigint) =>
    connection.capabilities.getOrder.run({ orderRef: `shop-${id}` }, { key: 'test', txn: 'test', attempt: 1, signal });
  return { clock, shop, connection, warnings, sent: () => sent, getOrder, signal };
}

describe('the pace', () => {
  test('an empty bucket is waited for by the formula: the missing points by the rate at which they come back', async () => {
    const { clock, shop, system } = openShop();
    const { id } = shop.placeOrder(usualOrder);
    shop.bucket.drain();
    await system.call('getOrder', { orderRef: `shop-${id}` });
    const [first, second] = system.exchanges;
    expect(system.exchanges).toHaveLength(2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual((orderById.cost / 100) * 1000);
    expect(clock.now() - Date.parse(start)).toBeLessThan(30_000);
  });

  test('what the platform says about its bucket is believed, so that the next query is not refused', async () => {
    const { shop, system } = openShop();
    const { id } = shop.placeOrder(usualOrder);
    await system.call('getOrder', { orderRef: `shop-${id}` });
    shop.bucket.drain();
    for (let time = 0; time < 20; time++) await system.call('getOrder', { orderRef: `shop-${id}` });
    // One refusal tells that others drained the bucket; from then on every wait is made beforehand.
    expect(system.exchanges).toHaveLength(22);
  });

  test('a bucket that cannot be true is not believed: nothing would ever be sent again', async () => {
    const throttleStatus = { maximumAvailable: 10, currentlyAvailable: -1e15, restoreRate: 0 };
    const { shop, getOrder, clock } = connect({
      change: async (response) => {
        const answer = (await response.json()) as { extensions: { cost: object } };
        const cost = { ...answer.extensions.cost, throttleStatus };
        return Response.json({ ...answer, extensions: { cost } });
      },
    });
    const { id } = shop.placeOrder(usualOrder);
    for (let time = 0; time < 3; time++) await clock.settle(getOrder(id));
    expect(clock.now() - Date.parse(start)).toBeLessThan(10_000);
  });

  test('a query that costs too much is never sent again', async () => {
    const answer = { errors: [{ message: 'too dear', extensions: { code: 'MAX_COST_EXCEEDED' } }] };
    const { shop, sent, connection, clock, signal } = connect({ change: () => Response.json(answer) });
    shop.placeOrder(usualOrder);
    const sweep = connection.events?.sweeps?.['orders'];
    const read = async () => {
      for await (const _ of sweep?.run({ from: start, to: '2026-11-25T00:00:00Z', signal }) ?? []);
    };
    expect(await failureOf(() => clock.settle(read()))).toMatchObject({
      code: 'query-too-expensive',
      disposition: 'reject',
    });
    expect(sent()).toBe(1);
  });

  test('a sweep waits out an outage by itself', async () => {
    const { shop, connection, clock, signal } = connect();
    shop.placeOrder(usualOrder);
    shop.faults.arm('outage');
    const told: string[] = [];
    const read = async () => {
      const sweep = connection.events?.sweeps?.['orders'];
      for await (const { name } of sweep?.run({ from: start, to: '2026-11-25T00:00:00Z', signal }) ?? [])
        told.push(name);
    };
    await clock.settle(read());
    expect(told).toEqual(['order.placed', 'order.paid']);
  });
});

test('an answer in another API version is told, once', async () => {
  const older = (response: Response) => {
    response.headers.set('x-shopify-api-version', '2027-01');
    return response;
  };
  const { shop, getOrder, warnings, clock } = connect({ change: older });
  const { id } = shop.placeOrder(usualOrder);
  for (let time = 0; time < 2; time++) await clock.settle(getOrder(id));
  expect(warnings).toEqual(['Shopify speaks another API version than the connector']);
});

describe('access tokens', () => {
  const credentials = { clientId: 'simulated-client', clientSecret: 'simulated-client-secret' };

  test('one is asked for by all callers together, and another when it expired', async () => {
    const { shop, getOrder, clock } = connect({ options: { credentials } });
    const { id } = shop.placeOrder(usualOrder);
    await clock.settle(Promise.all([getOrder(id), getOrder(id), getOrder(id)]));
    expect(shop.tokensIssued).toBe(1);
    shop.expireTokens();
    await clock.settle(getOrder(id));
    expect(shop.tokensIssued).toBe(2);
  });

  test('a client that is not accepted is unauthorized, and its secret is in no word', async () => {
    const { shop, getOrder, clock } = connect({ options: { credentials } });
    const { id } = shop.placeOrder(usualOrder);
    shop.uninstallApp();
    const failure = await failureOf(() => clock.settle(getOrder(id)));
    expect(failure).toMatchObject({ code: 'unauthorized', disposition: 'reject' });
    expect(JSON.stringify(failure)).not.toContain(credentials.clientSecret);
  });

  test('data that the app is not approved for is forbidden, not an order without a buyer', async () => {
    const { shop, getOrder, clock } = connect({ simulator: { denied: ['Order'] } });
    const { id } = shop.placeOrder(usualOrder);
    expect(await failureOf(() => clock.settle(getOrder(id)))).toMatchObject({ code: 'forbidden', path: 'order' });
  });
});

describe('the account', () => {
  const findings = async (given: Parameters<typeof connect>[0]) => {
    const { connection, clock, signal } = connect(given);
    return (await clock.settle(Promise.resolve(connection.check?.(signal)))) ?? [];
  };

  test('that bears out the options gives no finding', async () => {
    expect(await findings({ options: { timeZone: 'America/New_York' } })).toEqual([]);
  });

  test('that is of another shop or lacks a scope is found', async () => {
    const found = await findings({
      simulator: { scopes: ['read_products', 'read_customers', 'read_locations'] },
      options: { shop: 'other.myshopify.com', baseUrl: 'https://demo.myshopify.com', timeZone: 'Europe/Zurich' },
    });
    expect(found.map(({ severity, path }) => `${severity} ${path}`)).toEqual(
      expect.arrayContaining(['error shop', 'warning timeZone', 'error credentials', 'warning credentials']),
    );
    const lacking = found.filter(({ path }) => path === 'credentials').map(({ message }) => message);
    expect(lacking).toContain('the app lacks the access scope read_orders: no order can be read');
    expect(lacking.filter((message) => message.includes('read_products'))).toEqual([]);
  });
});

test.each([
  ['#1001', ['1001']],
  ['1001', ['#1001', 'gid://shopify/Order/1001']],
  ['gid://shopify/Order/9007199254740993', ['9007199254740993']],
  ['https://admin.shopify.com/store/acme/orders/5500000000001?a=1', ['5500000000001']],
])('%s is also asked for as %j', (id, forms) => {
  expect(connect().connection.identify?.(id)).toEqual(forms);
});

test.each([
  ['shop', 'acme.example'],
  ['timeZone', 'Zurich'],
  ['webhookSecrets', []],
  ['sweepEvery', 'often'],
  ['currency', 'both'],
])('the option %s is checked at once', (path, value) => {
  const { shop } = connect();
  const options = { shop: shop.shop, credentials: { accessToken: 'shpat' }, webhookSecrets: ['s'], [path]: value };
  expect(shopify(options as ShopifyOptions).problems.map((it) => it.path)).toEqual([path]);
});
