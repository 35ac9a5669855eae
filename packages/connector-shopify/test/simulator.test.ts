import { createFaults, ConnectionLost, manualClock } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { ordersUpdated } from '../src/api/documents.ts';
import { shopifySimulator, type ShopifySimulator, type ShopifySimulatorOptions } from '../src/testing/index.ts';

const start = '2026-11-24T09:00:00.000Z';

function openShop(options: Partial<ShopifySimulatorOptions> = {}) {
  const clock = manualClock({ now: start });
  return { clock, shop: shopifySimulator({ clock, ...options }) };
}

interface Answered {
  status: number;
  version: string | null;
  body: {
    data?: Record<string, never>;
    errors?: { extensions: { code: string } }[];
    extensions: {
      cost: {
        requestedQueryCost: number;
        actualQueryCost: number | null;
        throttleStatus: { currentlyAvailable: number };
      };
    };
  };
}

async function ask(
  shop: ShopifySimulator,
  query: string,
  variables: object = {},
  { token = shop.credentials.staticToken, version = '2026-10' } = {},
): Promise<Answered> {
  const url = `https://${shop.shop}/admin/api/${version}/graphql.json`;
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': token };
  const response = await shop.handle(
    new Request(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) }),
  );
  return {
    status: response.status,
    version: response.headers.get('x-shopify-api-version'),
    body: (await response.json()) as Answered['body'],
  };
}

const shoes = { sku: 'SHOE-42', quantity: 2, unitPrice: '10.00' };

describe('the books', () => {
  test('an order discount that does not divide is spread one smallest unit at a time from the first line on', () => {
    const { shop } = openShop();
    const line = { quantity: 1, unitPrice: '10.00' };
    const order = shop.placeOrder({
      lines: [
        { ...line, sku: 'A' },
        { ...line, sku: 'B' },
        { ...line, sku: 'C' },
      ],
      discounts: [{ amount: '1.00' }],
    });
    expect(order.lines.map((it) => it.priced.net.shop)).toEqual([966n, 967n, 967n]);
    expect(shop.books.orders()[0]?.total).toBe('29.00');
  });

  test('tax that is contained in the price is taken out of it, tax on top is added', () => {
    const { shop } = openShop({ currency: 'EUR' });
    const taxes = [{ title: 'VAT', rate: '0.09' }];
    shop.placeOrder({ lines: [{ sku: 'A', quantity: 1, unitPrice: '20.00' }], taxes, taxesIncluded: true });
    shop.placeOrder({ lines: [{ sku: 'A', quantity: 1, unitPrice: '20.00' }], taxes });
    expect(shop.books.orders().map(({ total, tax }) => [total, tax])).toEqual([
      ['20.00', '1.65'],
      ['21.80', '1.80'],
    ]);
  });

  test('an edit takes units away without touching what was sold', () => {
    const { shop } = openShop();
    const order = shop.placeOrder({ lines: [shoes] });
    shop.editOrder(order.id, { setQuantity: [{ line: 0, quantity: 1 }] });
    expect(shop.books.orders()[0]).toMatchObject({
      total: '20.00',
      currentTotal: '10.00',
      lines: [{ quantity: 2, currentQuantity: 1 }],
    });
  });

  test('more than is open cannot be fulfilled', () => {
    const { shop } = openShop();
    const order = shop.placeOrder({ lines: [shoes] });
    shop.fulfil(order.id, [{ line: 0, quantity: 1 }]);
    expect(() => shop.fulfil(order.id, [{ line: 0, quantity: 2 }])).toThrow(RangeError);
    expect(shop.books.orders()[0]?.fulfillmentStatus).toBe('PARTIALLY_FULFILLED');
  });
});

describe('the GraphQL endpoint', () => {
  test('a wrong token is answered with 401', async () => {
    const { shop } = openShop();
    expect(await ask(shop, '{ shop { id } }', {}, { token: 'wrong' })).toMatchObject({ status: 401 });
  });

  test('a token of the client credentials grant works until it expires', async () => {
    const { shop, clock } = openShop();
    const { clientId, clientSecret } = shop.credentials;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const granted = await shop.handle(
      new Request(`https://${shop.shop}/admin/oauth/access_token`, { method: 'POST', body }),
    );
    const { access_token: token, expires_in: seconds } = (await granted.json()) as {
      access_token: string;
      expires_in: number;
    };
    expect((await ask(shop, '{ shop { id } }', {}, { token })).status).toBe(200);
    await clock.advance(seconds * 1000);
    expect((await ask(shop, '{ shop { id } }', {}, { token })).status).toBe(401);
  });

  test('a retired version falls forward to the oldest that is served, an unborn one does not exist', async () => {
    const { shop } = openShop();
    expect(await ask(shop, '{ shop { id } }', {}, { version: '2024-10' })).toMatchObject({
      status: 200,
      version: '2026-01',
    });
    expect(await ask(shop, '{ shop { id } }', {}, { version: '2027-04' })).toMatchObject({ status: 404 });
  });

  test('a query is charged by the formula and gets back what it did not use', async () => {
    const { shop } = openShop();
    const { body } = await ask(shop, ordersUpdated.text, { query: '' });
    expect(body.extensions.cost.requestedQueryCost).toBe(ordersUpdated.cost);
    expect(body.extensions.cost.throttleStatus.currentlyAvailable).toBe(
      2000 - (body.extensions.cost.actualQueryCost ?? 0),
    );
  });

  test('an empty bucket throttles with HTTP 200 and without data, and refills with time', async () => {
    const { shop, clock } = openShop();
    shop.bucket.drain();
    const { status, body } = await ask(shop, '{ shop { id } }');
    expect([status, body.data, body.errors?.[0]?.extensions.code, body.extensions.cost.actualQueryCost]).toEqual([
      200,
      undefined,
      'THROTTLED',
      null,
    ]);
    await clock.advance(1000);
    expect((await ask(shop, '{ shop { id } }')).body.extensions.cost.throttleStatus.currentlyAvailable).toBe(99);
  });

  test('one query may not cost more than 1000 points', async () => {
    const { shop } = openShop({ plan: 'plus' });
    const dear =
      '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { id variant { id product { id } inventoryItem { id } } taxLines { title } product { id } discountAllocations { allocatedAmountSet { shopMoney { amount } } } } } fulfillments(first: 10) { fulfillmentLineItems(first: 250) { nodes { lineItem { id } } } } } } }';
    const { body } = await ask(shop, dear);
    expect(body.errors?.[0]?.extensions.code).toBe('MAX_COST_EXCEEDED');
  });

  test.each([
    ['a field that does not exist', '{ shop { id nothing } }', 'undefinedField'],
    ['a page of 251', '{ orders(first: 251) { nodes { id } } }', 'BAD_REQUEST'],
    ['a page without a size', '{ orders { nodes { id } } }', 'BAD_REQUEST'],
    ['a search word it does not know', '{ orders(first: 1, query: "status:any") { nodes { id } } }', 'BAD_REQUEST'],
  ])('%s is refused', async (_what, query, code) => {
    const { shop } = openShop();
    shop.placeOrder({ lines: [shoes] });
    expect((await ask(shop, query)).body.errors?.[0]?.extensions.code).toBe(code);
  });

  test('an app without approval gets ACCESS_DENIED and no data', async () => {
    const { shop } = openShop({ denied: ['Order'] });
    const { body } = await ask(shop, '{ orders(first: 1) { nodes { id } } }');
    expect([body.data, body.errors?.[0]?.extensions.code]).toEqual([null, 'ACCESS_DENIED']);
  });

  test('orders are paged in the order of their change, within a span of time', async () => {
    const { shop, clock } = openShop();
    for (let index = 0; index < 5; index++) {
      shop.placeOrder({ lines: [shoes] });
      await clock.advance(1000);
    }
    const query = "updated_at:>='2026-11-24T09:00:01Z' AND updated_at:<'2026-11-24T09:00:04Z'";
    const text =
      'query Q($query: String, $after: String) { orders(first: 2, after: $after, query: $query, sortKey: UPDATED_AT) { pageInfo { hasNextPage endCursor } nodes { name } } }';
    type Page = { orders: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { name: string }[] } };
    const first = (await ask(shop, text, { query })).body.data as unknown as Page;
    const second = (await ask(shop, text, { query, after: first.orders.pageInfo.endCursor })).body
      .data as unknown as Page;
    expect(first.orders.nodes.map(({ name }) => name)).toEqual(['#1002', '#1003']);
    expect(second.orders.nodes.map(({ name }) => name)).toEqual(['#1004']);
    expect([first.orders.pageInfo.hasNextPage, second.orders.pageInfo.hasNextPage]).toEqual([true, false]);
  });
});

describe('the faults', () => {
  test('a lost reply, an error, a slow answer and an outage strike the calls that they are armed for', async () => {
    const faults = createFaults({ seed: 1 });
    const { shop } = openShop({ faults });
    faults.arm('lost-reply');
    await expect(ask(shop, '{ shop { id } }')).rejects.toThrow(ConnectionLost);
    faults.arm('error-before');
    expect((await ask(shop, '{ shop { id } }')).status).toBe(502);
    faults.arm('error-after');
    expect((await ask(shop, '{ shop { id } }')).status).toBe(500);
    faults.arm('outage');
    expect((await ask(shop, '{ shop { id } }')).status).toBe(503);
    faults.arm('throttle-storm');
    expect((await ask(shop, '{ shop { id } }')).body.errors?.[0]?.extensions.code).toBe('THROTTLED');
  });
});

describe('the webhooks', () => {
  test('an order is told with its id digit by digit and its instants in the shop offset', async () => {
    const { shop } = openShop({ firstOrderId: '9007199254740993' });
    const bodies: string[] = [];
    shop.webhooks.deliverTo(
      async (request) => {
        bodies.push(await request.text());
        return new Response(null, { status: 200 });
      },
      { topics: ['orders/create'] },
    );
    shop.placeOrder({ lines: [shoes] });
    await expect.poll(() => bodies.length).toBe(1);
    expect(bodies[0]).toContain('"id":9007199254740993,');
    expect(bodies[0]).toContain('"created_at":"2026-11-24T04:00:00-05:00"');
  });

  test('a subscription is removed when one delivery fails eight times, not when many fail once', async () => {
    const { shop, clock } = openShop();
    let failing = 10;
    const target = async () => new Response(null, { status: failing-- > 0 ? 500 : 200 });
    const retryScheduleMs = Array.from({ length: 8 }, () => 1_000);
    shop.webhooks.deliverTo(target, { topics: ['orders/create'], courier: { retryScheduleMs } });
    const left = async () => (await ask(shop, '{ webhookSubscriptions(first: 10) { nodes { topic } } }')).body.data;
    for (let count = 0; count < 10; count++) shop.placeOrder({ lines: [shoes] });
    await clock.runToIdle();
    expect(await left()).toEqual({ webhookSubscriptions: { nodes: [{ topic: 'ORDERS_CREATE' }] } });
    failing = Number.POSITIVE_INFINITY;
    shop.placeOrder({ lines: [shoes] });
    await clock.runToIdle();
    expect(await left()).toEqual({ webhookSubscriptions: { nodes: [] } });
  });
});
