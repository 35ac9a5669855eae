import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenWithExpress } from '../src/express-app.ts';
import { listenWithHono } from '../src/hono-app.ts';
import { type Listen } from '../src/listen.ts';
import { type ExampleWorld, openWorld } from './world.ts';

const servers: Readonly<Record<string, Listen>> = { Hono: listenWithHono, Express: listenWithExpress };

describe.each(Object.entries(servers))('the service on %s', (_name, listen) => {
  let world: ExampleWorld;
  let server: Awaited<ReturnType<Listen>>;
  beforeAll(async () => {
    world = await openWorld();
    server = await listen(world.dock, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/webhooks/shop`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': 'w-1',
        'x-shopify-shop-domain': world.shop.shop,
        'x-shopify-hmac-sha256': createHmac('sha256', world.shop.webhookSecret).update(body).digest('base64'),
        ...headers,
      },
    });
  const undecoded = async () => (await world.dock.status()).undecoded;

  test('refuses a webhook that is not signed, or signed with another secret, and keeps nothing of it', async () => {
    const wrong = createHmac('sha256', 'another secret').update('{}').digest('base64');
    expect((await post('{}', { 'x-shopify-hmac-sha256': wrong })).status).toBe(401);
    expect((await post('{}', { 'x-shopify-hmac-sha256': '' })).status).toBe(401);
    expect(await undecoded()).toBe(0);
  });

  test('refuses a body over the limit without reading it to its end', async () => {
    expect((await post('x'.repeat(11 * 1024 * 1024))).status).toBe(413);
  });

  test('refuses what is no JSON', async () => {
    expect((await post('{"id":')).status).toBe(400);
  });

  test('answers other methods with 404 or 405, never with 200', async () => {
    const response = await fetch(`${server.url}/webhooks/shop`);
    expect([404, 405]).toContain(response.status);
  });

  test('takes a signed webhook once it is durable, and knows it again', async () => {
    const first = await post('{"id":1}', { 'x-shopify-topic': 'app/uninstalled' });
    expect([first.status, await first.json()]).toEqual([200, { received: true, duplicate: false }]);
    const second = await post('{"id":1}', { 'x-shopify-topic': 'app/uninstalled' });
    expect([second.status, await second.json()]).toEqual([200, { received: true, duplicate: true }]);
  });

  test('says how it is', async () => {
    const response = await fetch(`${server.url}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ healthy: true, openExceptions: 0 });
  });
});
