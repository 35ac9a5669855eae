import { createHttpClientFactory, seededRandom, silentObserver } from '@crossdock/core';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Mutation } from '../src/api/document.ts';
import { createGraphqlClient } from '../src/client.ts';
import { Options } from '../src/options.ts';
import { shopifySimulator } from '../src/testing/index.ts';
import { start } from './support/open-shop.ts';
import { failureOf } from './support/read.ts';

/** Any change will do: the client knows no business words. */
const subscribe: Mutation = {
  name: 'Subscribe',
  cost: 13,
  idempotent: true,
  text: `mutation Subscribe($uri: String!, $idempotencyKey: String!) {
    webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: $uri }) @idempotent(key: $idempotencyKey) {
      webhookSubscription { id }
      userErrors { field message }
    }
  }`,
};
const Subscribed = z.object({
  webhookSubscriptionCreate: z.object({ webhookSubscription: z.object({ id: z.string() }) }),
});

function open(answers: readonly Response[] = []) {
  const clock = manualClock({ now: start });
  const shop = shopifySimulator({ clock });
  const reach = simulatorFetch(shop);
  const bodies: { variables: { idempotencyKey?: string } }[] = [];
  const waiting = [...answers];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    bodies.push((await request.clone().json()) as (typeof bodies)[number]);
    return waiting.shift() ?? reach(request);
  };
  const http = createHttpClientFactory({ system: 'shop', clock, observer: silentObserver, fetch });
  const config = Options.parse({
    shop: shop.shop,
    credentials: { accessToken: shop.credentials.staticToken },
    webhookSecrets: [shop.webhookSecret],
  });
  const client = createGraphqlClient({
    config,
    name: 'shop',
    http,
    clock,
    random: seededRandom(1),
    observer: silentObserver,
  });
  const mutate = (key = 'flow/1/key/step', uri = 'https://example.org/a') =>
    clock.settle(
      client.mutate(subscribe, { variables: { uri }, data: Subscribed, key, signal: new AbortController().signal }),
    );
  const subscriptions = async () => {
    await clock.advance(1000);
    const query = '{ webhookSubscriptions(first: 10) { nodes { id } } }';
    const headers = { 'content-type': 'application/json', 'x-shopify-access-token': shop.credentials.staticToken };
    const url = `https://${shop.shop}/admin/api/2026-10/graphql.json`;
    const answer = await shop.handle(new Request(url, { method: 'POST', headers, body: JSON.stringify({ query }) }));
    const { data } = (await answer.json()) as { data: { webhookSubscriptions: { nodes: unknown[] } } };
    return data.webhookSubscriptions.nodes.length;
  };
  return { shop, mutate, bodies, subscriptions };
}

const keys = (bodies: readonly { variables: { idempotencyKey?: string } }[]) =>
  bodies.map(({ variables }) => variables.idempotencyKey ?? '');

const refused = (code: string) =>
  Response.json({
    data: {
      webhookSubscriptionCreate: { webhookSubscription: null, userErrors: [{ field: null, message: 'no', code }] },
    },
  });

describe('a change', () => {
  test('is made once under a key that follows from the once-only key, and looks like a UUID', async () => {
    const { mutate, bodies, subscriptions } = open();
    const first = await mutate();
    const second = await mutate();
    expect(second).toEqual(first);
    expect(await subscriptions()).toBe(1);
    const [one, two] = keys(bodies);
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(two).toBe(one);
    await failureOf(() => mutate('flow/1/key/other-step'));
    expect(keys(bodies)[2]).not.toBe(one);
  });

  test('that is refused is refused by name', async () => {
    const { mutate, subscriptions } = open();
    expect(await failureOf(() => mutate('a', 'ftp://nowhere'))).toMatchObject({
      code: 'refused',
      disposition: 'reject',
      path: 'webhookSubscriptionCreate.webhookSubscription.uri',
    });
    expect(await subscriptions()).toBe(0);
  });

  test.each([
    ['lost-reply', 'connection-lost'],
    ['error-after', 'system-unavailable'],
    ['error-beside-data', 'outcome-unknown'],
    ['timeout', 'timeout'],
  ] as const)('that met %s was made, and its outcome is unknown', async (fault, code) => {
    const { shop, mutate, subscriptions } = open();
    shop.faults.arm(fault);
    expect(await failureOf(() => mutate())).toMatchObject({ code, disposition: 'unknown' });
    expect(await subscriptions()).toBe(1);
    expect(shop.faults.struck[fault]).toBe(1);
  });

  test('that met a failing platform was perhaps made, whatever the status says', async () => {
    const { shop, mutate } = open();
    shop.faults.arm('outage');
    expect(await failureOf(() => mutate())).toMatchObject({ code: 'system-unavailable', disposition: 'unknown' });
  });

  test('that is throttled did not happen', async () => {
    const { shop, mutate, subscriptions } = open();
    shop.faults.arm('throttle-storm');
    expect(await failureOf(() => mutate())).toMatchObject({ code: 'throttled', disposition: 'retry' });
    expect(await subscriptions()).toBe(0);
  });

  test('whose answer makes no sense was perhaps made', async () => {
    const { mutate } = open([Response.json({ data: { webhookSubscriptionCreate: { userErrors: [] } } })]);
    expect(await failureOf(() => mutate())).toMatchObject({ code: 'response-invalid', disposition: 'unknown' });
  });
});

describe('the idempotency key', () => {
  test('of an attempt that failed is followed by a new one', async () => {
    const { mutate, bodies } = open([refused('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED')]);
    await mutate();
    const [one, two] = keys(bodies);
    expect(two).not.toBe(one);
    const later = open();
    await later.mutate();
    expect(keys(later.bodies)).toEqual([one]);
  });

  test('is not renewed for ever', async () => {
    const { mutate, bodies } = open(Array.from({ length: 9 }, () => refused('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED')));
    expect(await failureOf(() => mutate())).toMatchObject({ code: 'refused' });
    expect(bodies).toHaveLength(5);
  });

  test('of an attempt in progress is tried again later, by whoever repeats the call', async () => {
    const { shop, mutate, subscriptions } = open();
    shop.faults.arm('concurrent-key');
    // This mutation's errors have no code: the sentence is all there is.
    expect(await failureOf(() => mutate())).toMatchObject({ code: 'busy', disposition: 'retry' });
    await mutate();
    expect(await subscriptions()).toBe(1);
  });

  test('that is used for something else ends in a refusal or an open outcome, never in a second change', async () => {
    const { mutate, subscriptions } = open([refused('IDEMPOTENCY_KEY_PARAMETER_MISMATCH')]);
    expect(await failureOf(() => mutate())).toMatchObject({ code: 'key-mismatch', disposition: 'reject' });
    await mutate();
    expect(await failureOf(() => mutate(undefined, 'https://example.org/b'))).toMatchObject({ disposition: 'unknown' });
    expect(await subscriptions()).toBe(1);
  });
});
