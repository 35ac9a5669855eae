import { lightspeed } from '@crossdock/connector-pos/lightspeed';
import { lightspeedSimulator } from '@crossdock/connector-pos/testing';
import { createHttpClientFactory, seededRandom, silentObserver, systemClock } from '@crossdock/core';

/** A retailer's feed of sales, recorded: pages as they came over the wire, and a reader that is answered with them. */
export interface RecordedFeed {
  /** The pages of sales, as texts. */
  readonly pages: readonly string[];
  /** Reads all of it through the connector to canonical documents, and returns how many sales it told. */
  read(): Promise<number>;
}

const outletId = 'b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4';

/** Records the feed of so many sales at a simulated retailer, so that reading it again costs the simulator nothing. */
export async function recordFeed(count: number): Promise<RecordedFeed> {
  const retailer = lightspeedSimulator({ outlets: [{ id: outletId, name: 'Chicago', timeZone: 'America/Chicago' }] });
  retailer.seed({ sku: 'SHOE-42', price: 7990, stock: count });
  retailer.seed({ sku: 'SOCK-M', price: 633, stock: count * 3 });
  const lines = [
    { sku: 'SHOE-42', price: 7990, discount: 1000 },
    { sku: 'SOCK-M', price: 633, quantity: '3' },
  ];
  for (let number = 0; number < count; number += 1) {
    retailer.till.sell({ outletId, lines, payments: [{ type: 'Cash', amount: 2000 }, { type: 'Credit Card' }] });
  }
  const recorded = new Map<string, { readonly text: string; readonly headers: Headers }>();
  const answer: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const known = recorded.get(request.url);
    if (known) return new Response(known.text, { headers: known.headers });
    const reply = await retailer.handle(request);
    const kept = { text: await reply.text(), headers: reply.headers };
    recorded.set(request.url, kept);
    return new Response(kept.text, { status: reply.status, headers: kept.headers });
  };
  const read = (): Promise<number> => readAll(answer, retailer.domainPrefix, retailer.credentials.personalToken);
  await read();
  const pages = [...recorded].filter(([url]) => url.includes('/sales?')).map(([, { text }]) => text);
  return { pages, read };
}

async function readAll(fetch: typeof globalThis.fetch, domainPrefix: string, accessToken: string): Promise<number> {
  const http = createHttpClientFactory({ system: 'stores', clock: systemClock, observer: silentObserver, fetch });
  const { events } = lightspeed({ domainPrefix, credentials: { accessToken } }).connect({
    name: 'stores',
    http,
    clock: systemClock,
    random: seededRandom(1),
    observer: silentObserver,
  });
  const request = { signal: new AbortController().signal, progress: () => undefined };
  let told = 0;
  for await (const { events: some } of events?.backfills?.['sales']?.run(request) ?? []) {
    told += some.filter((it) => it.name === 'sale.recorded' && !('refused' in it)).length;
  }
  return told;
}
