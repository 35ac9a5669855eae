import { createCrossdock, defineConnector, secret, silentObserver, verifyHmac } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { compared, median, percentile, perSecond, type Row, withFiles } from './measure.ts';
import { type OrderWebhook, orderWebhook, requestOf, webhookSecret } from './shopify-webhooks.ts';

const deliveries = 5_000;
const rounds = 5;
const concurrency = 50;

/** Deliveries a second, and milliseconds from request to response. */
interface Measured {
  readonly perSecond: number;
  readonly p99: number;
}

/**
 * Webhooks through the dock's handler (verify, parse, persist, acknowledge; `synchronous = FULL`), 50 at a time, against
 * nothing but the HMAC and `JSON.parse` of the same bodies.
 */
export default async function intakeBench(): Promise<readonly Row[]> {
  const webhook = await orderWebhook(3);
  const bare: Measured[] = [];
  const taken: Measured[] = [];
  await withFiles(async (file) => {
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await measure((latencies) => verifyAndParse(webhook, latencies)));
      taken.push(await takeIn(file(`${round}.db`), webhook));
    }
  });
  const rate = median(bare.map((it) => it.perSecond));
  const p99 = median(bare.map((it) => it.p99));
  return [
    { name: `HMAC and JSON.parse of ${webhook.body.length} bytes`, value: rate, unit: 'webhooks/s' },
    compared('taken in and acknowledged', median(taken.map((it) => it.perSecond)), 'webhooks/s', rate),
    { name: 'HMAC and JSON.parse, p99', value: p99, unit: 'ms' },
    compared('taken in and acknowledged, p99', median(taken.map((it) => it.p99)), 'ms', p99),
  ];
}

async function measure(start: (latencies: number[]) => (number: number) => Promise<unknown>): Promise<Measured> {
  const latencies: number[] = [];
  const rate = await perSecond(deliveries, concurrency, start(latencies));
  return { perSecond: rate, p99: percentile(latencies, 0.99) };
}

function verifyAndParse({ headers, body }: OrderWebhook, latencies: number[]) {
  const bytes = Buffer.from(body);
  const given = Buffer.from(headers['x-shopify-hmac-sha256'] ?? '');
  return async () => {
    const begun = performance.now();
    const expected = Buffer.from(createHmac('sha256', webhookSecret).update(bytes).digest('base64'));
    if (!timingSafeEqual(given, expected)) throw new Error('The simulator signs in another way');
    JSON.parse(bytes.toString());
    latencies.push(performance.now() - begun);
  };
}

async function takeIn(file: string, webhook: OrderWebhook): Promise<Measured> {
  const dock = createCrossdock({
    journal: sqliteJournal(file),
    systems: { shop: signedWebhooks({ secrets: [webhookSecret] }) },
    owns: { product: 'shop', price: 'shop', inventory: 'shop', order: 'shop', customer: 'shop', finance: 'shop' },
    flows: [],
    observer: silentObserver,
  });
  await dock.start();
  const requests = Array.from({ length: deliveries }, () => requestOf(webhook));
  const measured = await measure((latencies) => async (number) => {
    const request = requests[number - 1];
    if (request === undefined) return;
    const begun = performance.now();
    const response = await dock.systems.shop.webhook(request);
    latencies.push(performance.now() - begun);
    if (response.status !== 200) throw new Error(`A webhook was answered ${response.status}`);
  });
  await dock.stop();
  return measured;
}

/** Verifies as the platform signs; what a delivery means is found out later, from the journal, and costs nothing here. */
const signedWebhooks = defineConnector({
  name: 'signed-webhooks',
  config: z.object({ secrets: z.array(secret()) }),
  limits: { concurrency: 1 },
  capabilities: [],
  events: ['order.placed'],
  connect: ({ config }) => ({
    capabilities: {},
    events: {
      webhook: {
        emits: ['order.placed'],
        maxBodyBytes: 10 * 1024 * 1024,
        verify: ({ headers, body }) =>
          verifyHmac({
            body,
            signature: headers.get('x-shopify-hmac-sha256'),
            secrets: config.secrets,
            encoding: 'base64',
          }),
        identify: ({ headers }) => ({
          id: headers.get('x-shopify-webhook-id') ?? '',
          topic: headers.get('x-shopify-topic') ?? '',
        }),
        decode: () => Promise.resolve([]),
      },
    },
  }),
});
