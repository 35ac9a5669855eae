import { createCrossdock, silentObserver } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { compared, median, percentile, perSecond, type Row, withFiles } from './measure.ts';
import { connectedShop, type OrderWebhook, orderWebhook, requestOf, webhookSecret } from './shopify-webhooks.ts';

const deliveries = 5_000;
const rounds = 5;
const concurrency = 50;

/** Deliveries a second, and milliseconds from request to response. */
interface Measured {
  readonly perSecond: number;
  readonly p99: number;
}

/** A topic that the connector takes in without doing anything about it, so that only the intake is measured. */
const takenInOnly = 'orders/edited';

/**
 * Webhooks through the dock's handler (verify, parse, persist, acknowledge; `synchronous = FULL`), 50 at a time, against
 * nothing but the HMAC and `JSON.parse` of the same bodies; then with every order decoded and recorded beside it.
 */
export default async function intakeBench(): Promise<readonly Row[]> {
  const webhook = await orderWebhook(3);
  const bare: Measured[] = [];
  const taken: Measured[] = [];
  const decoded: Measured[] = [];
  await withFiles(async (file) => {
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await measure((latencies) => verifyAndParse(webhook, latencies)));
      taken.push(await takeIn(file(`taken-${round}.db`), webhook, takenInOnly));
      decoded.push(await takeIn(file(`decoded-${round}.db`), webhook, 'orders/create'));
    }
  });
  const rate = median(bare.map((it) => it.perSecond));
  const p99 = median(bare.map((it) => it.p99));
  const rateOf = (measured: readonly Measured[]) => median(measured.map((it) => it.perSecond));
  const p99Of = (measured: readonly Measured[]) => median(measured.map((it) => it.p99));
  return [
    { name: `HMAC and JSON.parse of ${webhook.body.length} bytes`, value: rate, unit: 'webhooks/s' },
    compared('acknowledged', rateOf(taken), 'webhooks/s', rate),
    compared('acknowledged, decoded and recorded', rateOf(decoded), 'webhooks/s', rate),
    { name: 'HMAC and JSON.parse, p99', value: p99, unit: 'ms' },
    compared('until acknowledged, p99', p99Of(taken), 'ms', p99),
    compared('until acknowledged, p99, with decoding beside it', p99Of(decoded), 'ms', p99),
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

async function takeIn(file: string, webhook: OrderWebhook, topic: string): Promise<Measured> {
  const dock = createCrossdock({
    journal: sqliteJournal(file),
    systems: { shop: connectedShop() },
    owns: { product: 'shop', price: 'shop', inventory: 'shop', order: 'shop', customer: 'shop', finance: 'shop' },
    flows: [],
    observer: silentObserver,
    fetch: () => Promise.reject(new Error('Nobody is asked here')),
  });
  await dock.start({ checkAccounts: false });
  const requests = Array.from({ length: deliveries }, () => requestOf(webhook, topic));
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
