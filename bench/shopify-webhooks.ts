import { shopify } from '@crossdock/connector-shopify';
import { shopifySimulator } from '@crossdock/connector-shopify/testing';
import { randomUUID } from 'node:crypto';

const shop = 'demo.myshopify.com';
export const webhookSecret = 'simulated-webhook-secret';

/** The shop's connector; `accessToken` is any, for a shop that is never asked. */
export function connectedShop() {
  return shopify({ shop, credentials: { accessToken: 'unused' }, webhookSecrets: [webhookSecret] });
}

/** A signed delivery of an order, as the platform sends it. */
export interface OrderWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the simulated shop sends when an order of so many lines is placed: taxed, discounted, paid and with addresses. */
export async function orderWebhook(lines: number): Promise<OrderWebhook> {
  const simulator = shopifySimulator({ shop, webhookSecret });
  const sent = Promise.withResolvers<OrderWebhook>();
  const courier = simulator.webhooks.deliverTo(
    async (request: Request) => {
      sent.resolve({ headers: Object.fromEntries(request.headers), body: await request.text() });
      return new Response();
    },
    { topics: ['orders/create'] },
  );
  const address = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    address1: '12 St James Square',
    city: 'New York',
    provinceCode: 'NY',
    zip: '10001',
    countryCode: 'US',
  };
  simulator.placeOrder({
    lines: Array.from({ length: lines }, (_, line) => ({
      sku: `SHOE-${line + 36}`,
      quantity: (line % 3) + 1,
      unitPrice: '79.95',
    })),
    discounts: [{ amount: '10.00', code: 'WELCOME' }],
    shipping: { title: 'Standard', price: '4.95' },
    taxes: [
      { title: 'NY State Tax', rate: '0.04' },
      { title: 'New York City Tax', rate: '0.045' },
    ],
    tenders: [{ gateway: 'shopify_payments' }],
    customer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    billingAddress: address,
    shippingAddress: address,
  });
  await courier.settled();
  return sent.promise;
}

/** The delivery as a request. Every one has an id of its own, which is not signed. */
export function requestOf({ headers, body }: OrderWebhook, topic = 'orders/create'): Request {
  return new Request('https://example.com/webhooks/shop', {
    method: 'POST',
    headers: { ...headers, 'x-shopify-topic': topic, 'x-shopify-webhook-id': randomUUID() },
    body,
  });
}
