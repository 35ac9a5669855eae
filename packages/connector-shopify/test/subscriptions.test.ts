import type { ConfigFinding } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import type { ShopifyOptions } from '../src/index.ts';
import type { ShopifySimulator } from '../src/testing/index.ts';
import { type OpenShopOptions, openShop, usualOrder } from './support/open-shop.ts';
import { failureOf } from './support/read.ts';

const address = 'https://hooks.example.org/shop?key=hush';

function open(webhooks: Partial<NonNullable<ShopifyOptions['webhooks']>> = {}, given: OpenShopOptions = {}) {
  const opened = openShop({ ...given, options: { webhooks: { address, ...webhooks }, ...given.options } });
  const { clock, shop, system } = opened;
  const job = system.connection.upkeep?.['webhooks'];
  const look = async (): Promise<readonly ConfigFinding[]> =>
    clock.settle(job?.run({ signal: new AbortController().signal }) ?? Promise.reject(new Error('There is no job')));
  return { ...opened, look, ask: (query: string, variables = {}) => ask(shop, query, variables) };
}

async function ask(shop: ShopifySimulator, query: string, variables: object): Promise<Record<string, never>> {
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': shop.credentials.staticToken };
  const url = `https://${shop.shop}/admin/api/2026-10/graphql.json`;
  const body = JSON.stringify({ query, variables });
  const answer = await shop.handle(new Request(url, { method: 'POST', headers, body }));
  return ((await answer.json()) as { data: Record<string, never> }).data;
}

interface Listed {
  readonly id: string;
  readonly topic: string;
  readonly uri: string;
  readonly format: string;
  readonly filter: string | null;
  readonly includeFields: readonly string[];
}

/** The subscriptions with our address, as the shop has them. */
async function listed({ ask: query }: ReturnType<typeof open>, uri: string | null = address): Promise<Listed[]> {
  const data = (await query(
    'query Q($uri: String) { webhookSubscriptions(first: 250, uri: $uri) { nodes { id topic uri format filter includeFields } } }',
    { uri },
  )) as unknown as { webhookSubscriptions: { nodes: Listed[] } };
  return data.webhookSubscriptions.nodes;
}

const texts = (findings: readonly ConfigFinding[], severity: ConfigFinding['severity']) =>
  findings.filter((it) => it.severity === severity).map(({ message }) => message);

const change = `mutation C($id: ID!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) { userErrors { message } }
}`;

describe('the webhook subscriptions', () => {
  test('that are missing are made, and then there is nothing to do', async () => {
    const opened = open();
    const made = texts(await opened.look(), 'warning');
    expect(made).toContain('the subscription to orders/create was missing and was made');
    const topics = (await listed(opened)).map(({ topic }) => topic);
    expect(topics).toEqual(expect.arrayContaining(['ORDERS_CREATE', 'ORDERS_CANCELLED', 'FULFILLMENTS_UPDATE']));
    expect(topics).not.toContain('ORDERS_FULFILLED');
    expect(await opened.look()).toEqual([]);
  });

  test('that the shop removed after eight failed deliveries are made again, and deliveries come again', async () => {
    const opened = open();
    await opened.look();
    let failing = true;
    const received: string[] = [];
    opened.shop.webhooks.deliverTo(
      async ({ headers }) => {
        if (failing) return new Response(null, { status: 500 });
        received.push(headers.get('x-shopify-topic') ?? '');
        return new Response(null, { status: 200 });
      },
      { topics: [], address, courier: { retryScheduleMs: Array.from({ length: 8 }, () => 1_000) } },
    );
    opened.shop.placeOrder(usualOrder);
    await opened.clock.runToIdle();
    expect((await listed(opened)).map(({ topic }) => topic)).not.toContain('ORDERS_CREATE');
    failing = false;
    expect(texts(await opened.look(), 'warning')).toContain(
      'the subscription to orders/create was missing and was made',
    );
    opened.shop.placeOrder(usualOrder);
    await opened.clock.runToIdle();
    expect(received).toContain('orders/create');
  });

  test.each([
    [{ includeFields: ['id'] }, 'leaves fields out'],
    [{ filter: 'total_price:>100' }, 'is filtered'],
    [{ format: 'XML' }, 'is no JSON'],
    [{ uri: 'https://old.example.org/shop' }, 'leads to another address'],
  ])('that somebody changed (%j) are mended', async (input, fault) => {
    const opened = open();
    await opened.look();
    const [first] = await listed(opened);
    await opened.ask(change, { id: first?.id, input });
    const [said] = texts(await opened.look(), 'warning');
    expect(said).toContain(fault);
    const mended = (await listed(opened)).find(({ id }) => id === first?.id);
    expect(mended).toMatchObject({ uri: address, format: 'JSON', filter: null, includeFields: [] });
    expect(await opened.look()).toEqual([]);
  });

  test('that another installation with the same app takes away are not fought over', async () => {
    const opened = open();
    await opened.look();
    const [first] = await listed(opened);
    const take = () => opened.ask(change, { id: first?.id, input: { uri: 'https://other.example.org/shop' } });
    await take();
    expect(texts(await opened.look(), 'warning')).toHaveLength(1);
    await take();
    expect(texts(await opened.look(), 'error')[0]).toContain('another installation');
    expect(await listed(opened, 'https://other.example.org/shop')).toHaveLength(1);
  });

  test('of others are left alone and told once, without what their addresses may give away', async () => {
    const opened = open();
    // The shop was opened with subscriptions to another address.
    const before = await listed(opened, 'https://crossdock.example/webhooks');
    const said = texts(await opened.look(), 'warning').find((it) => it.includes('left alone'));
    expect(said).toContain('ORDERS_CREATE to crossdock.example');
    expect(said).not.toContain('/webhooks');
    expect(await opened.look()).toEqual([]);
    expect(await listed(opened, 'https://crossdock.example/webhooks')).toEqual(before);
  });

  test('are only told about when nothing may be mended', async () => {
    const opened = open({ heal: false });
    const errors = texts(await opened.look(), 'error');
    expect(errors).toContain('the shop does not tell orders/create: nobody subscribed to it');
    expect(await listed(opened)).toEqual([]);
  });

  test.each(['lost-reply', 'error-after', 'error-beside-data', 'throttle-storm', 'outage', 'timeout'] as const)(
    'are made once although the road is bad (%s)',
    async (fault) => {
      const opened = open();
      opened.shop.faults.arm(fault, { times: 2, match: (subject) => /Create|admin/.test(subject) });
      const findings = await opened.look();
      expect(texts(findings, 'error')).toEqual([]);
      const topics = (await listed(opened)).map(({ topic }) => topic);
      expect(new Set(topics).size).toBe(topics.length);
      expect(topics.length).toBeGreaterThanOrEqual(6);
      expect(opened.shop.faults.struck[fault]).toBe(2);
    },
  );

  test('that the app may not make are brought to a person', async () => {
    const opened = open({ address: 'https://hooks.example.org/b' });
    opened.shop.uninstallApp();
    expect(await failureOf(() => opened.look())).toMatchObject({ code: 'unauthorized' });
  });

  test('are left alone without the option', () => {
    expect(openShop().system.connection.upkeep).toBeUndefined();
  });
});
