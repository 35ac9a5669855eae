import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { RefusedEvent, SourceEvent } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { ordersInBulk } from '../src/api/documents.ts';
import type { ShopifySimulator } from '../src/testing/index.ts';
import { openShop, type OpenShopOptions, usualOrder } from './support/open-shop.ts';
import { always, failureOf, sweep } from './support/read.ts';

interface Portion {
  readonly events: readonly (SourceEvent | RefusedEvent)[];
  readonly resume: string;
}

function open(given: OpenShopOptions = {}) {
  const opened = openShop({ ...given, simulator: { plan: 'plus', ...given.simulator } });
  const { clock, system } = opened;
  const progress: (readonly [done: number, total: number | undefined])[] = [];
  /** Runs the backfill to its end, or until a portion says stop. */
  const run = async (
    asked: { readonly since?: string; readonly resume?: string; readonly stopAfter?: number } = {},
  ): Promise<Portion[]> => {
    const backfill = system.connection.events?.backfills?.['orders'];
    if (!backfill) throw new Error('There is no backfill');
    const collect = async (): Promise<Portion[]> => {
      const portions: Portion[] = [];
      const { stopAfter = Number.POSITIVE_INFINITY, ...rest } = asked;
      const signal = new AbortController().signal;
      for await (const portion of backfill.run({
        ...rest,
        signal,
        progress: (done, total) => void progress.push([done, total]),
      })) {
        portions.push(portion);
        if (portions.length >= stopAfter) break;
      }
      return portions;
    };
    return clock.settle(collect());
  };
  return { ...opened, run, progress };
}

const ids = (portions: readonly Portion[]) =>
  portions.flatMap(({ events }) => events.map(({ name, id }) => `${name} ${id}`)).toSorted();

/** Orders with everything that can happen to them. */
function fill(shop: ShopifySimulator, count: number): void {
  for (let index = 0; index < count; index++) {
    const lines = Array.from({ length: 1 + (index % 4) }, (_, line) => ({
      sku: `SKU-${line}`,
      quantity: 1 + line,
      unitPrice: '7.30',
    }));
    const { id } = shop.placeOrder({ ...usualOrder, lines });
    if (index % 5 === 1) shop.fulfil(id, undefined, { company: 'DHL', numbers: [`00-${index}`] });
    if (index % 7 === 2) shop.cancel(id);
  }
}

/** How many operations the shop has run. */
async function operationsOf(shop: ShopifySimulator): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-shopify-access-token': shop.credentials.staticToken };
  const body = JSON.stringify({ query: '{ bulkOperations(first: 10) { nodes { id } } }' });
  const url = `https://${shop.shop}/admin/api/2026-10/graphql.json`;
  const answer = await shop.handle(new Request(url, { method: 'POST', headers, body }));
  const { data } = (await answer.json()) as { data: { bulkOperations: { nodes: unknown[] } } };
  return data.bulkOperations.nodes.length;
}

const temporaryFolders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('crossdock-bulk-'));

describe('the backfill of orders', { timeout: 30_000 }, () => {
  test('tells what webhook and sweep tell, under the same ids and with the same data', async () => {
    const opened = open();
    fill(opened.shop, 70);
    await opened.clock.advance(2_000);
    const [first] = opened.shop.books.orders();
    opened.shop.editOrder(first?.id ?? '', { note: 'later' });
    const told = (await opened.run()).flatMap(({ events }) => events);
    const swept = await sweep(opened, ...always);
    const sorted = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).toSorted();
    expect(sorted(told)).toEqual(sorted(swept));
    expect(told.some(({ name }) => name === 'order.changed')).toBe(true);
    expect(told.some(({ name }) => name === 'fulfillment.created')).toBe(true);
  });

  test('says how far it is, and is cheap', async () => {
    const opened = open();
    fill(opened.shop, 70);
    await opened.run();
    expect(opened.progress.at(0)).toEqual([0, 35]);
    expect(opened.progress.slice(-2)).toEqual([
      [50, 70],
      [70, 70],
    ]);
    // Two more for every order that something happened to after it was sold.
    expect(opened.system.exchanges.length).toBeLessThan(50);
  });

  test('leaves out what is older than it is asked for', async () => {
    const opened = open();
    opened.shop.placeOrder(usualOrder);
    await opened.clock.advance(3_600_000);
    const { id } = opened.shop.placeOrder(usualOrder);
    const told = ids(await opened.run({ since: '2026-11-24T09:30:00.500Z' }));
    expect(told.filter((it) => it.startsWith('order.placed'))).toEqual([`order.placed ${id}`]);
    expect(ordersInBulk('2026-11-24T09:30:00Z')).toContain(`(query: "created_at:>='2026-11-24T09:30:00Z'")`);
  });

  test('of a shop without orders tells nothing', async () => {
    expect(ids(await open().run())).toEqual([]);
  });

  test('keeps the operation before there is anything to tell, and goes on with it in a later process', async () => {
    const opened = open();
    fill(opened.shop, 10);
    const [kept] = await opened.run({ stopAfter: 1 });
    expect(kept?.events).toEqual([]);
    opened.shop.placeOrder(usualOrder);
    // The same operation: the order that came later is not in its result.
    expect(
      new Set(ids(await opened.run({ resume: kept?.resume ?? '' })).filter((it) => it.includes('placed'))).size,
    ).toBe(10);
  });

  test('that was interrupted tells the rest and nothing twice', async () => {
    const opened = open();
    fill(opened.shop, 70);
    const all = ids(await opened.run());
    const first = await opened.run({ stopAfter: 2 });
    const rest = await opened.run({ resume: first.at(-1)?.resume ?? '' });
    expect([...ids(first), ...ids(rest)].toSorted()).toEqual(all);
    expect(rest.length).toBe(1);
  });

  test('begins anew when its result has expired', async () => {
    const opened = open();
    fill(opened.shop, 60);
    const first = await opened.run({ stopAfter: 2 });
    await opened.clock.advance(8 * 86_400_000);
    const again = await opened.run({ resume: first.at(-1)?.resume ?? '' });
    expect(new Set(ids(again).filter((it) => it.includes('placed'))).size).toBe(60);
  });

  test('whose operation fails tells what came, reading each order whole, and then says so', async () => {
    const opened = open();
    fill(opened.shop, 40);
    opened.shop.failNextBulkOperation({ errorCode: 'INTERNAL_SERVER_ERROR', written: 0.5 });
    const portions: Portion[] = [];
    const backfill = opened.system.connection.events?.backfills?.['orders'];
    const signal = new AbortController().signal;
    const collect = async () => {
      for await (const it of backfill?.run({ signal, progress: () => undefined }) ?? []) portions.push(it);
    };
    expect(await failureOf(() => opened.clock.settle(collect()))).toMatchObject({
      code: 'system-unavailable',
      disposition: 'retry',
    });
    const placed = portions.flatMap(({ events }) => events).filter(({ name }) => name === 'order.placed');
    expect(placed.length).toBeGreaterThan(5);
    expect(placed.length).toBeLessThan(40);
    expect(placed.some((it) => 'refused' in it)).toBe(false);
    const swept = await sweep(opened, ...always);
    const known = new Map(swept.map((event) => [`${event.name} ${event.id}`, JSON.stringify(event)]));
    for (const event of placed) expect(JSON.stringify(event)).toBe(known.get(`${event.name} ${event.id}`));
    // The next try runs a new operation, whose result is whole.
    const again = await opened.run({ resume: portions.at(-1)?.resume ?? '' });
    expect(ids(again).filter((it) => it.includes('placed'))).toHaveLength(40);
  });

  test('that the app may not make is forbidden', async () => {
    const opened = open();
    fill(opened.shop, 3);
    opened.shop.failNextBulkOperation({ errorCode: 'ACCESS_DENIED' });
    expect(await failureOf(() => opened.run())).toMatchObject({ code: 'forbidden' });
  });

  test('reads an order again that changed since the file was written', async () => {
    const opened = open();
    fill(opened.shop, 3);
    const [kept] = await opened.run({ stopAfter: 1 });
    await opened.clock.advance(60_000);
    const { id } = opened.shop.books.orders()[0] ?? { id: '' };
    opened.shop.editOrder(id, { addLines: [{ sku: 'LATE', quantity: 1, unitPrice: '1.00' }] });
    const told = (await opened.run({ resume: kept?.resume ?? '' })).flatMap(({ events }) => events);
    const swept = await sweep(opened, ...always);
    const changed = (events: readonly { name: string; id: string }[]) =>
      events.filter((it) => it.name === 'order.changed').map((it) => it.id);
    expect(changed(told)).toEqual(changed(swept));
  });

  test('parks an order that is refused, and goes on', async () => {
    const opened = open();
    fill(opened.shop, 5);
    opened.shop.placeOrder({ ...usualOrder, tenders: [{ gateway: 'barter' }] });
    const events = (await opened.run()).flatMap((portion) => portion.events);
    expect(events.filter((it) => 'refused' in it)).toHaveLength(1);
    expect(events.filter(({ name }) => name === 'order.placed')).toHaveLength(6);
  });

  test.each(['lost-reply', 'error-after', 'timeout', 'throttle-storm', 'outage'] as const)(
    'runs one operation although the road is bad (%s)',
    async (fault) => {
      const opened = open();
      fill(opened.shop, 60);
      opened.shop.faults.arm(fault, { times: 1, match: (subject) => /^BulkOperationRunQuery|^\/admin/.test(subject) });
      opened.shop.faults.arm(fault, { times: 1, match: (subject) => /^OrdersRest|^\/admin/.test(subject) });
      const placed = ids(await opened.run()).filter((it) => it.includes('placed'));
      expect(placed).toHaveLength(60);
      expect(await operationsOf(opened.shop)).toBe(1);
      expect(opened.shop.faults.struck[fault]).toBe(2);
    },
  );

  test('follows no link to a host that is not known for results', async () => {
    const opened = open({ options: { bulkHosts: ['results.example.org'] } });
    fill(opened.shop, 1);
    const failure = await failureOf(() => opened.run());
    expect(failure).toMatchObject({ code: 'redirect-refused', path: 'bulkHosts' });
    expect(JSON.stringify(failure)).not.toContain('signature');
    expect(opened.system.exchanges.filter((it) => it.path.includes('simulated-bulk'))).toEqual([]);
  });

  test('leaves no temporary files', async () => {
    const before = await temporaryFolders();
    const opened = open();
    fill(opened.shop, 5);
    await opened.run({ stopAfter: 2 });
    expect(await temporaryFolders()).toEqual(before);
  });
});
