// oxlint-disable-next-line import/no-unassigned-import -- the library reads requests by an adapter that it is told of this way.
import '@shopify/shopify-api/adapters/web-api';
import { createAdminApiClient } from '@shopify/admin-api-client';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { type ShopifySimulator, shopifySimulator } from '../src/testing/index.ts';
import { openShop, start, usualOrder } from './support/open-shop.ts';

/**
 * The platform's own clients as witnesses: what they accept from the simulated shop, they would accept from a real one; what
 * they make of its refusals is what the real ones look like to them.
 */
function open() {
  const clock = manualClock({ now: start });
  const shop = shopifySimulator({ clock });
  const client = (accessToken = shop.credentials.staticToken) =>
    createAdminApiClient({
      storeDomain: shop.shop,
      apiVersion: '2026-10',
      accessToken,
      customFetchApi: simulatorFetch(shop),
      retries: 0,
    });
  return { clock, shop, client };
}

const orders = `query Orders($after: String) {
  orders(first: 2, after: $after, sortKey: UPDATED_AT) { pageInfo { hasNextPage endCursor } nodes { name } }
}`;

interface OrdersPage {
  readonly orders: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly { readonly name: string }[];
  };
}

describe('the official GraphQL client', () => {
  test('reads the shop, and the cost of it', async () => {
    const { client, shop } = open();
    const { data, errors, extensions } = await client().request<{ shop: { myshopifyDomain: string } }>(
      '{ shop { myshopifyDomain } }',
    );
    expect(errors).toBeUndefined();
    expect(data?.shop.myshopifyDomain).toBe(shop.shop);
    expect(extensions).toMatchObject({ cost: { requestedQueryCost: 1, throttleStatus: { restoreRate: 100 } } });
  });

  test('turns the pages of a connection to their end', async () => {
    const { client, shop } = open();
    for (let count = 0; count < 5; count++) shop.placeOrder(usualOrder);
    const names: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { data }: { data?: OrdersPage } = await client().request<OrdersPage>(orders, { variables: { after } });
      names.push(...(data?.orders.nodes.map(({ name }) => name) ?? []));
      more = data?.orders.pageInfo.hasNextPage ?? false;
      after = data?.orders.pageInfo.endCursor ?? null;
    }
    expect(names).toEqual(['#1001', '#1002', '#1003', '#1004', '#1005']);
  });

  test('makes a change, and is told why another one is refused', async () => {
    const { client } = open();
    const subscribe = `mutation Subscribe($uri: String!) {
      webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: $uri }) {
        webhookSubscription { id uri }
        userErrors { field message }
      }
    }`;
    const variables = { uri: 'https://hooks.example.org/shop' };
    const made = await client().request(subscribe, { variables });
    expect(made.data).toMatchObject({ webhookSubscriptionCreate: { userErrors: [], webhookSubscription: variables } });
    const again = await client().request(subscribe, { variables });
    expect(again.data).toMatchObject({
      webhookSubscriptionCreate: {
        webhookSubscription: null,
        userErrors: [
          { field: ['webhookSubscription', 'uri'], message: 'Address for this topic has already been taken' },
        ],
      },
    });
  });

  test.each([
    ['a field that does not exist', '{ shop { nothing } }', 'undefinedField'],
    ['a page that is too large', '{ orders(first: 251) { nodes { id } } }', 'BAD_REQUEST'],
    [
      'a change without its idempotency key',
      'mutation { inventoryAdjustQuantities(input: { reason: "correction", name: "available", changes: [] }) { userErrors { code } } }',
      'BAD_REQUEST',
    ],
  ])('is told about %s in the errors of an answer with HTTP 200', async (_what, query, code) => {
    const { client } = open();
    const { errors } = await client().request(query);
    expect(errors?.networkStatusCode).toBe(200);
    expect(errors?.graphQLErrors?.[0]).toMatchObject({ extensions: { code } });
  });

  test('is told to slow down with HTTP 200 and the state of the bucket, which it does not wait for by itself', async () => {
    const { client, shop } = open();
    shop.bucket.drain();
    const { errors, extensions } = await client().request('{ shop { id } }');
    expect(errors).toMatchObject({
      networkStatusCode: 200,
      graphQLErrors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    });
    expect(extensions).toMatchObject({ cost: { throttleStatus: { currentlyAvailable: 0 } } });
  });

  test('is sent away with a wrong token', async () => {
    const { errors } = await open().client('shpat_wrong').request('{ shop { id } }');
    expect(errors?.networkStatusCode).toBe(401);
  });
});

describe('the official library', () => {
  const validate = async (
    shop: ShopifySimulator,
    delivery: { headers: Record<string, string>; body: string },
    secret: string,
  ) => {
    const library = shopifyApi({
      apiKey: shop.credentials.clientId,
      apiSecretKey: secret,
      apiVersion: ApiVersion.October26,
      hostName: 'app.example.org',
      isEmbeddedApp: false,
      logger: { log: () => undefined },
    });
    const rawRequest = new Request('https://app.example.org/webhooks', {
      method: 'POST',
      headers: delivery.headers,
      body: delivery.body,
    });
    return library.webhooks.validate({ rawBody: delivery.body, rawRequest });
  };

  test.each(['orders/create', 'orders/updated', 'orders/paid', 'fulfillments/create'])(
    'believes a delivery of %s, and what its headers say',
    async (topic) => {
      const opened = openShop();
      const { id } = opened.shop.placeOrder(usualOrder);
      opened.shop.fulfil(id);
      const delivery = await opened.delivery(topic);
      const result = await validate(
        opened.shop,
        { ...delivery, headers: { ...delivery.headers } },
        opened.shop.webhookSecret,
      );
      expect(result).toMatchObject({
        valid: true,
        topic: topic.toUpperCase().replace('/', '_'),
        domain: opened.shop.shop,
        apiVersion: '2026-10',
      });
    },
  );

  test('does not believe one that was changed on the way, or that another secret signed', async () => {
    const opened = openShop();
    opened.shop.placeOrder(usualOrder);
    const delivery = await opened.delivery('orders/create');
    const headers = { ...delivery.headers };
    const changed = { headers, body: delivery.body.replace('"id":', '"id": ') };
    expect(await validate(opened.shop, changed, opened.shop.webhookSecret)).toMatchObject({ valid: false });
    expect(await validate(opened.shop, { headers, body: delivery.body }, 'another')).toMatchObject({ valid: false });
  });
});
