import { createHttpClientFactory, parseJsonExactly, silentObserver, systemClock, systemRandom } from '@crossdock/core';
import { compared, median, type Row } from './measure.ts';
import { connectedShop, orderWebhook } from './shopify-webhooks.ts';

const times = 200;
const rounds = 7;

/**
 * From the bytes of a webhook of 50 lines to the canonical order that proved its balance, against `JSON.parse` of it;
 * and reading its JSON with all numbers as they were sent, which is the first part of that.
 */
export default async function mappingBench(): Promise<readonly Row[]> {
  const { headers, body } = await orderWebhook(50);
  const bytes = Buffer.from(body);
  const delivery = { headers, body: bytes, topic: 'orders/create', receivedAt: new Date().toISOString() };
  const { signal } = new AbortController();
  const source = webhookSource();
  const map = async () => {
    const events = await source.decode(delivery, { signal });
    if (events.length !== 1) throw new Error('The order is not told');
  };
  const measured = { parse: [] as number[], exact: [] as number[], map: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    measured.parse.push(await costOf(() => JSON.parse(bytes.toString()) as unknown));
    measured.exact.push(await costOf(() => parseJsonExactly(bytes.toString())));
    measured.map.push(await costOf(map));
  }
  const parse = median(measured.parse);
  return [
    { name: `JSON.parse of an order of 50 lines, ${bytes.length} bytes`, value: parse, unit: 'µs' },
    compared('its JSON with exact numbers', median(measured.exact), 'µs', parse),
    compared('mapped to the canonical order', median(measured.map), 'µs', parse),
  ];
}

/** The decoder of the shop's connector, connected to nothing. */
function webhookSource() {
  const offline = () => Promise.reject(new Error('The webhook tells all'));
  const ports = { system: 'shop', clock: systemClock, observer: silentObserver };
  const { events } = connectedShop().connect({
    name: 'shop',
    http: createHttpClientFactory({ ...ports, fetch: offline }),
    random: systemRandom,
    ...ports,
  });
  if (events?.webhook === undefined) throw new Error('The connector takes no webhooks');
  return events.webhook;
}

/** Microseconds that the work takes on average. */
async function costOf(work: () => unknown): Promise<number> {
  const begun = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  return ((performance.now() - begun) * 1000) / times;
}
